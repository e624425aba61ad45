using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>How a network solves its implicit layers, and what became of the last solves. Generated modules have one, in their property <c>Implicit</c>.</summary>
public sealed class ImplicitSolve
{
    /// <summary>Settings for the layers of a network.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="options">The settings; defaults when null.</param>
    public ImplicitSolve(string network, SolveOptions? options = null) => throw new NotSupportedException();

    /// <summary>The settings; a new value holds from the next solve on.</summary>
    public SolveOptions Options { get; set; }

    /// <summary>Begins a forward pass: forgets the reports of the last one.</summary>
    /// <exception cref="SolveFailedException">A backward solve has failed since the last pass began, and failures are to be thrown.</exception>
    public void Begin() => throw new NotSupportedException();

    /// <summary>Solves the equations of a layer.</summary>
    /// <param name="layer">The number of the layer, for reports and messages.</param>
    /// <param name="unknowns">What is solved for, as the recurrence writes it, for reports and messages.</param>
    /// <param name="problem">The equations.</param>
    /// <returns>New tensors in the current dispose scope, one for each unknown, differentiable as the options say.</returns>
    public IReadOnlyList<Tensor> Solve(int layer, string unknowns, FixedPointProblem problem) => throw new NotSupportedException();
}
