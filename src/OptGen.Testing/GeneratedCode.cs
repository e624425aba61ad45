using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace OptGen.Testing;

/// <summary>
/// The code that OptGen's compiler has generated, read from the symbols of the assembly: the C# compiler puts generated files into them by itself.
/// No setting of the project and no folder of its build is needed, and the class may be in another project than the test.
/// </summary>
public static class GeneratedCode
{
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    /// <summary>The whole text of the file that was generated for a network.</summary>
    /// <typeparam name="TNetwork">The class.</typeparam>
    /// <exception cref="InvalidOperationException">The assembly has no symbols, or the class nothing that OptGen has generated; the message says which.</exception>
    public static string Of<TNetwork>() => Of(typeof(TNetwork));

    /// <summary>The whole text of the file that was generated for a network.</summary>
    /// <param name="network">The class; a closed generic class has the code of the open one.</param>
    /// <exception cref="InvalidOperationException">The assembly has no symbols, or the class nothing that OptGen has generated; the message says which.</exception>
    public static string Of(Type network)
    {
        ArgumentNullException.ThrowIfNull(network);
        string path = network.Assembly.Location;
        if (path.Length == 0)
            throw new InvalidOperationException($"The assembly of {network.Name} was not loaded from a file, so there are no symbols to read its generated code from.");
        using var file = new PEReader(File.OpenRead(path));
        if (!file.TryOpenAssociatedPortablePdb(path, name => File.Exists(name) ? File.OpenRead(name) : null, out MetadataReaderProvider? provider, out _))
        {
            throw new InvalidOperationException(
                $"The assembly of {network.Name} has no symbols beside it ({Path.ChangeExtension(path, ".pdb")}), which hold the generated code: "
                + "set DebugType to portable or embedded in the project that declares the class.");
        }
        using (provider)
            return Read(provider!.GetMetadataReader(), network);
    }

    private static string Read(MetadataReader symbols, Type network)
    {
        Type declared = network.IsGenericType ? network.GetGenericTypeDefinition() : network;
        const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        foreach (MethodBase method in declared.GetMethods(Own).Concat<MethodBase>(declared.GetConstructors(Own)))
        {
            var handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken);
            foreach (DocumentHandle document in DocumentsOf(symbols, symbols.GetMethodDebugInformation(handle.ToDebugInformationHandle())))
            {
                if (IsGenerated(symbols, document) && SourceOf(symbols, document) is { } source)
                    return source;
            }
        }
        throw new InvalidOperationException(
            $"The symbols of {network.Assembly.GetName().Name} hold no code that OptGen has generated for {network.Name}: it needs the attribute [Update], "
            + "and the project that declares it the package OptGen.");
    }

    private static IEnumerable<DocumentHandle> DocumentsOf(MetadataReader symbols, MethodDebugInformation method)
    {
        if (!method.Document.IsNil)
            return [method.Document];
        return method.SequencePointsBlob.IsNil ? [] : method.GetSequencePoints().Select(p => p.Document).Where(d => !d.IsNil).Distinct();
    }

    /// <summary>The path of a generated file is GENERATOR'S ASSEMBLY/GENERATOR/NAME.g.cs.</summary>
    private static bool IsGenerated(MetadataReader symbols, DocumentHandle document)
    {
        string path = symbols.GetString(symbols.GetDocument(document).Name);
        return path.EndsWith(".g.cs", StringComparison.Ordinal) && path.Replace('\\', '/').Contains("/OptGen.Generators.NetworkGenerator/", StringComparison.Ordinal);
    }

    /// <summary>The text, which is compressed where that is shorter: the first four bytes are its length then, else 0.</summary>
    private static string? SourceOf(MetadataReader symbols, DocumentHandle document)
    {
        foreach (CustomDebugInformationHandle handle in symbols.GetCustomDebugInformation(document))
        {
            CustomDebugInformation information = symbols.GetCustomDebugInformation(handle);
            if (symbols.GetGuid(information.Kind) != s_embeddedSource)
                continue;
            byte[] bytes = symbols.GetBlobBytes(information.Value);
            using Stream stream = new MemoryStream(bytes, sizeof(int), bytes.Length - sizeof(int));
            using Stream content = BitConverter.ToInt32(bytes) == 0 ? stream : new DeflateStream(stream, CompressionMode.Decompress);
            using var reader = new StreamReader(content, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        return null;
    }
}
