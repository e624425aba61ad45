using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// One evaluation of the equations at a solution, recorded by autograd on tensors cut off from all else: what vector-Jacobian products of F are
/// made from.
/// </summary>
internal sealed class LocalGraph
{
    private readonly Tensor[] recorded;
    private readonly int[] recordedOf;

    /// <summary>Evaluates the equations.</summary>
    /// <param name="call">The equations and their parameters.</param>
    /// <param name="solution">The unknowns' values.</param>
    /// <param name="arguments">The given tensors and then the shared ones.</param>
    /// <param name="needsArguments">Which of them want gradients.</param>
    public LocalGraph(ImplicitCall call, IReadOnlyList<Tensor> solution, IReadOnlyList<Tensor> arguments, IReadOnlyList<bool> needsArguments)
    {
        using (enable_grad())
        {
            Unknowns = solution.Select(z => z.detach().requires_grad_(true)).ToArray();
            Tensor[] leaves = arguments.Select((a, i) => needsArguments[i] ? a.detach().requires_grad_(true) : a.detach()).ToArray();
            Causes = [.. leaves.Where((_, i) => needsArguments[i]), .. call.Parameters];
            IReadOnlyList<Tensor> values = call.Map(Unknowns, leaves);
            recordedOf = Enumerable.Range(0, values.Count).Where(i => values[i].requires_grad).ToArray();
            recorded = recordedOf.Select(i => values[i]).ToArray();
        }
    }

    /// <summary>The leaves that stand for the unknowns.</summary>
    public Tensor[] Unknowns { get; }

    /// <summary>The leaves that stand for what else wants gradients: given and shared tensors, and then the parameters.</summary>
    public Tensor[] Causes { get; }

    /// <summary>Keeps the evaluation beyond the current dispose scope.</summary>
    public void MoveToOuterDisposeScope()
    {
        foreach (Tensor tensor in recorded.Concat(Unknowns))
            tensor.MoveToOuterDisposeScope();
    }

    /// <summary>The products of a vector, split by unknowns, with the Jacobians for some of the leaves; null where a leaf has no part.</summary>
    public Tensor?[] Pull(IReadOnlyList<Tensor> vector, Tensor[] leaves, bool createGraph = false)
    {
        var result = new Tensor?[leaves.Length];
        // A parameter may have been frozen since the forward.
        int[] open = Enumerable.Range(0, leaves.Length).Where(i => leaves[i].requires_grad).ToArray();
        if (recorded.Length == 0 || open.Length == 0)
            return result;
        Tensor?[] found = VectorJacobian.Pull(
            recorded, Array.ConvertAll(open, i => leaves[i]), Array.ConvertAll(recordedOf, i => vector[i]), createGraph);
        for (int i = 0; i < open.Length; i++)
            result[open[i]] = found[i];
        return result;
    }
}
