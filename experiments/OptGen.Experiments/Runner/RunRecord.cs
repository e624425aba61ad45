using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptGen.Experiments.Runner;

/// <summary>The file of a run.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Arm">What was compared.</param>
/// <param name="Task">On what.</param>
/// <param name="Seed">What decided all that is random.</param>
/// <param name="Settings">What was trained and how.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Values">What came out.</param>
/// <param name="Series">What came out, in rows.</param>
internal sealed record RunRecord(
    string Experiment,
    string Arm,
    string Task,
    int Seed,
    IReadOnlyList<string> Settings,
    string Machine,
    double Seconds,
    SortedDictionary<string, double> Values,
    SortedDictionary<string, double[]> Series)
{
    /// <summary>A value of the run.</summary>
    /// <exception cref="InvalidDataException">The run has no such value.</exception>
    public double this[string name] => Values.TryGetValue(name, out var value) ? value
        : throw new InvalidDataException($"The run of {Arm} with seed {Seed} has no '{name}'; it has {string.Join(", ", Values.Keys)}.");
}

[JsonSerializable(typeof(RunRecord))]
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class RecordContext : JsonSerializerContext;

/// <summary>The folder of an experiment's runs: one small file each, which is written as a whole or not at all.</summary>
internal sealed class RunStore(Experiment experiment, Options options)
{
    private readonly string _folder = Path.Combine(options.Folder, "runs", experiment.Name);
    private readonly IReadOnlyList<string> _settings = [.. experiment.Settings(options.Scale), .. ImageSource.SettingsOf(experiment, options)];

    /// <summary>What is in every file of the present settings.</summary>
    public IReadOnlyList<string> Settings => _settings;

    /// <summary>The run, or null if it is not done under the present settings.</summary>
    /// <exception cref="InvalidDataException">Its file is damaged.</exception>
    public RunRecord? Find(Cell cell, int seed)
    {
        var path = PathOf(cell, seed, ".json");
        if (!File.Exists(path)) return null;
        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllText(path), RecordContext.Default.RunRecord);
            return record is not null && record.Settings.SequenceEqual(_settings) ? record : null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is damaged: {exception.Message} Delete it, and the run is done again.", exception);
        }
    }

    /// <summary>Makes the folder: before a run that could not be kept.</summary>
    /// <exception cref="InvalidDataException">It cannot be made.</exception>
    public void Open()
    {
        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"Runs cannot be kept in '{_folder}': {exception.Message} Name another folder by --out.", exception);
        }
    }

    /// <summary>Keeps a run.</summary>
    public void Save(Cell cell, int seed, Outcome outcome, double seconds)
    {
        Open();
        foreach (var (name, svg) in outcome.Pictures) Write(PathOf(cell, seed, $"-{name}.svg"), svg);
        var record = new RunRecord(
            experiment.Name, cell.Arm, cell.Task, seed, _settings, Machine.Describe(), Math.Round(seconds, 1), outcome.Values, Short(outcome.Series));
        Write(PathOf(cell, seed, ".json"), JsonSerializer.Serialize(record, RecordContext.Default.RunRecord) + "\n");
    }

    /// <summary>A picture of a run, as a path from the page; null if there is none.</summary>
    public string? Picture(Cell cell, int seed, string name)
    {
        var path = PathOf(cell, seed, $"-{name}.svg");
        return File.Exists(path) ? $"runs/{experiment.Name}/{Path.GetFileName(path)}" : null;
    }

    /// <summary>Rows to six digits: they are for curves, and the files stay small.</summary>
    private static SortedDictionary<string, double[]> Short(SortedDictionary<string, double[]> series) => new(
        series.ToDictionary(row => row.Key, row => Array.ConvertAll(row.Value, value => double.Parse(value.ToString("g6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))),
        StringComparer.Ordinal);

    private string PathOf(Cell cell, int seed, string ending) =>
        Path.Combine(_folder, string.Join('-', new[] { cell.Arm, cell.Task, $"{seed}" }.Where(part => part.Length > 0).Select(FileName)) + ending);

    private static string FileName(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' ? c : '_'));

    private static void Write(string path, string text)
    {
        File.WriteAllText(path + ".partial", text);
        File.Move(path + ".partial", path, overwrite: true);
    }
}
