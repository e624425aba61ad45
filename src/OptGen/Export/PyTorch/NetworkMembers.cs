using OptGen.CompilerServices;

namespace OptGen.Export.PyTorch;

/// <summary>
/// How the parts of a network are read through <c>self</c>. Modules and parameters have the names that they are registered under, whatever Python thinks of them: those that cannot be
/// attributes are read from the module's tables.
/// </summary>
internal sealed class NetworkMembers
{
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken;

    /// <param name="description">The network.</param>
    /// <param name="registered">The names of its modules, parameters and buffers.</param>
    public NetworkMembers(NetworkDescription description, IEnumerable<string> registered)
    {
        _taken = [.. registered];
        foreach (string name in description.Numbers.Select(n => n.Name).Concat(description.Operators.Where(o => o.Target is null).Select(o => o.Name)))
            Own(name);
    }

    public static string Module(string name) => PythonText.IsAttribute(name) ? "self." + name : $"self._modules[{PythonText.String(name)}]";

    public static string Parameter(string name) => PythonText.IsAttribute(name) ? "self." + name : $"self._parameters[{PythonText.String(name)}]";

    public static string Buffer(string name) => PythonText.IsAttribute(name) ? "self." + name : $"self._buffers[{PythonText.String(name)}]";

    /// <summary>The attribute of what stands in no table of the module: a number, a function, a module that the network does not own.</summary>
    public string Own(string name)
    {
        if (_own.TryGetValue(name, out string? known))
            return known;
        string attribute = PythonText.Identifier(name);
        while (!PythonText.IsAttribute(attribute) || !_taken.Add(attribute))
            attribute = attribute.TrimStart('_') + "_";
        _own.Add(name, attribute);
        return attribute;
    }
}
