using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>What is applied.</summary>
internal abstract record Callee;

/// <summary>An operator, by its number in <see cref="Plan.Operators"/>.</summary>
internal sealed record OperatorCallee(int Operator, bool Adjoint) : Callee;

/// <summary>A function of the language, such as relu; soft takes its threshold as the one parameter.</summary>
internal sealed record FunctionCallee(TensorFunction Function) : Callee;

/// <summary>The product of two tensors, element by element.</summary>
internal sealed record ProductCallee : Callee
{
    /// <summary>How it is written in pictures and messages.</summary>
    public const string Sign = "\u2299";
}

/// <summary>
/// One application, seen from its own index i: where <c>k</c> stands in the arguments, the parameters and the module number, read i.
/// T(x_k), T(x_&lt;k-1&gt;) and T(x_j) are the same evaluation at the indices k, k-1 and j, each computed once.
/// </summary>
/// <param name="Callee">What is applied.</param>
/// <param name="Parameters">The scalars in brackets.</param>
/// <param name="Arguments">The tensors.</param>
/// <param name="Module">The number of the module; below 0 it means module 0.</param>
internal sealed record Evaluation(
    Callee Callee, EquatableArray<Scalar> Parameters, EquatableArray<LinearCombination> Arguments, AffineIndex Module)
{
    /// <summary>Whether it reads no iterate and no layer's module, and so has a single value, at the index 0.</summary>
    public bool IsConstant => Module.IsNumber && Parameters.All(p => !p.DependsOnLayer) && Arguments.All(a => !a.DependsOnLayer());
}

/// <summary>An evaluation and its place in the plan.</summary>
/// <param name="Evaluation">What is computed.</param>
/// <param name="Newest">Layer k computes its value at k plus this; null when no layer computes it.</param>
/// <param name="FirstIndex">Its lowest index; reading below it gives the value at it.</param>
/// <param name="History">What must be kept of it from one layer to the next.</param>
internal sealed record EvaluationPlan(Evaluation Evaluation, int? Newest, int FirstIndex, History History);

internal static class TensorReads
{
    public static bool DependsOnLayer(this LinearCombination combination) =>
        combination.Terms.Any(t => t.Coefficient.DependsOnLayer || t.Value switch
        {
            StateValue state => state.Index.Layer != 0,
            EvaluationValue evaluation => evaluation.Index.Layer != 0,
            SumValue sum => sum.From.Layer != 0 || sum.To.Layer != 0 || sum.Body.DependsOnLayer(),
            _ => false
        });

    /// <summary>The tensors of a combination, those inside sums included.</summary>
    public static IEnumerable<(TensorValue Value, SumValue? Sum)> Values(this LinearCombination combination)
    {
        foreach (Term term in combination.Terms)
        {
            if (term.Value is SumValue sum)
            {
                foreach ((TensorValue value, _) in sum.Body.Values())
                    yield return (value, sum);
            }
            else
            {
                yield return (term.Value, null);
            }
        }
    }
}
