using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// Lookahead (Zhang et al. 2019) over any optimiser: after every <see cref="Steps"/> steps inside, slow weights s go part of the way to
/// the fast ones, which start again from there: <c>s += alpha * (w - s); w = s</c>.
/// </summary>
/// <remarks>
/// <para>A cycle of <see cref="Steps"/> steps begins where the weights are at its first step: that is where its slow weights start. So
/// weights that are loaded before the first step, or between two cycles, are what training goes on from; after loading some in the middle
/// of a cycle call <see cref="Restart"/>. The first synchronisation follows step number <see cref="Steps"/> (the centralization paper's
/// code synchronises after the first step too). Costs one more copy of the weights.</para>
/// <para>Groups that are added here or to the optimiser inside are followed from their first step on. Files hold the counter and the slow
/// weights, then what the optimiser inside writes. Not thread-safe.</para>
/// </remarks>
public sealed class Lookahead : OptimizerWrapper
{
    private readonly List<(Parameter Fast, Tensor Slow)> weights = [];
    private readonly HashSet<nint> followed = [];
    private readonly Scalar follow;
    private int groups;
    private int taken;

    /// <summary>Puts Lookahead around an optimiser.</summary>
    /// <param name="inner">The optimiser; disposed with this one.</param>
    /// <param name="steps">How many steps inside make one outside; at least 1.</param>
    /// <param name="alpha">How far the slow weights follow; above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Lookahead(optim.Optimizer inner, int steps = 5, double alpha = 0.5)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (!(alpha is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Lookahead's alpha must be above 0 and at most 1.");
        Steps = steps;
        Alpha = alpha;
        follow = alpha.ToScalar();
        Follow();
        if (InnerFaults.Find(inner, decayIsMended: false) is { } fault) Trace.TraceWarning(fault);
    }

    /// <summary>How many steps inside make one outside.</summary>
    public int Steps { get; }

    /// <summary>How far the slow weights follow the fast ones.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A parameter was disposed or replaced since the optimiser was made.</exception>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        ThrowIfDisposed();
        Follow();
        for (var i = 0; i < weights.Count; i++) ThrowIfLost(weights[i].Fast, $"parameter {i}");
        if (taken % Steps == 0) Begin();
        var loss = StepInner(closure);
        if (++taken % Steps == 0) Synchronize();
        return loss;
    }

    /// <summary>Lets the next step begin a cycle, from the weights as they are then.</summary>
    public void Restart() => taken -= taken % Steps;

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group)
    {
        base.add_param_group(param_group);
        Follow();
    }

    /// <inheritdoc/>
    public override void to(Device device)
    {
        base.to(device);
        for (var i = 0; i < weights.Count; i++)
        {
            var (fast, slow) = weights[i];
            if (slow.device == device) continue;
            weights[i] = (fast, slow.to(device).DetachFromDisposeScope());
            slow.Dispose();
        }
    }

    /// <inheritdoc/>
    public override void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Follow();
        writer.Write(nameof(Lookahead));
        writer.Write(taken);
        writer.Write(weights.Count);
        foreach (var (_, slow) in weights) slow.Save(writer);
        base.save_state_dict(writer);
    }

    /// <inheritdoc/>
    public override void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var name = reader.ReadString();
        if (name != nameof(Lookahead)) throw new InvalidDataException($"It was saved by an optimiser of class {name}, not {nameof(Lookahead)}.");
        var steps = reader.ReadInt32();
        var count = reader.ReadInt32();
        Follow();
        if (count != weights.Count)
            throw new InvalidDataException($"The saved state has {count} slow weights, but this {nameof(Lookahead)} has {weights.Count}.");
        using (no_grad())
        {
            for (var i = 0; i < count; i++)
            {
                using var saved = Tensor.Load(reader);
                var slow = weights[i].Slow;
                if (!saved.shape.AsSpan().SequenceEqual(slow.shape))
                {
                    throw new InvalidDataException(
                        $"Slow weight {i} has shape [{string.Join(", ", saved.shape)}] in the file, but [{string.Join(", ", slow.shape)}] here.");
                }

                slow.copy_(saved);
            }
        }

        base.load_state_dict(reader);
        taken = steps;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var (_, slow) in weights) slow.Dispose();
            weights.Clear();
            follow.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Makes slow weights for groups that have none yet.</summary>
    private void Follow()
    {
        if (ParamGroups.Count() == groups) return;
        using var mode = no_grad();
        foreach (var parameter in ParamGroups.Skip(groups).SelectMany(ParametersOf).ToList())
        {
            // Once, also where the optimiser inside was given it twice: with two slow weights it would go twice as far.
            if (followed.Add(TensorIdentity.Of(parameter))) weights.Add((parameter, parameter.clone().DetachFromDisposeScope()));
        }

        groups = ParamGroups.Count();
    }

    /// <summary>Begins a cycle: the slow weights are the present ones.</summary>
    private void Begin()
    {
        using var mode = no_grad();
        foreach (var (fast, slow) in weights) slow.copy_(fast);
    }

    private void Synchronize()
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (fast, slow) in weights)
        {
            slow.add_(fast.sub(slow), follow);
            fast.copy_(slow);
        }
    }
}
