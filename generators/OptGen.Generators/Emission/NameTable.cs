namespace OptGen.Emission;

/// <summary>Gives out names that collide with nothing.</summary>
internal sealed class NameTable(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken.Select(CSharp.Bare), StringComparer.Ordinal);

    /// <summary>The name itself, or with the first number from 2 on that makes it new; with @ where it is a keyword.</summary>
    public string Take(string wish)
    {
        string bare = CSharp.Bare(wish);
        string name = bare;
        for (int number = 2; !_taken.Add(name); number++)
            name = bare + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return CSharp.Identifier(name);
    }

    /// <summary>A table that also avoids what this one has given out; names taken from it do not count here.</summary>
    public NameTable Inner() => new(_taken);
}
