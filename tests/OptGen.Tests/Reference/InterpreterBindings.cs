using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Tests;

/// <summary>What the names of a recurrence stand for when the interpreter runs it.</summary>
internal sealed class InterpreterBindings
{
    /// <summary>
    /// The operators: the number of the module and the tensors in, a new tensor out. An operator that all layers share ignores the number.
    /// </summary>
    public Dictionary<string, Func<int, IReadOnlyList<Tensor>, Tensor>> Operators { get; } = [];

    /// <summary>The adjoints of linear operators, K^T for K.</summary>
    public Dictionary<string, Func<int, IReadOnlyList<Tensor>, Tensor>> Adjoints { get; } = [];

    /// <summary>Functions with scalars in brackets: the tensors and the scalars in, a new tensor out. A scalar is a tensor of one element or more.</summary>
    public Dictionary<string, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor>> Functions { get; } = [];

    /// <summary>
    /// The coefficients: their indices in, a scalar out, as a tensor that broadcasts. A coefficient without index is asked for the number
    /// of the layer.
    /// </summary>
    public Dictionary<string, Func<IReadOnlyList<int>, Tensor>> Coefficients { get; } = [];

    /// <summary>
    /// How layers are solved that have an unknown iterate on both sides of an equation. The gradient goes through all iterations unless another
    /// is chosen: plain, and right whatever the operators depend on.
    /// </summary>
    public SolveOptions Implicit { get; init; } = new() { Adjoint = new UnrolledAdjoint() };

    /// <summary>
    /// What operators, functions and coefficients depend on. Only the implicit gradient asks for it: with that, what is missing here gets
    /// no gradient from layers that are solved.
    /// </summary>
    public List<Parameter> Parameters { get; } = [];

    /// <summary>The layers at which a stage begins, in order, and the transition into it; empty without stages.</summary>
    public List<RecurrenceStage> Stages { get; } = [];
}

/// <summary>The begin of a stage after the first.</summary>
/// <param name="FirstLayer">The number of its first layer.</param>
/// <param name="History">What happens to the iterates there.</param>
/// <param name="Transition">What is applied to them.</param>
internal sealed record RecurrenceStage(int FirstLayer, StageHistory History, Func<Tensor, Tensor> Transition);
