using System.Runtime.InteropServices;
using OptGen.CompilerServices;
using OptGen.Lowering;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>A program as a function, for one network: compiled once, and run without a look-up by name.</summary>
internal sealed class CompiledProgram : IDisposable
{
    private readonly NetworkParts _parts;
    private readonly Slots _slots = new();
    private readonly HeldNumbers[] _held;
    private readonly int[] _inputs;
    private readonly string? _firstPlace;
    private readonly bool _hasLayers;
    private readonly Action<Frame> _body;

    /// <param name="parts">What the network is made of.</param>
    /// <param name="program">Its program, or that which hands out iterates as well.</param>
    /// <exception cref="CoefficientException">A number is not finite, or is made of one that is not there.</exception>
    public CompiledProgram(NetworkParts parts, Program program)
    {
        _parts = parts;
        var numbers = new ScalarCompiler(a => ExpressionCompiler.NumberOf((Wiring.CoefficientAtom)a, parts), parts.Layers);
        var none = new Slots();
        _held = [.. program.Constants.Select(c => new HeldNumbers(c, numbers.Compile(c.Value).Number!, parts.Layers, none))];
        _inputs = [.. program.Inputs.Select(_slots.Of)];
        _firstPlace = LocatedIn(program.Body).FirstOrDefault();
        _hasLayers = program.Layer is not null;
        CompiledEquations[] equations = [.. program.Methods.Select(m => new CompiledEquations(m, parts, program, _held))];
        _body = new StatementCompiler(parts, program, _slots, new ExpressionCompiler(parts, _slots, _held), equations, _held).Compile(program.Body);
    }

    /// <summary>Runs the program.</summary>
    /// <param name="iterates">What takes iterates, where the program hands them out.</param>
    /// <param name="inputs">The arguments of forward.</param>
    /// <returns>New tensors in the dispose scope of the caller.</returns>
    public Tensor[] Run(IterateRecord? iterates, Tensor[] inputs)
    {
        _parts.Calls.Begin();
        _parts.Solves?.Begin();
        using DisposeScope scope = NewDisposeScope();
        var frame = new Frame(_slots) { Iterates = iterates };
        for (int i = 0; i < _inputs.Length; i++)
            frame.Tensors[_inputs[i]] = inputs[i];
        if (_firstPlace is null)
        {
            _body(frame);
            return frame.Results!;
        }
        frame.Place = _firstPlace;
        try
        {
            _body(frame);
            return frame.Results!;
        }
        catch (ExternalException exception)
        {
            throw _parts.Calls.Refused(frame.Place, _hasLayers ? frame.Layer : -1, exception, scope, inputs);
        }
    }

    /// <summary>Releases the numbers that are held as tensors.</summary>
    public void Dispose()
    {
        foreach (HeldNumbers held in _held)
            held.Dispose();
    }

    private static IEnumerable<string> LocatedIn(IEnumerable<Statement> statements) => statements.SelectMany(s => s switch
    {
        LocateStatement located => [located.Place],
        IfStatement choice => LocatedIn(choice.Then).Concat(LocatedIn(choice.Else)),
        LayersStatement loop => LocatedIn(loop.Body),
        CountStatement count => LocatedIn(count.Body),
        _ => Array.Empty<string>()
    });
}
