using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>One thing that is computed, from values that earlier steps have left.</summary>
internal abstract record Step;

/// <summary>Gives a state its iterate at <paramref name="Index"/>.</summary>
internal sealed record AssignStep(int State, AffineIndex Index, LinearCombination Value) : Step;

/// <summary>Starts a state with zeros shaped like <paramref name="Like"/>: an iterate, an input, or the value of an operator.</summary>
internal sealed record ZeroStep(int State, AffineIndex Index, TensorValue Like) : Step;

/// <summary>Computes the value of an evaluation at <paramref name="Index"/>; everything is resolved for that index.</summary>
/// <param name="Evaluation">Its number in <see cref="Plan.Evaluations"/>.</param>
/// <param name="Index">Which of its values.</param>
/// <param name="FromLayer">In a layer, the first k that computes it; in those before, the value at this index is the one the prologue left.</param>
/// <param name="Module">The number of the module; below 0 it means module 0.</param>
/// <param name="Parameters">The scalars in brackets.</param>
/// <param name="Arguments">The tensors.</param>
internal sealed record EvaluateStep(
    int Evaluation, AffineIndex Index, int FromLayer, AffineIndex Module, EquatableArray<Scalar> Parameters, EquatableArray<LinearCombination> Arguments)
    : Step;

/// <summary>
/// Finds iterates that satisfy equations in which they stand on both sides: values of the unknowns that the body, run once, gives back.
/// After it, everything in the body has its value at the solution.
/// </summary>
internal sealed record SolveStep(EquatableArray<Unknown> Unknowns, EquatableArray<Step> Body) : Step;

/// <summary>What a <see cref="SolveStep"/> solves for.</summary>
/// <param name="State">The state.</param>
/// <param name="Index">Its iterate.</param>
/// <param name="Guess">
/// Where to start: the iterate before it, which in an equilibrium is what z_0 = … gives. Null for zeros shaped like the first input in an
/// equilibrium, else like the main state.
/// </param>
internal sealed record Unknown(int State, AffineIndex Index, StateValue? Guess);
