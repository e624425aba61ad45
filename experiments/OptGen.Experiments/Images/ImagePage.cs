using OptGen.Experiments.Runner;
using OptGen.Training;

namespace OptGen.Experiments.Images;

/// <summary>What the pages about images have in common.</summary>
internal static class ImagePage
{
    /// <summary>The table, and the training loss.</summary>
    public static void Write(Page page, Results results)
    {
        page.Table(
            ["", .. results.Tasks.Count > 1 ? ["task"] : Array.Empty<string>(), "parameters", "multiply-adds", "test error, %", "training loss, last epoch", "training time, s"],
            results.Cells.Select(cell => (IReadOnlyList<string>)
            [
                cell.Arm,
                .. results.Tasks.Count > 1 ? [cell.Task] : Array.Empty<string>(),
                Page.Whole(results.Mean(cell, "parameters")),
                Page.Whole(results.Mean(cell, "multiply-adds")),
                Page.Spread(results.Values(cell, "error"), "f2", 100),
                Page.Spread([.. results.Of(cell).Select(run => run.Series["loss"].DefaultIfEmpty(double.NaN).Last())], "f3"),
                Page.Whole(results.Mean(cell, "seconds of training"))
            ]));
        page.Paragraph("Times are of a machine that did other things as well; they only say what is many times dearer.");
    }

    /// <summary>The sentence about a claim of smaller error, for one task.</summary>
    public static void Conclude(Page page, Results results, string claim, string baseline, string task) => page.Paragraph(
        Comparison.Sentence(claim, Comparison.Against(results, baseline, task, "error", higherIsBetter: false), "0.0000"));

    /// <summary>What the sentences' numbers are, and the curves of a task.</summary>
    public static void End(Page page, Results results)
    {
        page.Paragraph(Comparison.Explanation + " Errors are fractions here.");
        foreach (var task in results.Tasks)
        {
            var title = $"Training loss{(task.Length > 0 ? $", {task}" : "")}, mean over seeds";
            page.Picture($"loss{(task.Length > 0 ? $"-{task.ToLowerInvariant()}" : "")}", Chart.Curves(title, "epoch", "cross entropy",
                [.. results.Cells.Where(cell => cell.Task == task).Select(cell => Curve.OfEpochs(cell.Arm, results.Series(cell, "loss").Select(point => point.Mean)))], logarithmic: true), title);
        }
    }
}
