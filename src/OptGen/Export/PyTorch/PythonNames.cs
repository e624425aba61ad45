using System.Globalization;
using System.Text;
using OptGen.Lowering;

namespace OptGen.Export.PyTorch;

/// <summary>Gives variables of a program their names in one function: x_next for xNext, those of the recurrence as they are.</summary>
/// <param name="written">The names that the recurrence writes.</param>
internal sealed class PythonNames(IReadOnlyCollection<string> written)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The name of a variable, which is given when it is first asked for.</summary>
    public string Of(Variable variable)
    {
        if (!_names.TryGetValue(variable.Name, out string? name))
            _names.Add(variable.Name, name = Take(Snake(variable.Name)));
        return name;
    }

    /// <summary>Gives a variable a name near a wish.</summary>
    public string Give(Variable variable, string wish) => _names[variable.Name] = Take(PythonText.Identifier(wish));

    /// <summary>A name that nothing else has.</summary>
    public string Take(string wish)
    {
        string name = PythonText.IsTaken(wish) ? wish + "_" : wish;
        for (int number = 2; !_used.Add(name); number++)
            name = wish + number.ToString(CultureInfo.InvariantCulture);
        return name;
    }

    /// <summary>Whether a name is given.</summary>
    public bool Has(string name) => _used.Contains(name);

    /// <summary>What begins with a name of the recurrence keeps it; the rest is written as Python does.</summary>
    private string Snake(string name)
    {
        string stem = written.Where(w => name.StartsWith(w, StringComparison.Ordinal)).MaxBy(w => w.Length) ?? "";
        string rest = name[stem.Length..];
        var text = new StringBuilder(stem);
        foreach (char c in rest)
        {
            if (char.IsUpper(c))
                text.Append(text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(c));
            else
                text.Append(c);
        }
        return PythonText.Identifier(text.ToString());
    }
}
