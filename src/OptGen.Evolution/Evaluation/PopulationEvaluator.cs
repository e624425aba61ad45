using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>
/// Evaluates members: a pure function of the unperturbed parameters, the generation and the members' numbers. It has a network of its own, which it writes members into.
/// </summary>
/// <remarks>
/// Whoever evaluates a range, and how often, the fitness has the same bits, on processors of one type and with one torch thread, which it sets on the calling thread: how
/// torch rounds a sum depends on the number of threads. It is for one thread at a time; each worker has its own.
/// </remarks>
public sealed class PopulationEvaluator : IDisposable
{
    private readonly nn.Module _network;
    private readonly Fitness _fitness;
    private readonly EvolutionOptions _options;
    private readonly ParameterLayout _layout;
    private readonly MemberWriter _writer;
    private readonly PopulationLayers? _layers;
    private readonly StackedBatches _batches = new();
    private bool _isChecked, _isDisposed;

    /// <summary>Makes an evaluator.</summary>
    /// <param name="network">A network like the one that is evolved, with parameters of its own, which are written over. Kept; set to evaluation mode.</param>
    /// <param name="fitness">What members are worth.</param>
    /// <param name="options">The strategy's options.</param>
    /// <exception cref="ArgumentException">The network has nothing to evolve, or options do not go together.</exception>
    public PopulationEvaluator(nn.Module network, Fitness fitness, EvolutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(fitness);
        ArgumentNullException.ThrowIfNull(options);
        EvolutionOptions.Check(options);
        (_network, _fitness, _options) = (network, fitness, options);
        (_layout, Parameters) = ParameterLayout.Of(network, options.Noise);
        _writer = new MemberWriter(_layout, Parameters, options);
        // What was evaluated before must leave no trace, as running statistics would.
        network.eval();
        string? why = Refusal();
        if (why is null)
            _layers = PopulationLayers.Find(network, _layout, Parameters, out why);
        WhyOneByOne = why;
    }

    /// <summary>Why members are evaluated one after the other; null where those of a range are evaluated at once.</summary>
    public string? WhyOneByOne { get; }

    /// <summary>The parameters of the evaluator's own network.</summary>
    internal Tensor[] Parameters { get; }

    internal ParameterLayout Layout => _layout;

    /// <summary>The options that members are evaluated by.</summary>
    internal EvolutionOptions Options => _options;

    /// <summary>Takes over what is not evolved, such as running means and frozen weights, from the network that is evolved. It does not change from member to member.</summary>
    /// <param name="network">The network that is evolved.</param>
    /// <exception cref="EvolutionException">It has other parameters or buffers than the evaluator's network. Nothing has changed then.</exception>
    /// <exception cref="ObjectDisposedException">The evaluator was disposed.</exception>
    public void TakeOver(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var evolved = Parameters.Select(parameter => parameter.Handle).ToHashSet();
        Dictionary<string, Tensor> own = _network.state_dict(), given = network.state_dict();
        if (given.Keys.FirstOrDefault(name => !own.ContainsKey(name)) is { } lacking)
            throw new EvolutionException($"{Unlike} it has no '{lacking}'.");
        foreach (var (name, tensor) in own)
        {
            if (!given.TryGetValue(name, out Tensor? other))
                throw new EvolutionException($"{Unlike} it has '{name}', which that one has not.");
            if (!tensor.shape.AsSpan().SequenceEqual(other.shape) || tensor.dtype != other.dtype)
                throw new EvolutionException($"{Unlike} its '{name}' is of {tensor.dtype} [{string.Join(", ", tensor.shape)}], there of {other.dtype} [{string.Join(", ", other.shape)}].");
        }
        foreach (var (name, tensor) in own)
        {
            if (!evolved.Contains(tensor.Handle))
                tensor.copy_(given[name]);
        }
    }

    private const string Unlike = "The network that members are written into is not like the one that is evolved:";

    /// <summary>Evaluates the members of a range.</summary>
    /// <param name="parameters">The unperturbed parameters, in the order of the network's; only read.</param>
    /// <param name="generation">The number of the generation, from 0 to 2^32 - 1.</param>
    /// <param name="range">The members.</param>
    /// <param name="fitness">Gets the fitness of each, in order.</param>
    /// <exception cref="ArgumentException">The parameters are not like the network's, or are the network's own; <paramref name="fitness"/> has another length.</exception>
    /// <exception cref="EvolutionException">The network writes into its input, or cannot be evaluated for many members at once, though all its parameters belong to linear layers.</exception>
    /// <exception cref="ObjectDisposedException">The evaluator was disposed.</exception>
    public void Evaluate(IReadOnlyList<Tensor> parameters, long generation, MemberRange range, Span<double> fitness)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CheckArguments(parameters, generation, range, fitness.Length);
        // Of this thread; what it was is set back by whoever runs evaluators beside other work.
        if (get_num_threads() != 1)
            set_num_threads(1);
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        if (_layers is not null)
        {
            EvaluateTogether(parameters, generation, range, fitness);
            return;
        }
        if (!_isChecked && _fitness is BatchFitness rules && _network is nn.Module<Tensor, Tensor> network)
        {
            using FitnessBatch batch = rules.Batch(generation);
            _writer.WriteOrigin(parameters);
            CallOnce(network, batch.Inputs);
        }
        _isChecked = true;
        for (int i = 0; i < range.Count; i++)
        {
            using var one = NewDisposeScope();
            _writer.Write(parameters, generation, range.First + i);
            fitness[i] = _fitness.Evaluate(_network, generation);
        }
    }

    /// <summary>Leaves the network as it is, without hooks.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _layers?.Dispose();
        _batches.Dispose();
    }

    private string? Refusal()
    {
        if (!_options.Noise.IsLowRank)
            return "the noise is of full rank";
        if (!_options.Together)
            return "EvolutionOptions.Together is false";
        if (_fitness is not BatchFitness)
            return $"the fitness is no {nameof(BatchFitness)}";
        return _network is nn.Module<Tensor, Tensor> ? null : "the network is no Module<Tensor, Tensor>";
    }

    private void EvaluateTogether(IReadOnlyList<Tensor> parameters, long generation, MemberRange range, Span<double> fitness)
    {
        var rules = (BatchFitness)_fitness;
        var network = (nn.Module<Tensor, Tensor>)_network;
        StackedBatch batch = _batches.Of(rules, generation);
        _writer.WriteOrigin(parameters);
        if (!_isChecked)
        {
            CallOnce(network, batch.Inputs);
            Check(network, parameters, batch, generation, range);
            _isChecked = true;
        }
        Tensor outputs = Outputs(network, parameters, batch, generation, range);
        BatchFitness.ReadScores(rules.Score(outputs, batch.Targets), fitness);
    }

    /// <summary>What each member of the range gives for the batch, (members, samples, …). The network must have the unperturbed parameters.</summary>
    private Tensor Outputs(nn.Module<Tensor, Tensor> network, IReadOnlyList<Tensor> parameters, StackedBatch batch, long generation, MemberRange range)
    {
        using var scope = NewDisposeScope();
        long samples = batch.Inputs.shape[0];
        using Tensor all = batch.Stack(range.Count);
        try
        {
            _layers!.Set(_layout, parameters, _options, generation, range);
            Tensor outputs = network.call(all);
            if (outputs.dim() == 0 || outputs.shape[0] != all.shape[0])
                throw new EvolutionException($"{network.GetType().Name} gave an output of shape ({string.Join(", ", outputs.shape)}) for {all.shape[0]} samples, not a row for each. {Advice}");
            return outputs.reshape([range.Count, samples, .. outputs.shape.AsSpan(1)]).MoveToOuterDisposeScope();
        }
        finally
        {
            _layers!.Clear();
        }
    }

    /// <summary>Once for each network, since all members of a generation get the same batch: it must not be written into. Layers find out on the way what they share.</summary>
    private void CallOnce(nn.Module<Tensor, Tensor> network, Tensor inputs)
    {
        using var scope = NewDisposeScope();
        // A copy, so that the caller's samples stay as they are.
        Tensor copy = inputs.detach().clone();
        if (_layers is null)
            network.call(copy);
        else
            _layers.Probe(network, copy);
        if (!copy.cpu().contiguous().bytes.SequenceEqual(inputs.cpu().contiguous().bytes))
            throw new EvolutionException($"{network.GetType().Name} writes into its input, which all members of a generation have in common. Let what comes first make a new tensor, not work in place.");
    }

    private const string Advice = "Set EvolutionOptions.Together to false, and its members are evaluated one by one.";

    /// <summary>Once for each network: the first members must give at once what they give alone.</summary>
    private void Check(nn.Module<Tensor, Tensor> network, IReadOnlyList<Tensor> parameters, StackedBatch batch, long generation, MemberRange range)
    {
        using var scope = NewDisposeScope();
        var few = range with { Count = Math.Min(2, range.Count) };
        Tensor together, unperturbed = Numbers(network.call(batch.Inputs));
        try
        {
            together = Numbers(Outputs(network, parameters, batch, generation, few));
        }
        catch (Exception error) when (error is ExternalException or ArgumentException or InvalidOperationException)
        {
            // It was called for one member before, without this.
            throw new EvolutionException($"{network.GetType().Name} fails where {few.Count} members are evaluated at once: {error.Message.Split('\n')[0].TrimEnd('.')}. {Advice}", error);
        }
        for (int i = 0; i < few.Count; i++)
        {
            _writer.Write(parameters, generation, few.First + i);
            Tensor alone = Numbers(network.call(batch.Inputs));
            Tensor atOnce = together.select(0, i);
            double difference = Norm(Difference(alone, atOnce)), effect = Norm(Finite(Difference(alone, unperturbed))), size = Norm(Finite(alone));
            double bound = 0.05 * effect + 1e-5 * size;
            if (!(difference <= bound) && AreManyRowsOff(alone, atOnce, bound))
            {
                throw new EvolutionException(
                    $"Member {few.First + i} of {network.GetType().Name} gives something else when it is evaluated together with others: rows of a batch depend on each other, or a weight is read outside of its layer. {Advice}");
            }
        }
        _writer.WriteOrigin(parameters);

        static double Norm(Tensor a) => a.norm().item<double>();

        // Outputs may be whole numbers or truth values.
        static Tensor Numbers(Tensor a) => a.to_type(ScalarType.Float64);

        static Tensor Finite(Tensor a) => a.nan_to_num(0, 0, 0);
    }

    /// <summary>a - b; zero where both are the same infinity or both are no number.</summary>
    private static Tensor Difference(Tensor a, Tensor b) => where(a.eq(b).logical_or(a.isnan().logical_and(b.isnan())), zeros_like(a), a - b);

    /// <summary>
    /// Whether more than a tenth of the rows, and more than one, differ by more than a row's share of a bound. A network with jumps, such as a threshold, rounds to the other side of one in single rows; what is wrong with a
    /// network shows in most.
    /// </summary>
    private static bool AreManyRowsOff(Tensor alone, Tensor together, double bound)
    {
        using var scope = NewDisposeScope();
        long rows = alone.shape[0];
        Tensor difference = Difference(alone, together).reshape(rows, -1).cpu();
        double[] squares = difference.mul(difference).sum([1L]).data<double>().ToArray();
        double share = bound * bound / rows;
        int off = squares.Count(square => !(square <= share));
        // Of a few rows one is more than a tenth, and may still be such a jump; a single row cannot be told from all.
        return rows == 1 ? off > 0 : off > Math.Max(1, rows / 10);
    }

    private void CheckArguments(IReadOnlyList<Tensor> parameters, long generation, MemberRange range, int length)
    {
        if (generation is < 0 or > uint.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(generation), generation, "The generation must be from 0 to 2^32 - 1.");
        if (range.First < 0 || range.Count < 1 || range.End > _options.Population || (_options.Antithetic && (range.First % 2 != 0 || range.Count % 2 != 0)))
            throw new ArgumentException($"The members {range} are no range of whole pairs in a population of {_options.Population}.", nameof(range));
        if (length != range.Count)
            throw new ArgumentException($"The fitness of {range.Count} members was to be written to {length} places.", nameof(range));
        if (parameters.Count != Parameters.Length)
            throw new ArgumentException($"{parameters.Count} parameters were given to evaluate a network of {Parameters.Length}.", nameof(parameters));
        for (int i = 0; i < Parameters.Length; i++)
        {
            if (!parameters[i].shape.AsSpan().SequenceEqual(Parameters[i].shape) || parameters[i].dtype != Parameters[i].dtype)
            {
                throw new ArgumentException(
                    $"The parameter '{_layout.Slots[i].Name}' is of {parameters[i].dtype} [{string.Join(", ", parameters[i].shape)}], that of the evaluator's network of {Parameters[i].dtype} [{string.Join(", ", Parameters[i].shape)}].",
                    nameof(parameters));
            }
            if (parameters[i].Handle == Parameters[i].Handle)
                throw new ArgumentException("An evaluator writes members into its network, so it needs one of its own, not the one that is evolved.", nameof(parameters));
        }
    }
}
