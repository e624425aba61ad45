using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>The backward equation u = J^T u + g, J the Jacobian of the equations at the solution.</summary>
internal sealed class AdjointSystem : FixedPointSystem
{
    private readonly ImplicitCall call;
    private readonly IReadOnlyList<Tensor> solution;
    private readonly IReadOnlyList<Tensor> arguments;
    private LocalGraph graph;
    private Tensor gradient;
    private Tensor? rows;
    private int samples;

    /// <summary>The equation at a solution.</summary>
    /// <param name="call">The equations.</param>
    /// <param name="graph">Their evaluation there.</param>
    /// <param name="solution">The solution.</param>
    /// <param name="arguments">The given tensors and then the shared ones.</param>
    /// <param name="gradient">g, a row for each sample.</param>
    public AdjointSystem(ImplicitCall call, LocalGraph graph, IReadOnlyList<Tensor> solution, IReadOnlyList<Tensor> arguments, Tensor gradient)
    {
        this.call = call;
        this.graph = graph;
        this.solution = solution;
        this.arguments = arguments;
        this.gradient = gradient;
        samples = call.Layout.Samples;
    }

    public override int Samples => samples;

    public override bool IsAffine => true;

    /// <summary>J^T times a matrix of rows u.</summary>
    public static Tensor Transposed(ImplicitCall call, LocalGraph graph, Tensor vector, int samples)
    {
        Tensor[] parts = call.Layout.Split(vector, samples);
        Tensor?[] products = graph.Pull(parts, graph.Unknowns);
        return call.Layout.Join(products.Select((p, i) => p ?? zeros_like(parts[i])).ToArray(), samples);
    }

    internal override void Keep(Tensor kept, int count)
    {
        // The graph holds all samples: an evaluation at those that remain makes one that holds them only. It outlives this iteration.
        rows = (rows is null ? kept.alias() : rows.index_select(0, kept)).MoveToOuterDisposeScope();
        gradient = gradient.index_select(0, kept).MoveToOuterDisposeScope();
        Tensor[] part = solution.Select(z => z.index_select(0, rows)).ToArray();
        IReadOnlyList<Tensor> given = EquationSystem.Rows(arguments.Take(call.GivenCount).ToArray(), call.Layout.Samples, rows);
        Tensor[] all = [.. given, .. arguments.Skip(call.GivenCount)];
        graph = new LocalGraph(call, part, all, new bool[all.Length]);
        graph.MoveToOuterDisposeScope();
        samples = count;
    }

    private protected override Tensor EvaluateRows(Tensor iterate)
    {
        Tensor product = Transposed(call, graph, iterate.detach(), samples);
        return product.Plus(gradient);
    }
}
