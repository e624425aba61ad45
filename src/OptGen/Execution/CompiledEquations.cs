using OptGen.Lowering;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>The equations of a layer that is solved, as solvers call them: while the network runs, and again for its gradient.</summary>
internal sealed class CompiledEquations
{
    private readonly Slots _slots = new();
    private readonly bool _readsLayer;
    private readonly int[] _unknowns;
    private readonly int[] _given;
    private readonly Action<Frame> _body;
    private readonly Func<Frame, Tensor>[] _results;

    public CompiledEquations(EquationMethod method, NetworkParts parts, Program program, IReadOnlyList<HeldNumbers> held)
    {
        _readsLayer = method.Layer is not null;
        _unknowns = [.. method.Unknowns.Select(_slots.Of)];
        _given = [.. method.Given.Concat(method.Shared).Select(_slots.Of)];
        var expressions = new ExpressionCompiler(parts, _slots, held);
        _body = new StatementCompiler(parts, program, _slots, expressions, []).Compile(method.Body);
        _results = [.. method.Results.Select(expressions.Compile)];
    }

    /// <param name="layer">The number of the layer; -1 where the equations read none.</param>
    /// <param name="start">The layer where the history last began.</param>
    /// <param name="unknowns">The values that a solver tries.</param>
    /// <param name="given">What the equations are given, and then what is shared.</param>
    public IReadOnlyList<Tensor> Run(int layer, int start, IReadOnlyList<Tensor> unknowns, IReadOnlyList<Tensor> given)
    {
        using DisposeScope scope = NewDisposeScope();
        var frame = new Frame(_slots) { Layer = layer, CallLayer = _readsLayer ? layer : -1, Start = start };
        for (int i = 0; i < _unknowns.Length; i++)
            frame.Tensors[_unknowns[i]] = unknowns[i];
        for (int i = 0; i < _given.Length; i++)
            frame.Tensors[_given[i]] = given[i];
        _body(frame);
        return Array.ConvertAll(_results, r => r(frame).MoveToOuterDisposeScope());
    }
}
