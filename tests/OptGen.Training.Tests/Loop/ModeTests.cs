using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>What a user has frozen stays so, whatever is called.</summary>
[Collection("default generator")]
public sealed class ModeTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 16, ValidationFraction = 0.25, Optimizer = model => optim.SGD(model.parameters(), 0.1) };

    [Fact]
    public void Fit_FrozenBatchNorm_StaysFrozenDuringAndAfter()
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = Small.Network(seed: 3, norm: true);
        var norm = model.named_children().Single(child => child.name == "norm").module;
        norm.eval();
        float[] statistics = norm.get_buffer("running_mean")!.data<float>().ToArray();
        var during = new List<(bool, bool)>();
        var trainer = new Trainer(TrainingProblem.Classification(model), Options with { Callbacks = [new Watcher { Step = (_, _) => during.Add((model.training, norm.training)) }] });

        trainer.Fit(data);
        trainer.Evaluate(data);

        Assert.All(during, modes => Assert.Equal((true, false), modes));
        Assert.Equal((true, false), (model.training, norm.training));
        Assert.Equal(statistics, norm.get_buffer("running_mean")!.data<float>().ToArray());
    }

    [Fact]
    public void Fit_NetworkInEvaluationMode_TrainsAndGoesBack()
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = Small.Network(seed: 3, norm: true);
        model.eval();
        bool trained = false;
        new Trainer(TrainingProblem.Classification(model), Options with { Callbacks = [new Watcher { Step = (_, _) => trained = model.modules().All(m => m.training) }] }).Fit(data);
        Assert.True(trained);
        Assert.All(model.modules(), module => Assert.False(module.training));
    }

    [Fact]
    public void Evaluate_MixedModes_ArePutBack()
    {
        using TensorSet data = Small.Points(64, seed: 1);
        using var model = nn.Sequential(("a", Small.Network(1, norm: true)), ("b", nn.Sequential(("c", nn.Linear(2, 2)), ("d", nn.Dropout()))));
        var modules = model.named_modules().ToDictionary(m => m.name, m => m.module);
        modules["b"].eval();
        modules["b.d"].train();
        modules["a.norm"].eval();
        Dictionary<string, bool> before = modules.ToDictionary(m => m.Key, m => m.Value.training);
        new Trainer(TrainingProblem.Classification(model)).Evaluate(data);
        Assert.Equal(before, modules.ToDictionary(m => m.Key, m => m.Value.training));
    }

    [Fact]
    public void Fit_LastBatchOfOneSampleAndBatchNorm_IsDropped()
    {
        using TensorSet data = Small.Points(33, seed: 1);
        using var model = Small.Network(seed: 3, norm: true);
        TrainingReport report = new Trainer(TrainingProblem.Classification(model), Options with { ValidationFraction = 0 }).Fit(data);
        Assert.Equal(32, report.Epochs[0].Training.Samples);
        Assert.All(Small.Weights(model), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Fit_LastBatchOfOneSampleWithoutBatchNorm_IsKept()
    {
        using TensorSet data = Small.Points(33, seed: 1);
        using var model = Small.Network(seed: 3);
        TrainingReport report = new Trainer(TrainingProblem.Classification(model), Options with { ValidationFraction = 0 }).Fit(data);
        Assert.Equal(33, report.Epochs[0].Training.Samples);
    }

    [Fact]
    public void Fit_KeptBatchOfOneSampleAndBatchNorm_IsRefused()
    {
        using TensorSet data = Small.Points(33, seed: 1);
        using var model = Small.Network(seed: 3, norm: true);
        var trainer = new Trainer(TrainingProblem.Classification(model), Options with { ValidationFraction = 0, LastBatch = LastBatch.Keep });
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(data));
        Assert.Equal("A batch of one sample gives batch norm 'norm' one value a channel, of which there is no variance: take larger batches, or drop the last one (LastBatch.Drop).", error.Message);
    }

    [Fact]
    public void Fit_BatchesOfOneImageAndBatchNorm_AreTrainedOn()
    {
        using var data = new TensorSet(randn(3, 1, 4, 4), zeros(3, dtype: ScalarType.Int64));
        using var model = nn.Sequential(nn.BatchNorm2d(1), nn.Flatten(), nn.Linear(16, 2));
        TrainingReport report = new Trainer(TrainingProblem.Classification(model), Options with { ValidationFraction = 0, BatchSize = 1, LastBatch = LastBatch.Keep }).Fit(data);
        Assert.Equal(3, report.Epochs[0].Training.Samples);
    }

    [Fact]
    public void Fit_OnlyBatchCannotBeTaken_IsRefused()
    {
        using TensorSet data = Small.Points(1, seed: 1);
        using var model = Small.Network(seed: 3, norm: true);
        var error = Assert.Throws<ArgumentException>(() => new Trainer(TrainingProblem.Classification(model), Options with { ValidationFraction = 0 }).Fit(data));
        Assert.StartsWith("1 samples fill no batch of 16, and a batch norm takes no batch of one sample: nothing is left to train on.", error.Message, StringComparison.Ordinal);
    }
}
