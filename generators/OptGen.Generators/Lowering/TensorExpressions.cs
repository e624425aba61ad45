using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// A tensor that is computed. Operations are those that torch does at once; where one says that it is in place, it writes into the tensor that it
/// begins with, which is new then and which nothing needs as it was.
/// </summary>
internal abstract record TensorExpression;

/// <summary>The tensor that a place holds.</summary>
internal sealed record ReadExpression(Place Place) : TensorExpression;

/// <summary>The same tensor under a handle of its own, so that both can be released.</summary>
internal sealed record AliasExpression(TensorExpression Value) : TensorExpression;

/// <summary>A copy.</summary>
internal sealed record CloneExpression(TensorExpression Value) : TensorExpression;

/// <summary>Zeros shaped like another tensor.</summary>
internal sealed record ZerosExpression(Place Like) : TensorExpression;

/// <summary>The value times a scalar.</summary>
internal sealed record MultiplyExpression(TensorExpression Value, Factor Factor) : TensorExpression;

/// <summary>The value plus a number times another tensor.</summary>
internal sealed record AddExpression(TensorExpression Value, Place Other, Factor Alpha, bool InPlace) : TensorExpression;

/// <summary>The value plus a number times a tensor that stands for a scalar times another tensor.</summary>
internal sealed record AddProductExpression(TensorExpression Value, Place Other, Factor Tensor, Factor Number, bool InPlace) : TensorExpression;

/// <summary>The product of two tensors, element by element.</summary>
internal sealed record ProductExpression(Place Left, Place Right) : TensorExpression;

/// <summary>The value plus a number, or a tensor that stands for one, in every element.</summary>
internal sealed record AddNumberExpression(TensorExpression Value, Factor Number, bool InPlace) : TensorExpression;

/// <summary>value + weight*(end - value).</summary>
internal sealed record LerpExpression(TensorExpression Value, Place End, Factor Weight, bool InPlace) : TensorExpression;

/// <summary>One of two tensors.</summary>
internal sealed record ChoiceExpression(Condition Condition, TensorExpression Then, TensorExpression Else) : TensorExpression;

/// <summary>A scalar as a tensor.</summary>
/// <param name="Value">The scalar, computed from trained coefficients; or a number.</param>
/// <param name="Like">Of a number, what has the type and the device; null where a trained coefficient takes part.</param>
internal sealed record ScalarExpression(Factor Value, ParameterPlace? Like = null) : TensorExpression;

/// <summary>A trained coefficient as it is used: inside its range, shaped for the channels of the tensor <paramref name="Like"/>.</summary>
internal sealed record PreparedExpression(string Coefficient, Place? Like) : TensorExpression;

/// <summary>What a transition into a stage makes of a tensor.</summary>
internal sealed record TransitionExpression(int Stage, Place Value) : TensorExpression;

/// <summary>A function of the language; soft has its threshold as the one parameter.</summary>
internal sealed record FunctionExpression(TensorFunction Function, TensorExpression Value, EquatableArray<Factor> Parameters, bool InPlace) : TensorExpression;

/// <summary>An application of an operator, of its adjoint or of a user's function.</summary>
/// <param name="Operator">Its number in the plan.</param>
/// <param name="Adjoint">Whether the adjoint is applied.</param>
/// <param name="Module">The number of the module in the order in which modules are made; null where there is one for all.</param>
/// <param name="Arguments">The tensors.</param>
/// <param name="Parameters">The scalars in brackets.</param>
internal sealed record ApplyExpression(int Operator, bool Adjoint, IndexValue? Module, EquatableArray<Place> Arguments, EquatableArray<Factor> Parameters)
    : TensorExpression;
