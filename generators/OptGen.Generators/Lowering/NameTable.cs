using System.Globalization;

namespace OptGen.Lowering;

/// <summary>
/// Gives out names that collide with nothing: not with what was taken before and not with each other. Names are told apart as they are written in the
/// notation, without marks that a language puts before its keywords.
/// </summary>
internal sealed class NameTable
{
    private readonly HashSet<string> _taken;

    /// <param name="taken">The names that are not given out.</param>
    public NameTable(IEnumerable<string> taken) => _taken = new HashSet<string>(taken.Select(n => n.TrimStart('@')), StringComparer.Ordinal);

    /// <summary>The name itself, or with the first number from 2 on that makes it new.</summary>
    public string Take(string wish)
    {
        string bare = wish.TrimStart('@');
        string name = bare;
        for (int number = 2; !_taken.Add(name); number++)
            name = bare + number.ToString(CultureInfo.InvariantCulture);
        return name;
    }

    /// <summary>A table that also avoids what this one has given out; names taken from it do not count here.</summary>
    public NameTable Inner() => new(_taken);
}
