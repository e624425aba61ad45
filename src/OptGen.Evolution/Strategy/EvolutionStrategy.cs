using System.Globalization;
using System.Runtime.InteropServices;
using OptGen.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>
/// An evolution strategy: from the fitness of a generation's members it estimates the gradient of the fitness, and an optimiser steps the network's parameters along it.
/// </summary>
/// <remarks>
/// <para><see cref="Tell"/> is a function of the state and of the fitness values, so whoever has the same state and gets the same values ends with the same bits. Workers
/// (<see cref="IPopulationWorkers"/>) find the values; <see cref="EvolutionRun"/> does both, generation after generation.</para>
/// <para>Only parameters that require gradients are evolved. The optimiser gets minus the estimate as the gradient, so it may be any that takes gradients: TorchSharp's, or the
/// centralized ones.</para>
/// <para>Source: Salimans et al., "Evolution Strategies as a Scalable Alternative to Reinforcement Learning" (2017).</para>
/// </remarks>
public sealed class EvolutionStrategy : IDisposable
{
    private readonly Tensor[] _parameters;
    private readonly Func<long, double>? _learningRate;
    private bool _isDisposed;

    /// <summary>Makes a strategy in its generation 0.</summary>
    /// <param name="network">The network that is evolved; kept, not disposed.</param>
    /// <param name="options">How.</param>
    /// <param name="optimizer">Makes the optimiser of the network's parameters; the strategy disposes it.</param>
    /// <param name="learningRate">The optimiser's learning rate in each generation; the one that it was made with unless given.</param>
    /// <exception cref="ArgumentException">The network has nothing to evolve, options do not go together, or the optimiser is LBFGS or lacks a parameter that is evolved.</exception>
    public EvolutionStrategy(nn.Module network, EvolutionOptions options, Func<nn.Module, optim.Optimizer> optimizer, Func<long, double>? learningRate = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(optimizer);
        EvolutionOptions.Check(options);
        (Layout, _parameters) = ParameterLayout.Of(network, options.Noise);
        (Network, Options, _learningRate) = (network, options, learningRate);
        Optimizer = optimizer(network) ?? throw new ArgumentException("The factory gave no optimiser.", nameof(optimizer));
        if (Unfit() is not { } why)
            return;
        Optimizer.Dispose();
        throw new ArgumentException(why, nameof(optimizer));
    }

    /// <summary>The network that is evolved.</summary>
    public nn.Module Network { get; }

    /// <summary>How it is evolved.</summary>
    public EvolutionOptions Options { get; }

    /// <summary>The optimiser.</summary>
    public optim.Optimizer Optimizer { get; }

    /// <summary>The number of the next generation: how many were told.</summary>
    public long Generation { get; private set; }

    /// <summary>The parameters that are evolved, in the network's order. They change with each generation; workers only read them.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>How many threads share the estimate, at least 1; 1 unless set. It changes no bit.</summary>
    public int EstimateThreads { get; set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "EstimateThreads must be at least 1."); } = 1;

    internal ParameterLayout Layout { get; }

    /// <summary>What of the next generation's estimate is known already; null: nothing. It is for one call of <see cref="Tell"/>, and only for the values that it was computed from.</summary>
    internal KnownEstimate? Known { get; set; }

    /// <summary>Ends a generation: estimates the gradient from the members' fitness, and lets the optimiser take a step.</summary>
    /// <param name="fitness">The fitness of each member, in order.</param>
    /// <returns>The generation's figures.</returns>
    /// <exception cref="ArgumentException">There are not as many values as members.</exception>
    /// <exception cref="EvolutionException">
    /// A value is not a number, or is infinite or too large where that cannot be weighed; or the learning rate is no number of at least 0. Nothing has changed then.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The strategy was disposed.</exception>
    /// <exception cref="InvalidOperationException">The network's parameters were disposed, or converted or moved by its <c>to</c>.</exception>
    public GenerationReport Tell(ReadOnlySpan<double> fitness)
    {
        RequireUsable();
        if (fitness.Length != Options.Population)
            throw new ArgumentException($"{fitness.Length} values were told of a population of {Options.Population}.", nameof(fitness));
        double? rate = _learningRate?.Invoke(Generation);
        if (rate is not null && !(double.IsFinite(rate.Value) && rate >= 0))
            throw new EvolutionException(string.Create(CultureInfo.InvariantCulture, $"The learning rate of generation {Generation} is {rate}; it must be a number of at least 0."));
        KnownEstimate? known = Known is { } given && given.IsOf(Generation, fitness) ? given : null;
        Known = null;
        double[] shaped = Shaping.Shape(fitness, Options.Shaping, Generation);
        int threads = get_num_threads();
        // Sums of torch are rounded by how many threads share them.
        if (threads != 1)
            set_num_threads(1);
        try
        {
            using var scope = NewDisposeScope();
            using var mode = no_grad();
            Tensor[] estimates = [.. _parameters.Select(parameter => empty(parameter.shape, ScalarType.Float32))];
            GradientEstimator.Estimate(Layout, Options, Generation, shaped, estimates, EstimateThreads, known);
            double squares = 0;
            foreach (Tensor estimate in estimates)
                squares += SumOfSquares(MemoryMarshal.Cast<byte, float>(estimate.bytes));
            if (!double.IsFinite(squares))
                throw new EvolutionException($"The fitness of generation {Generation} is too large for an estimate in single precision: make it smaller, or shape it by centred ranks.");
            for (int i = 0; i < _parameters.Length; i++)
                SetGradient(_parameters[i], estimates[i]);
            if (rate is not null)
            {
                foreach (var group in Optimizer.ParamGroups)
                    group.LearningRate = rate.Value;
            }
            Optimizer.step();
            return GenerationReport.Of(Generation++, fitness, Math.Sqrt(squares));
        }
        finally
        {
            if (threads != 1)
                set_num_threads(threads);
        }
    }

    /// <summary>Writes the whole state: parameters, buffers, the optimiser's state, the generation and the options.</summary>
    /// <param name="stream">Where to.</param>
    /// <exception cref="ArgumentException">The optimiser keeps its state where nobody can read it.</exception>
    /// <exception cref="ObjectDisposedException">The strategy was disposed.</exception>
    public void Save(Stream stream)
    {
        RequireUsable();
        StrategyState.Write(this, stream);
    }

    /// <summary>Takes back a state that <see cref="Save"/> has written, into a strategy of the same network, optimiser and options.</summary>
    /// <param name="stream">Where from; it ends with the state.</param>
    /// <exception cref="EvolutionException">The state is damaged, or of another network, optimiser or options. Nothing has changed then.</exception>
    /// <exception cref="ObjectDisposedException">The strategy was disposed.</exception>
    public void Load(Stream stream)
    {
        RequireUsable();
        Generation = StrategyState.Read(this, stream);
    }

    /// <summary>Disposes the optimiser. The network stays.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Optimizer.Dispose();
    }

    /// <summary>Refuses where the strategy was disposed, or the network was without it.</summary>
    internal void RequireUsable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int gone = Array.FindIndex(_parameters, parameter => parameter.IsInvalid);
        if (gone >= 0)
            throw new InvalidOperationException($"The parameter '{Layout.Slots[gone].Name}' that is evolved is gone: the network was disposed, or converted or moved. Do that before the strategy is made.");
    }

    /// <summary>Why the optimiser cannot step these parameters; null where it can.</summary>
    private string? Unfit()
    {
        optim.Optimizer inner = OptimizerStates.Innermost(Optimizer);
        if (inner is LBFGS)
            return "LBFGS asks for several gradients in a step, and a generation gives one estimate: take another optimiser.";
        // Others may keep their parameters where nobody can ask for them.
        if (inner is not OptimizerHelper)
            return null;
        var has = inner.parameters().Select(parameter => parameter.Handle).ToHashSet();
        int lacking = Array.FindIndex(_parameters, parameter => !has.Contains(parameter.Handle));
        return lacking < 0 ? null : $"The optimiser lacks the parameter '{Layout.Slots[lacking].Name}', which is evolved: give it all parameters of the network, or let those that stay require no gradient.";
    }

    private void SetGradient(Tensor parameter, Tensor estimate)
    {
        using var scope = NewDisposeScope();
        Tensor gradient = estimate.neg().to(parameter.dtype, parameter.device);
        if (Options.WeightDecay > 0)
            gradient = gradient.Plus(parameter, Options.WeightDecay);
        parameter.grad = gradient.detach().MoveToOuterDisposeScope();
    }

    private static double SumOfSquares(ReadOnlySpan<float> numbers)
    {
        double sum = 0;
        foreach (float number in numbers)
            sum += (double)number * number;
        return sum;
    }
}
