using OptGen.Export;
using OptGen.Notation;
using OptGen.Wiring;
using TorchSharp;
using static TorchSharp.torch;
using Scalar = OptGen.Wiring.Scalar;

namespace OptGen.Tests.Export;

/// <summary>
/// Computes a network from the picture of its wiring alone: every value is what its arrows bring, times what stands at them. What the interpreter computes then says whether
/// arrows, factors and modules are those of the recurrence.
/// </summary>
internal sealed class GraphRun(WiringGraph graph, InterpreterBindings bindings, Func<string, int> firstModule, IReadOnlyList<ScalarLinePlan> lines)
{
    private readonly ScalarEvaluator _scalars = new(bindings, graph.Layers, lines);

    public Tensor Run(IReadOnlyList<Tensor> inputs)
    {
        var values = new Tensor?[graph.Nodes.Count];
        ILookup<int, WiringEdge> into = graph.Edges.ToLookup(e => e.To.Number);
        // A value that is solved for begins with zeros, and goes round until nothing changes any more.
        int sweeps = graph.Nodes.Any(n => n.IsSolved) ? 60 : 1;
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            foreach (WiringNode node in graph.Nodes)
                values[node.Number] = Compute(node, [.. into[node.Number]], values, inputs);
        }

        return values[^1]!;
    }

    private Tensor Compute(WiringNode node, WiringEdge[] edges, Tensor?[] values, IReadOnlyList<Tensor> inputs)
    {
        if (node.Kind == WiringKind.Input)
            return node.Source < 0 ? ones([], inputs[0].dtype) : inputs[node.Source];
        if (node.Kind != WiringKind.Application)
            return Sum(edges, values, inputs[0]);
        Tensor[] arguments = [.. edges.GroupBy(e => e.Argument).OrderBy(g => g.Key).Select(g => Sum([.. g], values, inputs[0]))];
        Tensor[] parameters = [.. node.Parameters.Select(p => Evaluate(p).AsTensor(arguments[0]))];
        if (node.Operator is not { } name)
        {
            return Label(node) switch
            {
                "relu" => arguments[0].relu(),
                "tanh" => arguments[0].tanh(),
                "sigmoid" => arguments[0].sigmoid(),
                "gelu" => arguments[0].gelu(),
                "silu" => arguments[0].silu(),
                ProductCallee.Sign => arguments[0].mul(arguments[1]),
                _ => arguments[0].sign().mul(arguments[0].abs().sub(parameters[0]).relu())
            };
        }

        bool isAdjoint = node.Label.Contains('ᵀ', StringComparison.Ordinal);
        return parameters.Length > 0 ? bindings.Functions[name](arguments, parameters)
            : (isAdjoint ? bindings.Adjoints : bindings.Operators)[name](node.Module ?? firstModule(name), arguments);
    }

    private static string Label(WiringNode node) => node.Label.Split('[')[0];

    private ScalarValue Evaluate(Scalar scalar) => _scalars.Evaluate(scalar, 0, 0);

    private Tensor Sum(WiringEdge[] edges, Tensor?[] values, Tensor like)
    {
        Tensor? sum = null;
        foreach (WiringEdge edge in edges)
        {
            // What comes back to an unknown is not there in the first round.
            if (values[edge.From.Number] is not { } value)
                continue;
            Tensor product = Evaluate(edge.Factor).Times(value);
            sum = sum is null ? product : sum.Plus(product);
        }

        return sum ?? zeros_like(like);
    }
}
