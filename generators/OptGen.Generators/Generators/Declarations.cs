using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;

namespace OptGen.Generators;

/// <summary>
/// What a compilation declares, as a digest: everything but the statements of methods and the arguments of <c>[Update]</c>. Where two
/// compilations have equal declarations, an annotated class of a file that is the same in both is bound to the same members, so an edit
/// inside a method makes no class be bound again.
/// </summary>
/// <remarks>Holds no symbol and no syntax, and lives no longer than its compilation and the classes bound under it.</remarks>
internal sealed class Declarations : IEquatable<Declarations>
{
    private static readonly ConditionalWeakTable<Compilation, Declarations> s_ofCompilations = new();
    private static readonly ConditionalWeakTable<MetadataReference, Number> s_references = new();
    private static long s_lastReference;
    private static Declarations? s_newest;

    private readonly string _digest;
    private readonly CompilationOptions _options;
    private readonly ParseOptions? _parseOptions;

    private Declarations(Compilation compilation)
    {
        _options = compilation.Options;
        _parseOptions = compilation.SyntaxTrees.FirstOrDefault()?.Options;
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        var all = new StringBuilder(compilation.AssemblyName);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            FileDeclarations file = FileDeclarations.Of(tree);
            all.Append('\n').Append(file.Digest);
            aliases.UnionWith(file.Aliases);
        }
        foreach (MetadataReference reference in compilation.ExternalReferences)
            all.Append('\n').Append(NumberOf(reference).ToString(CultureInfo.InvariantCulture));
        _digest = Digest(all.ToString());
        Aliases = aliases;
    }

    /// <summary>The names that using directives give to namespaces and types: any of them could mean the attribute.</summary>
    public IReadOnlyCollection<string> Aliases { get; }

    public static Declarations Of(Compilation compilation) => s_ofCompilations.GetValue(compilation, Read);

    /// <summary>Equal declarations in a row are one object, so that comparing them for each class costs nothing.</summary>
    private static Declarations Read(Compilation compilation)
    {
        var read = new Declarations(compilation);
        if (s_newest is { } newest && newest.Equals(read))
            return newest;
        s_newest = read;
        return read;
    }

    public bool Equals(Declarations? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _digest == other._digest && _options.Equals(other._options) && Equals(_parseOptions, other._parseOptions));

    public override bool Equals(object? obj) => Equals(obj as Declarations);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_digest);

    /// <summary>A text short enough to keep that no other text has.</summary>
    public static string Digest(string text)
    {
        using var algorithm = SHA256.Create();
        return Convert.ToBase64String(algorithm.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>References are told apart by number: one may hold a whole compilation, which must not be kept alive here.</summary>
    private static long NumberOf(MetadataReference reference) =>
        s_references.GetValue(reference, _ => new Number(Interlocked.Increment(ref s_lastReference))).Value;

    private sealed class Number(long value)
    {
        public long Value { get; } = value;
    }
}
