using System.Text;
using OptGen.Training;

namespace OptGen.Experiments.Centralization;

/// <summary>The table and the curves of all seeds whose runs are finished in every condition.</summary>
internal static class Report
{
    /// <summary>Writes centralization.md and its curves; what was written, in words.</summary>
    /// <exception cref="InvalidDataException">No seed is finished.</exception>
    public static string Write(Setting setting)
    {
        var seeds = Enumerable.Range(1, setting.Seeds).Where(seed => Condition.All.All(condition => RunResult.Find(setting, condition, seed) is not null)).ToArray();
        if (seeds.Length == 0) throw new InvalidDataException($"No seed is finished in '{setting.Runs}': run the experiment first.");
        var runs = Condition.All.ToDictionary(condition => condition, condition => seeds.Select(seed => RunResult.Find(setting, condition, seed)!).ToArray());

        Directory.CreateDirectory(setting.Report!);
        Curves("accuracy", "Test accuracy", "accuracy", logarithmic: false, epoch => epoch.TestAccuracy);
        Curves("loss", "Training loss", "loss", logarithmic: true, epoch => epoch.Loss);
        Curves("convolution-norm", "Gradient of the first convolution", "norm", logarithmic: true, epoch => epoch.ConvolutionNorm);
        Curves("classifier-norm", "Gradient of the last layer", "norm", logarithmic: true, epoch => epoch.ClassifierNorm);
        var path = Path.Combine(setting.Report!, "centralization.md");
        File.WriteAllText(path, Text(setting, seeds, runs));
        return $"{path} and its curves, of {seeds.Length} seeds";

        void Curves(string name, string title, string axis, bool logarithmic, Func<EpochResult, double> value) => Chart.Save(
            Chart.Curves(title, "epoch", axis, [.. Condition.All.Select(condition => Curve.OfEpochs(
                condition.Name, Enumerable.Range(0, setting.Epochs).Select(epoch => runs[condition].Average(run => value(run.Epochs[epoch])))))], logarithmic),
            Path.Combine(setting.Report!, $"centralization-{name}.svg"));
    }

    private static string Text(Setting setting, int[] seeds, Dictionary<Condition, RunResult[]> runs)
    {
        var text = new StringBuilder();
        text.Append($$"""
            # Training with and without gradient centralization

                ./build.sh experiment centralization
                ./build.sh experiment centralization --report docs/results

            SGD with momentum, Adam and AdamW, each with and without gradient centralization (of the gradient, all weights), on
            {{(setting.Cifar is null ? "Fashion-MNIST" : "CIFAR-10")}}: {{setting.Images}} training images, {{setting.Epochs}} epochs, batches of 64, no augmentation; tested on the whole test set after
            every epoch. The network has three 3x3 convolutions (16, 32, 64 channels) with batch normalization and one dense layer. The learning
            rate falls to a tenth after half of the epochs and again after three quarters. A seed decides weights, images and their order, so
            that the runs of one seed differ in the optimiser only. Nothing was tuned; both sides of a pair have the same settings:

            | optimiser | settings |
            |---|---|

            """);
        foreach (var condition in Condition.All.Where(condition => !condition.Centralized)) text.Append($"| {condition.Name} | {condition.Settings} |\n");
        text.Append($"\n{seeds.Length} of {setting.Seeds} seeds ({string.Join(", ", seeds)}), {runs.Values.Sum(list => list.Length)} runs. Machine: {Machine()}.\n");

        text.Append("\n## Test accuracy after the last epoch\n\n");
        text.Append("| optimiser | without | with GC | difference of pairs | pairs in which GC is better | 95 % interval of the difference |\n|---|---|---|---|---|---|\n");
        foreach (var without in Condition.All.Where(condition => !condition.Centralized))
        {
            var with = without with { Centralized = true };
            var (plain, centralized) = (Percent(runs[without]), Percent(runs[with]));
            var differences = centralized.Zip(plain, (a, b) => a - b).ToArray();
            var (mean, deviation) = Statistics.Of(differences);
            var interval = Statistics.HalfInterval(differences);
            text.Append($"| {without.Name} | {Spread(plain)} | {Spread(centralized)} | {Signed(mean)} ± {deviation:f2} ");
            text.Append($"| {differences.Count(difference => difference > 0)} of {differences.Length} ");
            text.Append(double.IsNaN(interval) ? "| |\n" : $"| {Signed(mean - interval)} to {Signed(mean + interval)} |\n");
        }

        var verdicts = Condition.All.Where(condition => !condition.Centralized).Select(without =>
        {
            var differences = Percent(runs[without with { Centralized = true }]).Zip(Percent(runs[without]), (a, b) => a - b).ToArray();
            var (mean, interval) = (differences.Average(), Statistics.HalfInterval(differences));
            var seen = Math.Abs(mean) > interval ? mean > 0 ? "better with GC" : "worse with GC" : "no difference that chance could not make";
            return $"{without.Name}: {seen} ({Signed(mean)})";
        });
        text.Append($"\n**What is seen.** {string.Join(";\n", verdicts)}. The network\nis small and not over-parameterized, a case in which an author of the paper suspected ");
        text.Append("that there is little to gain.\nThe settings are not tuned for either side, so accuracies say\nnothing of one optimiser against another.\n");
        var early = Condition.All.Where(condition => !condition.Centralized).Select(without =>
        {
            var differences = Early(runs[without with { Centralized = true }], setting).Zip(Early(runs[without], setting), (a, b) => a - b).ToArray();
            var (mean, interval) = (differences.Average(), Statistics.HalfInterval(differences));
            return double.IsNaN(interval) ? $"{without.Name} {Signed(mean)}" : $"{without.Name} {Signed(mean)} ({Signed(mean - interval)} to {Signed(mean + interval)})";
        });
        text.Append($"\nOver the first half of the epochs, before the learning rate falls, the mean test accuracy with GC differs by (95 % interval):\n{string.Join(", ", early)}.\n");
        text.Append("\nPer cent; mean ± standard deviation over seeds. The interval is Student's, over the differences of pairs.\n");
        text.Append("\n## What GC adds to the test accuracy, epoch by epoch\n\n");
        text.Append("| epoch | ").AppendJoin(" | ", Condition.All.Where(condition => !condition.Centralized).Select(condition => condition.Name)).Append(" |\n|---|---|---|---|\n");
        for (var epoch = 0; epoch < setting.Epochs; epoch++)
            text.Append($"| {epoch + 1} | ").AppendJoin(" | ", Condition.All.Where(condition => !condition.Centralized).Select(without => Added(runs, without, epoch))).Append(" |\n");
        text.Append("\nDifference of pairs in per cent, mean ± standard deviation, and in brackets the pairs in which GC is better. The page's first question is the last\n");
        text.Append("epoch; this table was asked for after the curves were seen.\n");
        text.Append("\n## Seed by seed\n\n| seed | ").AppendJoin(" | ", Condition.All.Select(condition => condition.Name)).Append(" |\n|---|---|---|---|---|---|---|\n");
        for (var i = 0; i < seeds.Length; i++)
            text.Append($"| {seeds[i]} | ").AppendJoin(" | ", Condition.All.Select(condition => $"{100 * runs[condition][i].TestAccuracy:f2}")).Append(" |\n");

        text.Append("\n## Last epoch: loss and gradients\n\n");
        text.Append("| | training loss | first convolution: norm | largest element | last layer: norm | largest element |\n|---|---|---|---|---|---|\n");
        foreach (var condition in Condition.All)
        {
            var last = runs[condition].Select(run => run.Epochs[^1]).ToArray();
            text.Append($"| {condition.Name} | {last.Average(epoch => epoch.Loss):f4} | {last.Average(epoch => epoch.ConvolutionNorm):f4} ");
            text.Append($"| {last.Average(epoch => epoch.ConvolutionLargest):f4} | {last.Average(epoch => epoch.ClassifierNorm):f4} | {last.Average(epoch => epoch.ClassifierLargest):f4} |\n");
        }

        text.Append("\nThe gradients are those the optimiser uses, without decay: with GC, after the mean is taken away. Means over every tenth step and over seeds.\n");
        text.Append("\n## Curves\n\nMeans over seeds.\n");
        foreach (var name in new[] { "accuracy", "loss", "convolution-norm", "classifier-norm" }) text.Append($"\n![{name}](centralization-{name}.svg)\n");
        return text.ToString();
    }

    private static string Added(Dictionary<Condition, RunResult[]> runs, Condition without, int epoch)
    {
        var differences = runs[without with { Centralized = true }].Zip(runs[without], (a, b) => 100 * (a.Epochs[epoch].TestAccuracy - b.Epochs[epoch].TestAccuracy)).ToArray();
        var (mean, deviation) = Statistics.Of(differences);
        return $"{Signed(mean)} ± {deviation:f2} ({differences.Count(difference => difference > 0)} of {differences.Length})";
    }

    /// <summary>Each run's mean accuracy over the epochs before the learning rate first falls.</summary>
    private static double[] Early(IEnumerable<RunResult> runs, Setting setting) =>
        [.. runs.Select(run => 100 * run.Epochs.Take(Math.Max(1, setting.Epochs / 2)).Average(epoch => epoch.TestAccuracy))];

    private static double[] Percent(IEnumerable<RunResult> runs) => [.. runs.Select(run => 100 * run.TestAccuracy)];

    private static string Spread(double[] values)
    {
        var (mean, deviation) = Statistics.Of(values);
        return $"{mean:f2} ± {deviation:f2}";
    }

    private static string Signed(double value) => value.ToString("+0.00;-0.00;0.00");

    private static string Machine()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return $"{line?.Split(':', 2)[1].Trim() ?? "unknown processor"}, {Environment.ProcessorCount} cores, one process with one thread each; {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}";
    }
}
