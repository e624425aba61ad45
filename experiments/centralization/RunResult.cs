using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptGen.Experiments.Centralization;

/// <summary>What one epoch gave.</summary>
/// <param name="Loss">The mean training loss.</param>
/// <param name="TestAccuracy">On all test images, after the epoch; 0 to 1.</param>
/// <param name="ConvolutionNorm">The mean norm of the first convolution's gradient as the optimiser uses it.</param>
/// <param name="ConvolutionLargest">The mean of its largest absolute element.</param>
/// <param name="ClassifierNorm">The same norm of the last layer.</param>
/// <param name="ClassifierLargest">The same largest element of the last layer.</param>
internal sealed record EpochResult(
    double Loss, double TestAccuracy, double ConvolutionNorm, double ConvolutionLargest, double ClassifierNorm, double ClassifierLargest);

/// <summary>What one run gave.</summary>
internal sealed record RunResult(string Plan, string Condition, int Seed, double Seconds, IReadOnlyList<EpochResult> Epochs)
{
    public double TestAccuracy => Epochs[^1].TestAccuracy;

    public static string PathOf(Setting setting, Condition condition, int seed) =>
        Path.Combine(setting.Runs, $"{setting.Plan}-{condition.Name}-{seed}.json");

    /// <summary>The result of a run, or null if it is not finished.</summary>
    public static RunResult? Find(Setting setting, Condition condition, int seed)
    {
        var path = PathOf(setting, condition, seed);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), ResultContext.Default.RunResult) : null;
    }

    /// <summary>Writes the file in one go, so that what is there is whole.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(this, ResultContext.Default.RunResult));
        File.Move(path + ".partial", path, overwrite: true);
    }
}

[JsonSerializable(typeof(RunResult))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class ResultContext : JsonSerializerContext;
