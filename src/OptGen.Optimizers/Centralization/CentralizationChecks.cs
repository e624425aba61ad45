using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// Measurements of what centralization does: how much it removes, and whether the row sums of weights stay as they were, which they do
/// where the whole change of a weight is centralized (SGD with a decay inside, every optimiser in the location Update with a decay inside).
/// </summary>
public sealed class CentralizationChecks
{
    private readonly Func<IReadOnlyList<PlannedParameter>> parameters;
    private readonly List<(PlannedParameter Parameter, Tensor Sums)> remembered = [];

    internal CentralizationChecks(Func<IReadOnlyList<PlannedParameter>> parameters) => this.parameters = parameters;

    /// <summary>Whether steps measure the norm of what they remove. Costs one number per row on the processor, a transfer elsewhere.</summary>
    public bool MeasureRemoved { get; set; }

    /// <summary>
    /// For each centralized parameter, the norm of what the last step removed from its gradient, or from its update. Zeros unless
    /// <see cref="MeasureRemoved"/> was set before that step.
    /// </summary>
    public IReadOnlyList<(string Name, double Norm)> RemovedNorms()
    {
        var norms = new List<(string, double)>();
        foreach (var planned in parameters())
        {
            if (planned.Decision.Location is not null) norms.Add((planned.Decision.Description.Name, Math.Sqrt(planned.Removed)));
        }

        return norms;
    }

    /// <summary>Takes the present row sums of all centralized weights as those that shall stay.</summary>
    public void RememberRowSums()
    {
        Forget();
        foreach (var planned in parameters())
        {
            if (planned.Decision.Layout is { } layout) remembered.Add((planned, RowSums(planned, layout)));
        }
    }

    /// <summary>
    /// For each centralized parameter, the largest change of a row sum since <see cref="RememberRowSums"/>, in units of the mean
    /// absolute value of its elements times the square root of the fan-in: rounding alone stays near the precision of the elements.
    /// </summary>
    /// <exception cref="InvalidOperationException">No row sums were remembered.</exception>
    public IReadOnlyList<(string Name, double Drift)> RowSumDrifts()
    {
        if (remembered.Count == 0 && AnyCentralized())
            throw new InvalidOperationException("No row sums are remembered: call RememberRowSums() before the steps to be checked.");
        var drifts = new List<(string, double)>();
        foreach (var (planned, before) in remembered)
        {
            using var mode = no_grad();
            using var scope = NewDisposeScope();
            var layout = planned.Decision.Layout!.Value;
            var change = RowSums(planned, layout).sub(before).abs().max().item<double>();
            var size = planned.Parameter.to_type(ScalarType.Float64).abs().mean().item<double>() * Math.Sqrt(layout.FanIn);
            drifts.Add((planned.Decision.Description.Name, size == 0 ? change : change / size));
        }

        return drifts;
    }

    internal void Forget()
    {
        foreach (var (_, sums) in remembered) sums.Dispose();
        remembered.Clear();
    }

    private bool AnyCentralized() => parameters().Any(planned => planned.Decision.Layout is not null);

    private static Tensor RowSums(PlannedParameter planned, RowLayout layout)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        using var fanIn = layout.FanIn.ToScalar();
        return layout.Means(planned.Parameter.to_type(ScalarType.Float64)).mul(fanIn).DetachFromDisposeScope();
    }
}
