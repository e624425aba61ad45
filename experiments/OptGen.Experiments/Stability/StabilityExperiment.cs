using System.Globalization;
using OptGen.Experiments.Runner;
using OptGen.Experiments.Toys;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Stability;

/// <summary>Random recurrences on both sides of zero-stability: does the verdict predict which of them train?</summary>
internal sealed class StabilityExperiment : Experiment
{
    private const int Width = 8;
    private const int Hidden = 16;
    private const int Points = 1024;
    private const double Trained = 0.9;

    // The best constant has the variance of a value that is uniform from 0 to 1.
    private const double Variance = 1.0 / 12;

    private static readonly double[] Borders = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
    private static readonly Telgarsky Function = new(2);

    public override string Name => "stability";

    public override string Title => "Does the verdict predict which recurrences train?";

    public override string Question => "Do zero-stable recurrences train, and unstable ones not, at equal cost and equal effective step?";

    public override int Seeds(Scale scale) => scale == Scale.Quick ? 20 : 200;

    /// <summary>The seed is the number of the recurrence, so that every depth has the same ones.</summary>
    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. Depths(scale).Select(depth => new Cell(Arm(depth)))];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        "Recurrences: linear multistep ones of two or three steps, one evaluation of T a layer, all consistent, with an effective step of 1. The roots other than 1 are drawn: real ones, or a pair. In the zero-stable half "
        + "the greatest modulus is uniform from 0 to 1, in the unstable half from 1 to 2. A seed is a recurrence, with its weights and its points; every depth has the same ones.",
        $"Task: Telgarsky's saw-tooth of 4 linear pieces, as a regression from {Points} places, tested on 1025 places at equal distances. The fit is 1 - error / error of the best constant: 1 is perfect, 0 is no better than a constant. Trained means a fit of at least 0.9.",
        $"Networks: a linear layer to iterates of size {Width}, the recurrence with operators Linear-ReLU-Linear of {Hidden} hidden neurons, a linear layer.",
        Training(scale).Describe()
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var drawn = DrawnRecurrence.Draw(seed);
        var recurrence = Recurrence.Parse(drawn.ToString());
        using var training = Function.Sample(Points, seed);
        using var test = Function.Grid(1025);
        manual_seed(1000 + seed);
        using var network = new RecurrenceNetwork(recurrence, Depths(context.Scale).First(depth => Arm(depth) == cell.Arm), inputs: 1, Width, Hidden, outputs: 1);
        var problem = TrainingProblem.Regression(network);
        var (losses, brokeDown) = Training(context.Scale).Run(problem, training, seed);
        var error = new Trainer(problem, new TrainingOptions { EvaluationBatchSize = 1025 }).Evaluate(test).Loss;
        return new Outcome
        {
            Values =
            {
                ["zero-stable"] = recurrence.Verdict.Stability == ZeroStability.Stable ? 1 : 0,
                ["consistent"] = recurrence.Verdict.IsConsistent == true ? 1 : 0,
                ["largest root"] = drawn.LargestRoot,
                // Far below 0 all is lost, and how far says nothing.
                ["fit"] = double.IsFinite(error) ? Math.Max(-1, 1 - (error / Variance)) : -1,
                ["broke down"] = brokeDown ? 1 : 0
            },
            Series = { ["loss"] = losses, ["iterates"] = [.. drawn.Iterates.Select(factor => (double)factor)], ["operators"] = [.. drawn.Operators.Select(factor => (double)factor)] }
        };
    }

    public override void Report(Page page, Results results)
    {
        page.Table(
            ["", "zero-stable: trained", "unstable: trained", "mean fit, zero-stable", "mean fit, unstable", "verdict right", "best possible by the largest root"],
            results.Cells.Select(cell =>
            {
                var runs = results.Of(cell);
                var (stable, unstable) = (runs.Where(IsStable).ToArray(), runs.Where(run => !IsStable(run)).ToArray());
                var right = stable.Count(IsTrained) + unstable.Count(run => !IsTrained(run));
                return (IReadOnlyList<string>)
                [
                    cell.Arm, $"{stable.Count(IsTrained)} of {stable.Length}", $"{unstable.Count(IsTrained)} of {unstable.Length}",
                    Fit(stable), Fit(unstable),
                    Percent((double)right / runs.Count), Best(runs)
                ];
            }));
        page.Paragraph("The last column: the greatest share of recurrences that any border of the largest root tells right, and that border.");
        page.Heading("By the largest root");
        page.Table(
            ["largest root", .. results.Arms.SelectMany(arm => new[] { $"{arm}: trained", "mean fit" })],
            Bins().Select(bin => (IReadOnlyList<string>)
            [
                $"{Text(bin.From)} to {Text(bin.To)}",
                .. results.Cells.SelectMany(cell =>
                {
                    var runs = results.Of(cell).Where(run => In(run, bin)).ToArray();
                    return new[] { $"{runs.Count(IsTrained)} of {runs.Length}", runs.Length > 0 ? Fit(runs) : "" };
                })
            ]));
        page.Picture("fit", Chart.Curves("Fit by the largest root, mean and deviation", "greatest modulus of the roots other than 1", "fit",
            [.. results.Cells.Select(cell => OfBins(cell.Arm, results.Of(cell)))]), "Fit by the largest root");
        page.Heading("What came out");
        page.Paragraph(string.Join(" ", results.Cells.Select(cell => Finding(cell, results.Of(cell)))));
    }

    private static string Finding(Cell cell, IReadOnlyList<RunRecord> runs)
    {
        var (stable, unstable) = (runs.Where(IsStable).ToArray(), runs.Where(run => !IsStable(run)).ToArray());
        if (stable.Length == 0 || unstable.Length == 0) return "";
        var (a, b) = ((double)stable.Count(IsTrained) / stable.Length, (double)unstable.Count(IsTrained) / unstable.Length);
        return $"With {cell.Arm}, {Percent(a)} of the zero-stable recurrences trained, and {Percent(b)} of the unstable ones.";
    }

    private static string Best(IReadOnlyList<RunRecord> runs)
    {
        var (right, border) = runs.Select(run => run["largest root"]).Prepend(0).Append(double.PositiveInfinity)
            .Select(border => (Right: runs.Count(run => IsTrained(run) == run["largest root"] < border), Border: border)).MaxBy(choice => choice.Right);
        return $"{Percent((double)right / runs.Count)} ({(double.IsFinite(border) ? Text(border) : "none")})";
    }

    private static Curve OfBins(string name, IReadOnlyList<RunRecord> runs)
    {
        var bins = Bins().Select(bin => (bin, Values: runs.Where(run => In(run, bin)).Select(run => run["fit"]).ToArray())).Where(bin => bin.Values.Length > 0).ToArray();
        return new Curve(name, [.. bins.Select(bin => ((bin.bin.From + bin.bin.To) / 2, bin.Values.Average()))], [.. bins.Select(bin => Statistics.Of(bin.Values).Deviation)]);
    }

    private static IEnumerable<(double From, double To)> Bins() => Borders.Zip(Borders.Skip(1));

    private static bool In(RunRecord run, (double From, double To) bin) => run["largest root"] >= bin.From && run["largest root"] < bin.To;

    private static bool IsStable(RunRecord run) => run["zero-stable"] == 1;

    private static bool IsTrained(RunRecord run) => run["fit"] >= Trained;

    private static string Fit(RunRecord[] runs) => runs.Average(run => run["fit"]).ToString("f2", CultureInfo.InvariantCulture);

    private static string Percent(double value) => $"{(100 * value).ToString("f0", CultureInfo.InvariantCulture)} %";

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Arm(int depth) => $"{depth} layers";

    private static int[] Depths(Scale scale) => scale == Scale.Quick ? [8, 16] : [8, 16, 32];

    private static ToyTraining Training(Scale scale) => new(scale switch { Scale.Quick => 60, Scale.Full => 300, _ => 3000 }, BatchSize: 128, Rate: 0.005);
}
