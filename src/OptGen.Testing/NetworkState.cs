using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Testing;

/// <summary>
/// What evaluating a module changes, put back: its buffers, before each evaluation, so that the module is a function of its arguments; and, when all is
/// done, also the settings of its solves, which are exact meanwhile where numbers are double.
/// </summary>
internal sealed class NetworkState : IDisposable
{
    private readonly Tensor[] _buffers;
    private readonly Tensor[] _saved;
    private readonly (ImplicitSolve Solve, SolveOptions Options)[] _solves;

    public NetworkState(nn.Module module)
    {
        _buffers = [.. module.named_buffers().Select(b => b.buffer)];
        _saved = [.. _buffers.Select(b => b.detach().clone().DetachFromDisposeScope())];
        _solves = [.. module.modules().Prepend(module).Distinct().SelectMany(SolvesOf).Distinct().Select(s => (s, s.Options))];
        bool isDouble = module.parameters().All(p => p.dtype == ScalarType.Float64);
        foreach ((ImplicitSolve solve, SolveOptions options) in _solves)
        {
            if (isDouble)
                solve.Options = Exact(options);
        }
    }

    /// <summary>The adjoints of solves whose gradient is not meant to be the derivative of the solution.</summary>
    public IEnumerable<Adjoint> Approximations => _solves.Select(s => s.Options.Adjoint).Where(a => a is not (ImplicitAdjoint or UnrolledAdjoint));

    /// <summary>Puts the buffers back.</summary>
    public void Rewind()
    {
        using IDisposable off = no_grad();
        for (int i = 0; i < _buffers.Length; i++)
        {
            using Tensor buffer = _buffers[i].detach();
            buffer.copy_(_saved[i]);
        }
    }

    /// <summary>Runs a forward pass.</summary>
    /// <exception cref="CheckFailedException">A layer could not be solved.</exception>
    public static Tensor Run(Func<Tensor> forward)
    {
        try
        {
            return forward();
        }
        catch (SolveFailedException exception)
        {
            throw new CheckFailedException($"A layer could not be solved as exactly as the check needs it: {exception.Message}", exception);
        }
    }

    /// <summary>Throws what a backward pass could not.</summary>
    /// <exception cref="CheckFailedException">A gradient could not be solved for.</exception>
    public void ThrowIfBackwardFailed()
    {
        try
        {
            foreach ((ImplicitSolve solve, _) in _solves)
                solve.ThrowIfBackwardFailed();
        }
        catch (SolveFailedException exception)
        {
            throw new CheckFailedException($"The gradient of a layer could not be solved for as exactly as the check needs it: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        Rewind();
        foreach (Tensor saved in _saved)
            saved.Dispose();
        foreach ((ImplicitSolve solve, SolveOptions options) in _solves)
            solve.Options = options;
    }

    /// <summary>Whoever has asked for more has it.</summary>
    private static SolveOptions Exact(SolveOptions options)
    {
        const double Absolute = 1e-13, Relative = 1e-14;
        const int Iterations = 1000;
        if (options.Tolerance > Absolute || options.RelativeTolerance > Relative)
        {
            options = options with
            {
                Tolerance = Absolute,
                RelativeTolerance = Relative,
                MaxIterations = Math.Max(options.MaxIterations, Iterations),
                OnNonConvergence = NonConvergence.Throw
            };
        }
        return options.Adjoint is ImplicitAdjoint adjoint && adjoint.RelativeTolerance > Absolute
            ? options with { Adjoint = adjoint with { RelativeTolerance = Absolute, MaxIterations = Math.Max(adjoint.MaxIterations, Iterations) } }
            : options;
    }

    /// <summary>Generated networks have one, in their property Implicit; others may hold theirs as they like.</summary>
    private static IEnumerable<ImplicitSolve> SolvesOf(nn.Module module) => module.GetType().GetProperties()
        .Where(p => p.PropertyType == typeof(ImplicitSolve) && p.CanRead && p.GetIndexParameters().Length == 0)
        .Select(p => (ImplicitSolve?)p.GetValue(module)).OfType<ImplicitSolve>();
}
