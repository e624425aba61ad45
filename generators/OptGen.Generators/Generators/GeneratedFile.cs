using System.Security.Cryptography;
using System.Text;
using OptGen.Binding;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Generators;

/// <summary>A file to write.</summary>
/// <param name="MetadataName">The class it belongs to, by its name for the compiler.</param>
/// <param name="HintName">Its name, different from that of every other file even where case does not count.</param>
/// <param name="Source">Its text; null when not even the surface of the class could be written.</param>
/// <param name="Fault">What went wrong with the rest; null when nothing did.</param>
internal sealed record GeneratedFile(string MetadataName, string HintName, string? Source, string? Fault)
{
    /// <summary>Longer names are cut: file systems end at 255 bytes, and the folder's own name comes before.</summary>
    private const int MostBytes = 120;

    /// <summary>
    /// A class has a file of its name. Names that are too long, or differ from another in case only, are told apart by a digest of the name.
    /// </summary>
    /// <param name="metadataName">The class's name for the compiler.</param>
    /// <param name="model">The class.</param>
    /// <param name="collisions">The names that differ from another in case only.</param>
    /// <param name="emit">Writes a model; where it fails, the class gets its surface alone.</param>
    public static GeneratedFile Of(string metadataName, NetworkModel model, EquatableArray<string> collisions, Func<NetworkModel, string> emit)
    {
        string name = HintNameOf(model.Type.HintName, collisions.Contains(model.Type.HintName));
        if (Contained.Try(() => emit(model), out string? fault) is { } source)
            return new GeneratedFile(metadataName, name, source, null);
        // With its surface alone the class is declared, so that the fault stays one error.
        return new GeneratedFile(metadataName, name, Contained.Try(() => emit(model with { IsBound = false }), out _), fault);
    }

    /// <summary>The names that differ from another in case only.</summary>
    public static EquatableArray<string> Collisions(IEnumerable<string> names) =>
        names.Distinct().GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()).SelectMany(g => g)
            .OrderBy(n => n, StringComparer.Ordinal).ToEquatableArray();

    private static string HintNameOf(string name, bool collides)
    {
        bool isLong = Encoding.UTF8.GetByteCount(name) > MostBytes;
        if (!collides && !isLong)
            return name + ".g.cs";
        return $"{(isLong ? Cut(name) : name)}.{Digest(name)}.g.cs";
    }

    /// <summary>The end of a name says more than its beginning.</summary>
    private static string Cut(string name)
    {
        int start = name.Length;
        for (int bytes = 0; start > 0; start--)
        {
            bytes += Encoding.UTF8.GetByteCount(name.Substring(start - 1, 1));
            if (bytes > MostBytes)
                break;
        }
        // No half of a pair of surrogates at the beginning.
        return name.Substring(start < name.Length && char.IsLowSurrogate(name[start]) ? start + 1 : start).TrimStart('.', '+');
    }

    private static string Digest(string name)
    {
        using var algorithm = SHA256.Create();
        return string.Concat(algorithm.ComputeHash(Encoding.UTF8.GetBytes(name)).Take(8).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
