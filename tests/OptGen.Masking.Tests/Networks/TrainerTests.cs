using OptGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Networks;

/// <summary>A masked network is a network like any other to the trainer.</summary>
// As in MaskingPageTests.
[Collection("live tensors")]
public sealed class TrainerTests
{
    [Fact]
    public void Trainer_MaskedNetwork_Learns()
    {
        manual_seed(1);
        var rings = new NestedRings();
        using TensorSet data = rings.Sample(1500, seed: 1);
        using var masked = Masked.Apply(new TwoLayers(2, 256, rings.Classes), new MaskOptions { Seed = 3, Schedule = new LinearKept(1, 0.5, 20) });
        using var before = masked.Network.get_parameter("first.weight")!.clone();
        TrainingReport report = new Trainer(TrainingProblem.Classification(masked), new TrainingOptions
        {
            Epochs = 30,
            Optimizer = network => optim.AdamW(network.parameters().Where(parameter => parameter.requires_grad).ToList(), 0.02),
            Callbacks = [new Steps(masked)]
        }).Fit(data).OrThrow();
        Assert.InRange(report.Epochs[^1].Training.Loss, 0, 0.6 * report.Epochs[0].Training.Loss);
        Assert.Equal(StoredTensors.Bytes(before), StoredTensors.Bytes(masked.Network.get_parameter("first.weight")!));
        Assert.Equal(0.5, masked.Kept);
        // What the trainer ends with is what is saved, and comes back.
        using Tensor x = randn(5, 2);
        using IDisposable off = no_grad();
        using Tensor expected = masked.call(x), loaded = Masked.Import(new TwoLayers(2, 256, rings.Classes), MaskFile.FromBytes(MaskFile.ToBytes(masked.Export()))).call(x);
        Assert.Equal(StoredTensors.Bytes(expected), StoredTensors.Bytes(loaded));
    }

    private sealed class Steps(MaskedNetwork masked) : TrainingCallback
    {
        public override void OnGradients(TrainingContext context) => masked.Step();
    }
}
