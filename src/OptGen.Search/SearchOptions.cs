using System.Runtime.CompilerServices;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Search;

/// <summary>How many recurrences a search tries, what each may cost, and how it is trained.</summary>
public sealed record SearchOptions
{
    /// <summary>How many recurrences are drawn and trained, at least 1; 30 unless set.</summary>
    public int Candidates { get; init => field = AtLeastOne(value); } = 30;

    /// <summary>
    /// How often operators are applied in a pass of each network, at most, at least 1; 8 unless set. A recurrence has as many layers as that allows, so all cost the same, up to less than a layer.
    /// </summary>
    public int Applications { get; init => field = AtLeastOne(value); } = 8;

    /// <summary>What decides which recurrences are drawn; 0 unless set. Weights and batches are drawn by the training's own seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Makes a problem of a network; a classifier unless set. The search disposes the network.</summary>
    public Func<nn.Module<Tensor, Tensor>, TrainingProblem> Problem { get; init => field = NotNull(value); } = network => TrainingProblem.Classification(network);

    /// <summary>How each network is trained. <see cref="TrainingOptions.Monitor"/> is what recurrences are compared by. No checkpoints: they would be those of the network before.</summary>
    /// <exception cref="ArgumentException">It has checkpoints, or sets samples aside: a search is given a validation set.</exception>
    public TrainingOptions Training { get; init => field = Checked(value); } = new() { Monitor = "accuracy" };

    /// <summary>Is told of each network after its training, before it is disposed; nobody is unless set.</summary>
    public Action<SearchEntry, nn.Module<Tensor, Tensor>>? Trained { get; init; }

    private static int AtLeastOne(int value, [CallerMemberName] string name = "") => value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");

    private static T NotNull<T>(T value, [CallerMemberName] string name = "")
        where T : class => value ?? throw new ArgumentNullException(name);

    private static TrainingOptions Checked(TrainingOptions options, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(options, name);
        if (options.Checkpoints is not null)
            throw new ArgumentException("The training of a search has no checkpoints: those of one network would be resumed by the next. Leave Checkpoints out.", name);
        if (options.ValidationFraction > 0)
            throw new ArgumentException("A search compares by a validation set that it is given: leave ValidationFraction out.", name);
        return options;
    }
}
