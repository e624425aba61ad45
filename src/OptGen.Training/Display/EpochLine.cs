using System.Globalization;
using System.Text;

namespace OptGen.Training;

/// <summary>News of a training in a line of text.</summary>
internal static class EpochLine
{
    public static string Of(EpochReport epoch, int epochs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(2, epochs.ToString(CultureInfo.InvariantCulture).Length))}  loss {Short(epoch.Training.Loss)}");
        foreach (var (name, value) in epoch.Training.Metrics)
            text.Append(CultureInfo.InvariantCulture, $" {name} {value:0.0000}");
        if (epoch.Validation is { } validation)
        {
            text.Append(CultureInfo.InvariantCulture, $"  validation {Short(validation.Loss)}");
            foreach (double value in validation.Metrics.Values)
                text.Append(CultureInfo.InvariantCulture, $" {value:0.0000}");
        }
        return text.Append(CultureInfo.InvariantCulture, $"  {epoch.SamplesPerSecond:0} samples/s").ToString();
    }

    public static string Of(StepReport step)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"epoch {step.Epoch}, step {step.Step}");
        if (step.Steps is { } steps)
            text.Append(CultureInfo.InvariantCulture, $"/{steps}");
        text.Append(CultureInfo.InvariantCulture, $"  loss {Short(step.Loss)}");
        foreach (var (name, value) in step.Metrics)
            text.Append(CultureInfo.InvariantCulture, $" {name} {value:0.0000}");
        text.Append(CultureInfo.InvariantCulture, $"  {step.SamplesPerSecond:0} samples/s");
        if (step.TimeLeft is { } left)
            text.Append(CultureInfo.InvariantCulture, $"  {Time(left)} left");
        return text.ToString();
    }

    public static string Time(TimeSpan time) =>
        time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    // Small losses show their digits too.
    private static string Short(double value) => value.ToString(Math.Abs(value) is 0 or >= 0.01 ? "0.000" : "0.00e0", CultureInfo.InvariantCulture);
}
