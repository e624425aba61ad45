using OptGen.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>Evaluates the equations: what they give for the unknowns when the unknowns have the values handed in.</summary>
/// <param name="unknowns">A value for each unknown.</param>
/// <param name="given">The tensors of <see cref="FixedPointProblem.Given"/>, or some of their rows, and then those of <see cref="FixedPointProblem.Shared"/>.</param>
/// <returns>New tensors shaped like the unknowns, one for each.</returns>
public delegate IReadOnlyList<Tensor> FixedPointMap(IReadOnlyList<Tensor> unknowns, IReadOnlyList<Tensor> given);

/// <summary>What is solved: find z with z = F(z), z one tensor or several.</summary>
/// <param name="Map">The equations. They must not keep tensors from one call to the next, and besides their arguments depend on <see cref="Modules"/> and <see cref="Parameters"/> only.</param>
/// <param name="Guess">
/// Where the solvers begin, a tensor for each unknown. Where all have two dimensions or more and the same first one, that counts the samples;
/// else all of it is one sample.
/// </param>
public sealed record FixedPointProblem(FixedPointMap Map, IReadOnlyList<Tensor> Guess)
{
    /// <summary>Tensors that the equations read and that have a row for each sample; one whose first dimension is another is handed over whole.</summary>
    public IReadOnlyList<Tensor> Given { get; init; } = [];

    /// <summary>Tensors that the equations read and that all samples share, such as coefficients.</summary>
    public IReadOnlyList<Tensor> Shared { get; init; } = [];

    /// <summary>
    /// The modules that the equations call: their parameters get gradients, and batch normalisation among them, in training mode or without running
    /// statistics, couples the samples, as <see cref="SolveOptions.CoupledSamples"/> does.
    /// </summary>
    public IEnumerable<nn.Module> Modules { get; init; } = [];

    /// <summary>
    /// What else the equations depend on and gradients are wanted for. What stands in none of these lists gets no gradient, with
    /// <see cref="ImplicitAdjoint"/>.
    /// </summary>
    public IEnumerable<Parameter> Parameters { get; init; } = [];

    /// <summary>The parameters that want gradients, each once.</summary>
    internal Parameter[] Trained() =>
        Modules.SelectMany(m => m.parameters().Concat(HiddenParameters.Of(m))).Concat(Parameters).Where(p => p.requires_grad).Distinct(ReferenceEqualityComparer.Instance).Cast<Parameter>().ToArray();

    /// <summary>Whether a sample's values depend on the other samples.</summary>
    internal bool CouplesSamples() =>
        Modules.Any(m => m.modules().Append(m).Any(inner => inner is BatchNorm norm && (norm.training || !norm.track_running_stats)));

    /// <summary>Whether a module drops elements at random, anew in each evaluation, so that there is no one function to solve.</summary>
    internal bool DropsOut() => Modules.Any(m => m.modules().Append(m).Any(inner =>
        inner.training && inner is (Dropout or Dropout1d or Dropout2d or Dropout3d or AlphaDropout or FeatureAlphaDropout)));
}
