using System.Globalization;
using System.Text;

namespace OptGen.Training;

/// <summary>Writes a training to two files of comma-separated values: <c>steps.csv</c>, a line for each step, and <c>epochs.csv</c>, a line for
/// each epoch.</summary>
/// <remarks>
/// Every line is with the operating system when its step ends. A training that goes on from a checkpoint takes the lines after that checkpoint
/// out, and goes
/// on behind the others; one that begins writes the files anew. The first line has the names of the columns.
/// </remarks>
public sealed class CsvLog : TrainingCallback
{
    private readonly string _folder;
    private StreamWriter? _steps;
    private StreamWriter? _epochs;
    private string[] _metrics = [];
    private long _resumed;

    /// <summary>Writes into a folder, which is made where it is not there.</summary>
    public CsvLog(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = folder;
    }

    /// <inheritdoc/>
    public override void OnStart(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Close();
        Directory.CreateDirectory(_folder);
        _resumed = context.TotalSteps;
    }

    /// <inheritdoc/>
    public override void OnStep(TrainingContext context, StepReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (_steps is null)
        {
            _metrics = [.. report.Metrics.Keys];
            _steps = Open("steps.csv", ["step", "epoch", "epoch_step", "loss", .. _metrics, "learning_rate", "gradient_norm", "samples_per_second"]);
        }
        Write(_steps, [Text(report.TotalSteps), Text(report.Epoch), Text(report.Step), Text(report.Loss), .. report.Metrics.Values.Select(Text),
            Text(report.LearningRate), Text(report.GradientNorm), Text(report.SamplesPerSecond)]);
    }

    /// <inheritdoc/>
    public override void OnEpoch(TrainingContext context, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var values = report.Training.Metrics.Prepend(new("loss", report.Training.Loss)).ToList();
        if (report.Validation is { } validation)
            values.AddRange(validation.Metrics.Prepend(new("loss", validation.Loss)).Select(entry => new KeyValuePair<string, double>("validation_" + entry.Key, entry.Value)));
        _epochs ??= Open("epochs.csv", ["step", "epoch", .. values.Select(entry => entry.Key), "learning_rate", "samples_per_second", "seconds", "data_seconds"]);
        Write(_epochs, [Text(report.TotalSteps), Text(report.Epoch), .. values.Select(entry => Text(entry.Value)), Text(report.LearningRate),
            Text(report.SamplesPerSecond), Text(report.Time.TotalSeconds), Text(report.DataTime.TotalSeconds)]);
    }

    /// <inheritdoc/>
    public override void OnEnd(TrainingContext context, TrainingReport report) => Close();

    private StreamWriter Open(string name, string[] columns)
    {
        string path = Path.Combine(_folder, name);
        string header = string.Join(',', columns.Select(Quote));
        string[] kept = _resumed > 0 && File.Exists(path) ? Kept(File.ReadAllLines(path), header) : [];
        AtomicFile.Write(path, stream =>
        {
            foreach (string line in kept.Prepend(header))
                stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        });
        return new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { NewLine = "\n" };
    }

    /// <summary>The whole lines up to the step that training goes on from; none of a file with other columns.</summary>
    private string[] Kept(string[] lines, string header) => lines.Length == 0 || lines[0] != header ? []
        : [.. lines.Skip(1).Where(line => line.Count(c => c == ',') == header.Count(c => c == ',') && long.TryParse(line.Split(',')[0], CultureInfo.InvariantCulture, out long step) && step <= _resumed)];

    private void Close()
    {
        _steps?.Dispose();
        _epochs?.Dispose();
        (_steps, _epochs) = (null, null);
    }

    private static void Write(StreamWriter writer, IEnumerable<string> values)
    {
        writer.WriteLine(string.Join(',', values));
        writer.Flush();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // A name with a comma would become two columns, which the count of commas above would take for a damaged line.
    private static string Quote(string name) => name.Replace(',', ' ').Replace('\n', ' ').Replace('"', '\'');
}
