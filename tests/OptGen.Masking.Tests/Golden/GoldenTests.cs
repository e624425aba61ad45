using OptGen.Masking.Tests.Networks;
using OptGen.Optimizers.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Golden;

/// <summary>Five training steps of masked networks of two layers, against PyTorch: tests/oracle/masking.py.</summary>
[Collection("default generator")]
public sealed class GoldenTests
{
    private static readonly GoldenFile File = GoldenFile.Load("masking");

    private static readonly Dictionary<string, MaskOptions> Cases = new(StringComparer.Ordinal)
    {
        ["dense"] = new() { Seed = 11, Fill = new DenseFill() },
        ["dense, signed scores"] = new() { Seed = 12, Fill = new DenseFill(), Kept = 0.3, Scores = ScoreKind.Signed },
        ["one layer"] = new() { Seed = 13, Fill = new OneLayerFill() },
        ["one layer, two shapes"] = new() { Seed = 14, Fill = new OneLayerFill(), Values = FillValues.SignedConstant, GainPerLayer = false, Kept = 0.4 },
        ["max layer"] = new() { Seed = 15 },
        ["max layer, as the reference"] = new() { Seed = 16, GainPerLayer = false },
        ["max layer, signed constant"] = new() { Seed = 17, Values = FillValues.SignedConstant, Kept = 0.3 },
        ["max layer, global"] = new() { Seed = 18, Kept = 0.3, Budget = MaskBudget.Global },
        ["max layer, global, signed scores"] = new() { Seed = 19, Kept = 0.6, Budget = MaskBudget.Global, Scores = ScoreKind.Signed },
        ["vector 0.1"] = new() { Seed = 20, Fill = new RandomVectorFill(0.1) },
        ["vector 0.1, permuted"] = new() { Seed = 21, Fill = new RandomVectorFill(0.1, VectorArrangement.Permuted) },
        ["vector 0.1, shifted"] = new() { Seed = 22, Fill = new RandomVectorFill(0.1, VectorArrangement.Shifted) },
        ["vector of one value"] = new() { Seed = 23, Fill = new RandomVectorFill(0.00001), Values = FillValues.SignedConstant }
    };

    public static TheoryData<string, bool> Both
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string name in Cases.Keys)
            {
                data.Add(name, true);
                data.Add(name, false);
            }
            return data;
        }
    }

    [Fact]
    public void File_HasTheseCases() => Assert.Equal(Cases.Keys.Order(), File.Keys.Where(key => key.EndsWith("/losses", StringComparison.Ordinal)).Select(key => key.Split('/')[0]).Order());

    [Theory]
    [MemberData(nameof(Both))]
    public void FiveSteps_AreThoseOfPyTorch(string name, bool isDouble)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = isDouble ? float64 : float32;
        double tolerance = isDouble ? 1e-12 : 2e-6;
        Tensor x = File.Tensor($"{name}/x").to(type), y = File.Tensor($"{name}/y").to(type);
        Tensor[] frozen = [File.Tensor($"{name}/weights/0"), File.Tensor($"{name}/weights/1")];
        var network = new TwoLayers((int)frozen[0].shape[1], (int)frozen[0].shape[0], (int)frozen[1].shape[0]).to(type);
        using var masked = Masked.Apply(network, Cases[name]);
        for (int i = 0; i < 2; i++)
            Assert.Equal(frozen[i].data<float>().ToArray(), network.get_parameter(masked.Layers[i].Name)!.to(float32).data<float>().ToArray());
        using (no_grad())
        {
            foreach (string bias in new[] { "first.bias", "second.bias" })
                network.get_parameter(bias)!.copy_(linspace(-0.2, 0.3, network.get_parameter(bias)!.numel(), dtype: float64));
        }

        using var optimizer = optim.SGD(masked.TrainedParameters().ToList(), 0.2, momentum: 0.9);
        List<double> losses = [];
        for (int step = 0; step < 5; step++)
        {
            optimizer.zero_grad();
            Tensor loss = masked.call(x).sub(y).square().mean();
            loss.backward();
            optimizer.step();
            losses.Add(loss.to(float64).item<double>());
        }

        double[] expected = File.Tensor($"{name}/losses").data<double>().ToArray();
        Assert.All(losses.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, Math.Abs(pair.Second) * tolerance * 10));
        for (int i = 0; i < 2; i++)
        {
            double[] scores = masked.Layers[i].Scores.detach().to(float64).data<double>().ToArray();
            Assert.All(scores.Zip(File.Tensor($"{name}/scores/{i}").data<double>().ToArray()), pair => Assert.Equal(pair.Second, pair.First, tolerance));
            byte[] mask = masked.Layers[i].Mask();
            Assert.Equal(File.Tensor($"{name}/masks/{i}").data<byte>().ToArray(), Enumerable.Range(0, scores.Length).Select(j => (byte)((mask[j >> 3] >> (j & 7)) & 1)));
        }
    }
}
