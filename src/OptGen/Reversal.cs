using System.ComponentModel;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using OptGen.CompilerServices;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen;

/// <summary>
/// How a network with <see cref="Memory.Reversible"/> recovers its layers, and how exactly: the property <c>Reversal</c> of a generated class and of a module made at run
/// time.
/// </summary>
/// <remarks>
/// Each layer is computed twice: when the network runs, and again when its gradient is computed, from iterates that are recovered. The second result is compared with the
/// first. Where it is further away than <see cref="Tolerance"/>, the gradients are not numbers, and the next forward throws: an exception that left a backward pass would
/// end the process.
/// </remarks>
/// <param name="network">The network's name, for messages.</param>
public sealed class Reversal(string network)
{
    private Exception? failure;

    /// <summary>
    /// How far an iterate that is computed once more may be from what it was, relative to the greatest norm of the layer's iterates; above 0. Null, as at the beginning, for the square root of the
    /// precision of its type: 1.5e-8 in float64, 3.5e-4 in float32.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public double? Tolerance
    {
        get;
        set
        {
            if (value is { } number && !(number > 0))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A tolerance is above 0.");
            field = value;
        }
    }

    /// <summary>How far it was in the last backward pass, in the layer where it was furthest; not a number where iterates were not finite. Null before the first one.</summary>
    public double? Deviation { get; private set; }

    /// <summary>
    /// Throws what a backward pass could not: call it after <c>backward</c>, or leave it to the next forward.
    /// </summary>
    /// <exception cref="NetworkException">The gradients of a backward pass could not be computed, or not exactly enough.</exception>
    public void ThrowIfBackwardFailed()
    {
        if (Interlocked.Exchange(ref failure, null) is { } kept)
            ExceptionDispatchInfo.Throw(kept);
    }

    /// <summary>Runs all layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <returns>Of each state what the last layer leaves, the newest iterate first; new tensors in the current dispose scope.</returns>
    /// <exception cref="NetworkException">A layer could not be computed, or the last backward pass has failed.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Tensor[][] Run(ReversibleLayers layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ThrowIfBackwardFailed();
        bool mayRecord = is_grad_enabled();
        using DisposeScope scope = NewDisposeScope();
        double tolerance = Tolerance ?? DefaultTolerance(layers.Begun[0][0].dtype);
        var run = new ReversibleRun(layers, mayRecord, new Observer(this), deviation => Measure(deviation, tolerance));
        bool records = mayRecord
            && (run.Parameters.Length > 0 || layers.Begun.SelectMany(b => b).Concat(layers.Given).Concat(run.Coefficients).Any(t => t.requires_grad));
        Tensor[][] last;
        using (no_grad())
            last = Forward(run, records, scope);
        Tensor[] flat = [.. last.SelectMany(s => s)];
        // What a network of few layers leaves may be what it began with, which belongs to the caller.
        Tensor[] results = records
            ? [.. ReversibleFunction.apply([run, .. flat, .. layers.Begun.SelectMany(b => b), .. layers.Given, .. run.Coefficients, .. run.Parameters])]
            : Array.ConvertAll(flat, t => t.alias());
        int next = 0;
        return Array.ConvertAll(last, s => Array.ConvertAll(s, _ => results[next++].MoveToOuterDisposeScope()));
    }

    private static Tensor[][] Forward(ReversibleRun run, bool records, DisposeScope scope)
    {
        try
        {
            return run.Forward(records);
        }
        catch (ExternalException exception)
        {
            throw run.Layers.Operators.Refused(run.Layers.Describes, run.Current, exception, scope, [.. run.Layers.Begun.SelectMany(b => b)]);
        }
    }

    private static double DefaultTolerance(ScalarType type) => Math.Sqrt(type switch
    {
        ScalarType.Float64 => Math.Pow(2, -52),
        ScalarType.BFloat16 => Math.Pow(2, -7),
        ScalarType.Float16 => Math.Pow(2, -10),
        _ => Math.Pow(2, -23)
    });

    private void Measure(double deviation, double tolerance)
    {
        Deviation = deviation;
        if (!(deviation > tolerance))
            return;
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"computed once more from what was recovered, a layer's iterate was off by {deviation:G3} of the layer's norm (tolerance {tolerance:G3}). Either an operator does not give the same for the same tensors, or the numbers that iterates are recovered by division with are small, and rounding errors grow with each layer: use float64, fewer layers, coefficients further from 0, or Memory.Store; a higher Reversal.Tolerance accepts it"));
    }

    private void Keep(Exception exception) => Interlocked.CompareExchange(
        ref failure,
        new NetworkException($"The gradients of {network} could not be computed and are not numbers: {TorchMessage.Of(exception).TrimEnd('.')}.", exception) { Network = network }, null);

    private sealed class Observer(Reversal owner) : IBackwardObserver
    {
        public void Solved(SolveReport report)
        {
            // Nothing is solved here.
        }

        public void Failed(Exception exception) => owner.Keep(exception);
    }
}
