using OptGen.Binding;
using OptGen.Notation;

namespace OptGen.Generators;

/// <summary>A file to write.</summary>
/// <param name="HintName">Its name, different from that of every other file even where case does not count.</param>
/// <param name="Model">What it is written from.</param>
internal sealed record GeneratedFile(string HintName, NetworkModel Model)
{
    /// <summary>
    /// A class has a file of its name; classes whose names differ in case only are told apart by a mark made of the name.
    /// </summary>
    public static GeneratedFile Of(NetworkModel model, EquatableArray<string> collisions)
    {
        string name = model.Type.HintName;
        string mark = collisions.Contains(name) ? "." + Mark(name) : "";
        return new GeneratedFile($"{name}{mark}.g.cs", model);
    }

    /// <summary>The names that differ from another in case only.</summary>
    public static EquatableArray<string> Collisions(IEnumerable<string> names) =>
        names.Distinct().GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()).SelectMany(g => g)
            .OrderBy(n => n, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>Which letters are capital, as a number: the same in every run, and different for names that differ in case.</summary>
    private static string Mark(string name)
    {
        System.Numerics.BigInteger bits = System.Numerics.BigInteger.One;
        foreach (char letter in name)
            bits = (bits * 2) + (char.IsUpper(letter) ? 1 : 0);
        return bits.ToString();
    }
}
