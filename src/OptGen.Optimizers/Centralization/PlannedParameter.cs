using System.Text;
using TorchSharp.Modules;

namespace OptGen.Optimizers;

/// <summary>A parameter, what is done to it, and what was measured.</summary>
internal class PlannedParameter(Parameter parameter, CentralizedParameter decision)
{
    public Parameter Parameter { get; } = parameter;

    public CentralizedParameter Decision { get; } = decision;

    /// <summary>The sum of the squares of what the last step removed, if that is measured.</summary>
    public double Removed { get; set; }

    /// <summary>A table of all parameters, one a line.</summary>
    public static string Describe(string optimizer, IReadOnlyList<PlannedParameter> parameters)
    {
        var rows = parameters.Select(planned => planned.Decision).Select(decision => (
            decision.Description.Name,
            Shape: $"[{string.Join(", ", decision.Description.Shape)}]",
            decision.Description.Owner,
            What: decision.Location?.ToString().ToLowerInvariant() ?? "-",
            Mean: decision.Layout is { } layout ? $"{layout.Rows} means of {layout.FanIn}" : "",
            Decay: decision.Decay.ToString(),
            decision.Reason)).ToList();
        var name = rows.Select(row => row.Name.Length).DefaultIfEmpty().Max();
        var shape = rows.Select(row => row.Shape.Length).DefaultIfEmpty().Max();
        var mean = rows.Select(row => row.Mean.Length).DefaultIfEmpty().Max();
        var text = new StringBuilder($"{optimizer}: {rows.Count(row => row.Mean.Length > 0)} of {rows.Count} parameters are centralized.\n");
        foreach (var row in rows)
        {
            text.Append($"  {row.Name.PadRight(name)}  {row.Shape.PadRight(shape)}  {row.What,-8}  {row.Mean.PadRight(mean)}  {row.Decay,-16}  ");
            text.Append(row.Reason).Append(row.Owner is null ? "\n" : $" ({row.Owner})\n");
        }

        return text.ToString();
    }
}
