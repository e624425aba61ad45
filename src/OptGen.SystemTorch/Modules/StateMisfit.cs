using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>How a state to load differs from the module it is loaded into.</summary>
internal sealed class StateMisfit
{
    private readonly List<string> differing = [];

    /// <summary>Paths that the module has and the state lacks.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Paths that the state has and the module lacks.</summary>
    public List<string> Unexpected { get; } = [];

    /// <summary>Notes an entry of another shape.</summary>
    public void Shape(string path, long[] expected, long[] found) => differing.Add($"'{path}' has shape {Text(found)}, the module's has {Text(expected)}");

    /// <summary>Notes an entry of another type or shape.</summary>
    public void Form(string path, (ScalarType Type, long[] Shape) expected, (ScalarType Type, long[] Shape) found) =>
        differing.Add($"'{path}' is {found.Type} of shape {Text(found.Shape)}, the module's is {expected.Type} of shape {Text(expected.Shape)}");

    /// <summary>Whether loading must fail.</summary>
    public bool IsError(bool strict) => differing.Count > 0 || (strict && Missing.Count + Unexpected.Count > 0);

    /// <summary>What differs, in full.</summary>
    public string Describe(string module, string source)
    {
        var text = new StringBuilder($"The {source} does not fit {module}.");
        if (Missing.Count > 0) text.Append($" Missing from it: {string.Join(", ", Missing)}.");
        if (Unexpected.Count > 0) text.Append($" Unknown to the module: {string.Join(", ", Unexpected)}.");
        foreach (var difference in differing) text.Append($" {difference}.");
        if (differing.Count == 0) text.Append(" Pass strict: false to load what fits, or list paths to skip.");
        return text.ToString();
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
