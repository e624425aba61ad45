using System.Globalization;
using System.Text;

namespace OptGen.Experiments.Runner;

/// <summary>Writes the page of an experiment from the seeds that are done in every cell.</summary>
internal static class PageFile
{
    /// <summary>Writes it; what was written, in words.</summary>
    /// <exception cref="InvalidDataException">No seed is done.</exception>
    public static string Write(Experiment experiment, Options options, RunStore store)
    {
        var results = Results.Find(experiment, options, store)
            ?? throw new InvalidDataException($"No seed of {experiment.Name} is done in every cell: run it without --report first.");
        Directory.CreateDirectory(options.Folder);
        var page = new Page(experiment, options);
        page.Begin(results, store.Settings, options.Seeds ?? experiment.Seeds(options.Scale));
        experiment.Report(page, results);
        var path = Path.Combine(options.Folder, $"{experiment.PageName}.md");
        File.WriteAllText(path, page.ToString());
        return $"{path}: {results.Seeds.Count} seeds";
    }
}

/// <summary>The experiments, what each asks, and how many of its runs are done.</summary>
internal static class Listing
{
    public static string Of(Options options)
    {
        var text = new StringBuilder();
        foreach (var experiment in Catalogue.All)
        {
            var store = new RunStore(experiment, options);
            var all = experiment.Cells(options.Scale).Count * (options.Seeds ?? experiment.Seeds(options.Scale));
            var missing = Work.Missing(experiment, options, store).Count();
            text.Append(CultureInfo.InvariantCulture, $"{experiment.Name,-22} {all - missing,4} of {all,4} runs   {experiment.Question}\n");
        }

        return text.ToString();
    }
}
