using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace OptGen.Benchmarks.Harness;

/// <summary>What a suite measured, as a table and as a file.</summary>
internal static class Report
{
    public static void Print(Suite suite, IReadOnlyList<Row> rows)
    {
        var table = new Table { Title = new TableTitle(suite.Name), Caption = new TableTitle(Markup.Escape(suite.Machine)) };
        table.AddColumns("", "ours min / median / max", "theirs min / median / max", "of each pair min / median / max", "ratio", "target", "met");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape($"{row.Case.Name} ({row.Case.Unit})"),
                Spread(row.Ours),
                Spread(row.Theirs),
                Spread(row.PairRatios),
                Number(row.Ratio),
                Number(row.Case.Target),
                row.Met switch { true => "[green]yes[/]", false => "[red]no[/]", null => "" });
        }

        if (Console.IsOutputRedirected)
        {
            // A file or pipe has no width and no colours: whole plain lines are better there.
            AnsiConsole.Profile.Width = 200;
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Writes artifacts/bench/SUITE.json below the solution; its path.</summary>
    public static string Write(Suite suite, IReadOnlyList<Row> rows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root(), "artifacts", "bench"));
        var path = Path.Combine(folder.FullName, suite.Name + ".json");
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("suite", suite.Name);
        json.WriteString("machine", suite.Machine);
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Case.Name);
            json.WriteNumber("ours", Round(Statistics.Median(row.Ours)));
            if (row.Theirs is not null) json.WriteNumber("theirs", Round(Statistics.Median(row.Theirs)));
            json.WriteString("unit", row.Case.Unit);
            if (row.Ratio is { } ratio) json.WriteNumber("ratio", Round(ratio));
            if (row.Case.Target is { } target) json.WriteNumber("target", target);
            if (row.Met is { } met) json.WriteBoolean("met", met);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return path;
    }

    private static string Spread(double[]? values) =>
        values is null ? "" : $"{Number(values.Min())} / {Number(Statistics.Median(values))} / {Number(values.Max())}";

    private static string Number(double? value) => value is { } number
        ? number.ToString(Math.Abs(number) switch { > 0 and < 0.001 => "0.00e0", < 10 => "0.000", _ => "0.0" })
        : "";

    /// <summary>Five digits say more than any measurement here does.</summary>
    private static double Round(double value) => double.Parse(value.ToString("g5"));

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OptGen.sln"))) return folder.FullName;
        }

        return Environment.CurrentDirectory;
    }
}
