using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptGen.Training;

/// <summary>All of a training that is no tensor.</summary>
internal sealed record TrainingState
{
    /// <summary>The version of this record; another one is refused.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public long Seed { get; init; }

    public long? StepsPerEpoch { get; init; }

    public int BatchSize { get; init; }

    public string Optimizer { get; init; } = "";

    public int Epoch { get; init; } = 1;

    public long Step { get; init; }

    public long TotalSteps { get; init; }

    public long Samples { get; init; }

    public double Loss { get; init; }

    public double Penalty { get; init; }

    public IReadOnlyList<double> Metrics { get; init; } = [];

    public IReadOnlyList<EpochReport> Epochs { get; init; } = [];

    public long SchedulerSteps { get; init; }

    public IReadOnlyList<double> SchedulerValues { get; init; } = [];

    public double? BestValue { get; init; }

    public int EpochsSinceBest { get; init; }

    public IReadOnlyList<string?> Callbacks { get; init; } = [];

    /// <summary>Refuses to go on with what would be another training.</summary>
    /// <exception cref="CheckpointException">Something differs.</exception>
    public void Check(TrainingState run)
    {
        Equal("the optimiser", Optimizer, run.Optimizer);
        Equal("the seed", Seed, run.Seed);
        Equal("the batch size", BatchSize, run.BatchSize);
        Equal("the number of batches of an epoch", StepsPerEpoch, run.StepsPerEpoch);

        static void Equal<T>(string what, T then, T now)
        {
            if (!EqualityComparer<T>.Default.Equals(then, now))
                throw new CheckpointException($"The checkpoint is of another training: {what} was {then}, and is {now} now.");
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, TrainingStateContext.Default.TrainingState);

    public static TrainingState FromJson(string json) => JsonSerializer.Deserialize(json, TrainingStateContext.Default.TrainingState)
        ?? throw new JsonException("The state is null.");
}

[JsonSerializable(typeof(TrainingState))]
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
internal sealed partial class TrainingStateContext : JsonSerializerContext;
