using System.Globalization;
using System.Text;
using OptGen.Training;

namespace OptGen.Experiments.Runner;

/// <summary>The page of an experiment: what was asked, the command, the settings, tables, pictures, and what came out.</summary>
internal sealed class Page(Experiment experiment, Options options)
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins the page.</summary>
    public void Begin(Results results, IReadOnlyList<string> settings, int seeds)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# {experiment.Title}\n\n    ./build.sh experiment {experiment.Name}{Flags()}\n\n{Wrap(experiment.Question)}\n\n");
        foreach (var setting in settings) _text.Append(Wrap($"* {setting}", "  ")).Append('\n');
        var all = results.All.ToArray();
        var whole = results.Seeds.Count < seeds ? $"{results.Seeds.Count} of {seeds} seeds" : seeds == 1 ? "1 seed" : $"{seeds} seeds";
        var minutes = all.Sum(run => run.Seconds) / 60;
        _text.Append('\n').Append(Wrap(
            $"{whole}, {all.Length} runs, {minutes.ToString("f0", CultureInfo.InvariantCulture)} minutes of one core. {string.Join(". ", all.Select(run => run.Machine).Distinct())}. " +
            $"Numbers are mean ± standard deviation over seeds. For a larger machine: `./build.sh experiment {experiment.Name} --large`.")).Append('\n');
    }

    /// <summary>A heading.</summary>
    public void Heading(string text) => _text.Append(CultureInfo.InvariantCulture, $"\n## {text}\n");

    /// <summary>A paragraph.</summary>
    public void Paragraph(string text) => _text.Append('\n').Append(Wrap(text)).Append('\n');

    /// <summary>A table.</summary>
    public void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n| {string.Join(" | ", heads)} |\n|{string.Concat(Enumerable.Repeat("---|", heads.Count))}\n");
        foreach (var row in rows) _text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
    }

    /// <summary>A table with a row for each arm and a column for each task.</summary>
    public void TableByTask(Results results, string value, string format, double scale = 1) => Table(
        ["", .. results.Tasks],
        results.Arms.Select(arm => (IReadOnlyList<string>)[arm, .. results.Tasks.Select(task => Spread(results.Values(new Cell(arm, task), value), format, scale))]));

    /// <summary>A picture, kept beside the page.</summary>
    public void Picture(string name, string svg, string caption)
    {
        var file = $"{experiment.PageName}-{name}.svg";
        Chart.Save(svg, Path.Combine(options.Folder, file));
        _text.Append(CultureInfo.InvariantCulture, $"\n![{caption}]({file})\n");
    }

    /// <summary>Text as it is.</summary>
    public void Raw(string text) => _text.Append(text);

    /// <summary>The page.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Mean and standard deviation; one value has none.</summary>
    public static string Spread(IReadOnlyList<double> values, string format, double scale = 1)
    {
        var (mean, deviation) = Statistics.Of([.. values.Select(value => value * scale)]);
        if (values.Count == 1 && double.IsFinite(mean)) return mean.ToString(format, CultureInfo.InvariantCulture);
        return double.IsFinite(mean)
            ? $"{mean.ToString(format, CultureInfo.InvariantCulture)} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}"
            : $"broke down in {values.Count(value => !double.IsFinite(value))} of {values.Count}";
    }

    /// <summary>A whole number.</summary>
    public static string Whole(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number in a format.</summary>
    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private string Flags() =>
        (options.Scale == Scale.Full ? "" : $" --{options.Plan}") + (options.Seeds is { } seeds ? $" --seeds {seeds}" : "");

    private static string Wrap(string text, string indent = "")
    {
        const int Width = 130;
        var (lines, line) = (new List<string>(), "");
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                lines.Add(line);
                line = indent + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        lines.Add(line);
        return string.Join('\n', lines);
    }
}
