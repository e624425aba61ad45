using OptGen.Training;

namespace DeepEquilibrium;

/// <summary>Writes a line for each epoch.</summary>
internal sealed class EpochLines : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value is EpochReport epoch)
            Console.WriteLine($"epoch {epoch.Epoch}  loss {epoch.Training.Loss:0.000}  validation accuracy {epoch.Validation!.Metric:0.0000}  {epoch.SamplesPerSecond:0} images/s");
    }
}
