using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>Steps against the loop that one would write by hand, clipping against torch's own, and numbers that are not finite.</summary>
[Collection("default generator")]
public sealed class StepTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 16, Seed = 5, Optimizer = model => optim.SGD(model.parameters(), 0.1, 0.9) };

    public static TheoryData<string> Optimizers => ["SGD", "Adam", "AdamW", "RMSProp", "Adagrad", "NAdam", "Rprop"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_AnyOptimizer_DoesWhatALoopByHandDoes(string name)
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var ours = Small.Network(seed: 3);
        using var theirs = Small.Network(seed: 3);
        var orders = new List<float[]>();
        var options = Options with
        {
            Optimizer = model => Make(name, model.parameters()),
            Augmentations = [BatchTransform.Of((batch, _) =>
            {
                orders.Add(batch.Inputs.data<float>().ToArray());
                return batch;
            })]
        };

        new Trainer(TrainingProblem.Classification(ours), options).Fit(data);

        // The same batches, by hand.
        using optim.Optimizer optimizer = Make(name, theirs.parameters());
        float[] all = data.Inputs.data<float>().ToArray();
        long[] classes = data.Targets.data<long>().ToArray();
        foreach (float[] inputs in orders)
        {
            using var scope = NewDisposeScope();
            long[] targets = [.. Enumerable.Range(0, inputs.Length / 2).Select(i => classes[Enumerable.Range(0, 64).First(row => all[2 * row] == inputs[2 * i] && all[2 * row + 1] == inputs[2 * i + 1])])];
            optimizer.zero_grad();
            nn.functional.cross_entropy(theirs.call(tensor(inputs, [inputs.Length / 2, 2])), tensor(targets)).backward();
            optimizer.step();
        }
        Assert.Equal(8, orders.Count);
        Assert.Equal(Small.Bits(theirs), Small.Bits(ours));
    }

    [Theory]
    [InlineData(0.05, 2)]
    [InlineData(1e6, 2)]
    [InlineData(0.01, 0)]
    public void Clipping_NormAndValue_AgreeWithTorch(double maximum, double kind)
    {
        using TensorSet data = Small.Points(32, seed: 1);
        using var model = Small.Network(seed: 3);
        using var reference = Small.Network(seed: 3);
        var seen = new List<float[]>();
        double norm = 0;
        var options = Options with
        {
            Epochs = 1,
            BatchSize = 32,
            Clipping = kind == 2 ? GradientClipping.ByNorm(maximum) : GradientClipping.ByValue(maximum),
            Callbacks = [new Watcher { Gradients = context => seen.Add(Gradients(context.Model)), Step = (_, report) => norm = report.GradientNorm }]
        };
        new Trainer(TrainingProblem.Classification(model), options).Fit(data);

        using var scope = NewDisposeScope();
        nn.functional.cross_entropy(reference.call(data.Inputs), data.Targets).backward();
        double expected = 0;
        if (kind == 2)
            expected = nn.utils.clip_grad_norm_(reference.parameters(), maximum);
        else
            nn.utils.clip_grad_value_(reference.parameters(), maximum);
        float[] gradients = Gradients(reference);
        Assert.Equal(gradients.Length, seen[0].Length);
        for (int i = 0; i < gradients.Length; i++)
            Assert.Equal(gradients[i], seen[0][i], 1e-6);
        if (kind == 2)
            Assert.Equal(expected, norm, 1e-5);
    }

    [Fact]
    public void Fit_Lbfgs_ComputesTheBatchAsOftenAsItAsks()
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = nn.Linear(2, 2);
        int calls = 0;
        var problem = new TrainingProblem(model, batch =>
        {
            calls++;
            Tensor outputs = model.call(batch.Inputs);
            return new BatchResult(nn.functional.cross_entropy(outputs, batch.Targets), outputs);
        }, Metric.Accuracy);
        var options = Options with { Epochs = 3, BatchSize = 64, Optimizer = net => optim.LBFGS(net.parameters(), lr: 0.1) };

        TrainingReport report = new Trainer(problem, options).Fit(data);

        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.True(calls > 10, $"{calls} evaluations in 3 steps");
        Assert.True(report.Epochs[^1].Training.Loss < report.Epochs[0].Training.Loss / 2);
    }

    [Fact]
    public void Fit_LbfgsWhoseLossThrows_PassesTheExceptionOnAndKeepsTheWeights()
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = nn.Linear(2, 2);
        float[] before = Small.Weights(model);
        int calls = 0;
        var problem = new TrainingProblem(model, batch =>
        {
            if (++calls == 3)
                throw new NotSupportedException("as the test wants it");
            return new BatchResult(nn.functional.cross_entropy(model.call(batch.Inputs), batch.Targets));
        });
        var trainer = new Trainer(problem, Options with { BatchSize = 64, Optimizer = net => optim.LBFGS(net.parameters(), lr: 0.1) });
        Assert.Equal("as the test wants it", Assert.Throws<NotSupportedException>(() => trainer.Fit(data)).Message);
        Assert.Equal(before, Small.Weights(model));
    }

    [Fact]
    public void Fit_GradientNotFinite_StopsBeforeTheStepAndNamesTheParameter()
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = Small.Network(seed: 3, norm: true);
        int calls = 0;
        int[] before = [];
        // The square root's slope at 0 is infinite: a finite loss, and a gradient that is not, for the last layer only.
        var problem = new TrainingProblem(model, batch =>
        {
            Tensor outputs = model.call(batch.Inputs);
            Tensor loss = nn.functional.cross_entropy(outputs, batch.Targets);
            if (++calls == 3)
            {
                before = Small.Bits(model);
                loss = loss.add(model.get_parameter("last.bias")!.mul(0).sqrt().sum());
            }
            return new BatchResult(loss, outputs);
        }, Metric.Accuracy);

        TrainingReport report = new Trainer(problem, Options).Fit(data);

        Assert.Equal(TrainingStatus.NonFinite, report.Status);
        Assert.Equal(2, report.TotalSteps);
        Assert.Matches(@"^Training stopped at step 3 \(epoch 1, batch 3\), before its update: the loss is [0-9.]+, but not every gradient is finite; "
            + @"the first parameter whose gradient is not finite is 'last\.bias'\. The learning rate was 0\.1; the weights are those after step 2\.$", report.Message);
        Assert.Equal(report.Message, Assert.Throws<InvalidOperationException>(report.OrThrow).Message);
        Assert.Equal(1, report.ExitCode);
    }

    [Fact]
    public void Fit_InputNotFinite_KeepsRunningStatisticsToo()
    {
        using var data = new TensorSet(full([8, 2], float.NaN), zeros(8, dtype: ScalarType.Int64));
        using var model = Small.Network(seed: 3, norm: true);
        int[] before = Small.Bits(model);
        TrainingReport report = new Trainer(TrainingProblem.Classification(model), Options).Fit(data);
        Assert.StartsWith("Training stopped at step 1 (epoch 1, batch 1), before its update: the loss is NaN; the first parameter whose gradient is not finite is 'first.weight'.",
            report.Message, StringComparison.Ordinal);
        Assert.Equal(before, Small.Bits(model));
    }

    [Fact]
    public void Fit_GradientsTooLargeForSinglePrecisionSquares_AreFinite()
    {
        using var data = new TensorSet(full([4, 1], 1e25f), zeros(4, 1));
        using var model = nn.Linear(1, 1, hasBias: false);
        double norm = 0;
        var problem = new TrainingProblem(model, (outputs, _) => outputs.mean());
        TrainingReport report = new Trainer(problem, Options with { Epochs = 1, Optimizer = net => optim.SGD(net.parameters(), 1e-30), Callbacks = [new Watcher { Step = (_, step) => norm = step.GradientNorm }] }).Fit(data);
        Assert.Equal(TrainingStatus.Completed, report.Status);
        Assert.Equal(1, norm / 1e25, 1e-6);
    }

    [Fact]
    public void Penalty_OfWeights_IsTrainedOnAndReportedApart()
    {
        using var data = new TensorSet(ones(4, 1), zeros(4, 1));
        using var model = nn.Linear(1, 1, hasBias: false);
        using (no_grad())
            model.weight!.fill_(2);
        var problem = new TrainingProblem(model, (outputs, _) => outputs.mean()) { Penalty = () => model.weight!.square().sum() };
        TrainingReport report = new Trainer(problem, new TrainingOptions { Epochs = 1, Optimizer = net => optim.SGD(net.parameters(), 0.1) }).Fit(data);
        // d(w + w²)/dw = 1 + 2w = 5 at w = 2
        Assert.Equal(1.5f, model.weight!.item<float>(), 1e-6f);
        Assert.Equal((2.0, 4.0), (report.Epochs[0].Training.Loss, report.Epochs[0].Training["penalty"]));
    }

    [Fact]
    public void Fit_WhereGradientsAreOff_TrainsAndLeavesThemOff()
    {
        using TensorSet data = Small.Points(16, seed: 1);
        using var model = Small.Network(seed: 3);
        int[] before = Small.Bits(model);
        using (no_grad())
        {
            new Trainer(TrainingProblem.Classification(model), Options).Fit(data);
            Assert.False(is_grad_enabled());
        }
        Assert.NotEqual(before, Small.Bits(model));
    }

    [Fact]
    public void Fit_NotFiniteWithKeepBest_HasTheWeightsThatTheMessageNames()
    {
        using TensorSet data = Small.Points(16, seed: 1);
        using var model = Small.Network(seed: 3);
        int calls = 0;
        int[] before = [];
        TrainingProblem problem = TrainingProblem.Classification(model) with { Penalty = () =>
        {
            if (++calls == 4)
                before = Small.Bits(model);
            return tensor(calls == 4 ? float.PositiveInfinity : 0f);
        } };
        TrainingReport report = new Trainer(problem, Options with { Epochs = 9, KeepBest = true }).Fit(data, data);
        Assert.Equal((TrainingStatus.NonFinite, 3), (report.Status, report.Epochs.Count));
        Assert.Equal(before, Small.Bits(model));
    }

    private static float[] Gradients(nn.Module model) => [.. model.parameters().SelectMany(p => p.grad!.data<float>().ToArray())];

    private static optim.Optimizer Make(string name, IEnumerable<Parameter> parameters) => name switch
    {
        "SGD" => optim.SGD(parameters, 0.1, 0.9),
        "Adam" => optim.Adam(parameters, 0.01),
        "AdamW" => optim.AdamW(parameters, 0.01),
        "RMSProp" => optim.RMSProp(parameters, 0.01),
        "Adagrad" => optim.Adagrad(parameters, 0.01),
        "NAdam" => optim.NAdam(parameters, 0.01),
        _ => optim.Rprop(parameters, 0.01)
    };
}

/// <summary>A callback of lambdas.</summary>
internal sealed class Watcher : TrainingCallback
{
    public Action<TrainingContext>? Start { get; init; }
    public Action<TrainingContext>? Gradients { get; init; }
    public Action<TrainingContext, StepReport>? Step { get; init; }
    public Action<TrainingContext, EpochReport>? Epoch { get; init; }
    public Action<TrainingContext, TrainingReport>? End { get; init; }

    public override void OnStart(TrainingContext context) => Start?.Invoke(context);

    public override void OnGradients(TrainingContext context) => Gradients?.Invoke(context);

    public override void OnStep(TrainingContext context, StepReport report) => Step?.Invoke(context, report);

    public override void OnEpoch(TrainingContext context, EpochReport report) => Epoch?.Invoke(context, report);

    public override void OnEnd(TrainingContext context, TrainingReport report) => End?.Invoke(context, report);
}
