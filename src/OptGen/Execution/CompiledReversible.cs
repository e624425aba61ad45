using OptGen.CompilerServices;
using OptGen.Lowering;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>The two functions that a layer is in a network that does not store what layers compute.</summary>
internal sealed class CompiledReversible
{
    private readonly Slots _slots = new();
    private readonly int[][] _before;
    private readonly int[][] _after;
    private readonly int[] _given;
    private readonly Action<Frame> _forward;
    private readonly Func<Frame, Tensor>[] _results;
    private readonly Action<Frame> _retrace;

    public CompiledReversible(ReversibleMethods methods, NetworkParts parts, Program program, IReadOnlyList<HeldNumbers> held)
    {
        _before = [.. methods.BeforeLayer.Select(s => s.Select(_slots.Of).ToArray())];
        _after = [.. methods.AfterLayer.Select(s => s.Select(_slots.Of).ToArray())];
        _given = [.. methods.Given.Concat(methods.Shared).Select(_slots.Of)];
        var expressions = new ExpressionCompiler(parts, _slots, held);
        var statements = new StatementCompiler(parts, program, _slots, expressions, []);
        _forward = statements.Compile(methods.ForwardBody);
        _results = [.. methods.Results.Select(expressions.Compile)];
        _retrace = statements.Compile(methods.RetraceBody);
    }

    /// <summary>Computes a layer.</summary>
    public Tensor[] Forward(int layer, Tensor[][] before, Tensor[] given)
    {
        using DisposeScope scope = NewDisposeScope();
        Frame frame = Begin(layer, _before, before, given);
        _forward(frame);
        return Array.ConvertAll(_results, r => r(frame).MoveToOuterDisposeScope());
    }

    /// <summary>Goes back over a layer.</summary>
    public void Retrace(RetracedLayer pass, int layer, Tensor[][] after, Tensor[] given)
    {
        Frame frame = Begin(layer, _after, after, given);
        frame.Pass = pass;
        _retrace(frame);
    }

    private Frame Begin(int layer, int[][] slots, Tensor[][] iterates, Tensor[] given)
    {
        var frame = new Frame(_slots) { Layer = layer, CallLayer = layer };
        for (int s = 0; s < slots.Length; s++)
        {
            for (int j = 0; j < slots[s].Length; j++)
                frame.Tensors[slots[s][j]] = iterates[s][j];
        }
        for (int i = 0; i < _given.Length; i++)
            frame.Tensors[_given[i]] = given[i];
        return frame;
    }
}
