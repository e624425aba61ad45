using OptGen.Blocks;
using OptGen.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Networks;

/// <summary>What is exported gives back every bit.</summary>
[Collection("default generator")]
public sealed class ExportTests
{
    public ExportTests() => manual_seed(4);

    private static readonly Fill[] Fills =
    [
        new DenseFill(), new OneLayerFill(), new MaxLayerFill(), new RandomVectorFill(0.1), new RandomVectorFill(0.01, VectorArrangement.Permuted),
        new RandomVectorFill(0.2, VectorArrangement.Shifted), new RandomVectorFill(1e-5)
    ];

    public static TheoryData<int, FillValues, bool> Kinds
    {
        get
        {
            var data = new TheoryData<int, FillValues, bool>();
            for (int fill = 0; fill < Fills.Length; fill++)
            {
                foreach (FillValues values in Enum.GetValues<FillValues>())
                {
                    data.Add(fill, values, false);
                    data.Add(fill, values, true);
                }
            }
            return data;
        }
    }

    private static float[] Output(nn.Module<Tensor, Tensor> network, Tensor x)
    {
        using IDisposable off = no_grad();
        network.eval();
        using Tensor y = network.call(x), wide = y.to(float32);
        return wide.data<float>().ToArray();
    }

    private static void AssertRoundTrip(MaskedNetwork masked, nn.Module<Tensor, Tensor> fresh, Tensor x, bool storesPrototype = false)
    {
        using DisposeScope scope = NewDisposeScope();
        MaskFileContents contents = masked.Export(storesPrototype, "any");
        Assert.Equal("any", contents.Architecture);
        Assert.Equal(contents, masked.Export(storesPrototype, "any"));
        float[] expected = Output(masked, x);
        Assert.Same(fresh, Masked.Import(fresh, contents));
        Assert.Equal(expected, Output(fresh, x));
        masked.Freeze();
        var saved = masked.Network.state_dict();
        foreach (var (name, tensor) in fresh.state_dict())
            Assert.True(StoredTensors.Bytes(tensor).AsSpan().SequenceEqual(StoredTensors.Bytes(saved[name])), name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryFill_ComesBackBitForBit(int fill, FillValues values, bool storesPrototype)
    {
        foreach (double kept in new[] { 0.5, 0.3, 0.1, 0.05, 0.01, 1.0 })
        {
            using var masked = Masked.Apply(new HandWritten(), new MaskOptions { Fill = Fills[fill], Values = values, Kept = kept, Seed = 99 });
            using Tensor x = randn(2, 1, 8, 8);
            masked.train();
            masked.call(x).sum().backward();
            AssertRoundTrip(masked, new HandWritten(), x, storesPrototype);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void OtherTypes_ComeBackBitForBit(ScalarType type)
    {
        using var masked = Masked.Apply(new TwoLayers(6, 16, 4).to(type), new MaskOptions { Seed = 2 });
        using Tensor x = randn(3, 6, dtype: type);
        AssertRoundTrip(masked, new TwoLayers(6, 16, 4).to(type), x);
    }

    [Fact]
    public void MovedNetwork_IsExportedInItsNewType()
    {
        using var masked = Masked.Apply(new TwoLayers(6, 16, 4), new MaskOptions { Seed = 2 }).to(float64);
        using Tensor x = randn(3, 6, dtype: float64);
        AssertRoundTrip(masked, new TwoLayers(6, 16, 4).to(float64), x);
    }

    [Fact]
    public void WeightsThatLostDigits_AreNotExported()
    {
        using var masked = Masked.Apply(new TwoLayers(6, 16, 4)).to(bfloat16).to(float32);
        var refusal = Assert.Throws<InvalidOperationException>(() => masked.Export());
        Assert.StartsWith("first.weight is not what the fill gives: it was written to, or lost digits in a narrower type.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfPrecisionPrototype_IsStoredInHalfTheBytes()
    {
        using var masked = Masked.Apply(new TwoLayers(6, 16, 4), new MaskOptions { HalfPrecisionPrototype = true });
        Assert.Equal(96, Assert.IsType<Float16Prototype>(masked.Export().Prototype).Values.Length);
        using Tensor x = randn(3, 6);
        AssertRoundTrip(masked, new TwoLayers(6, 16, 4), x);
    }

    [Fact]
    public void SharedAndTiedLayers_AreThereOnce()
    {
        using Tensor x = randn(3, 6);
        foreach (Func<nn.Module<Tensor, Tensor>> make in new Func<nn.Module<Tensor, Tensor>>[] { () => new Twice(6), () => new Tied(6) })
        {
            using var masked = Masked.Apply(make());
            Assert.Equal("a.weight", Assert.Single(masked.Export().Weights).Name);
            Assert.DoesNotContain(masked.Export().Tensors, tensor => tensor.Name.EndsWith("weight", StringComparison.Ordinal));
            AssertRoundTrip(masked, make(), x);
        }
    }

    [Fact]
    public void ExceptedLayers_AreStoredWhole()
    {
        using var masked = Masked.Apply(new TwoLayers(6, 16, 4), new MaskOptions { Except = (name, _) => name == "first" });
        Assert.Equal(["first.weight", "first.bias", "second.bias"], masked.Export().Tensors.Select(tensor => tensor.Name));
        using Tensor x = randn(3, 6);
        AssertRoundTrip(masked, new TwoLayers(6, 16, 4), x);
    }

    [Fact]
    public void GeneratedNetwork_ComesBackBitForBit()
    {
        static nn.Module<Tensor, Tensor> Make() => new AgdConstant(k => new AttentionMlp(16, 2, 32), 3);
        using var masked = Masked.Apply(Make(), new MaskOptions { Fill = new RandomVectorFill(0.01) });
        Assert.Equal("T.0.attn.qkv.weight", masked.Layers[0].Name);
        using Tensor x = randn(2, 5, 16);
        AssertRoundTrip(masked, Make(), x);
    }

    [Fact]
    public void ContentsThatDoNotFit_AreRefusedAndChangeNothing()
    {
        using var masked = Masked.Apply(new TwoLayers(6, 16, 4), new MaskOptions { Fill = new RandomVectorFill(0.5, VectorArrangement.Shifted) });
        MaskFileContents good = masked.Export();
        MaskedWeight first = good.Weights[0];
        void Refuse(string message, MaskFileContents contents, nn.Module<Tensor, Tensor>? network = null)
        {
            network ??= new TwoLayers(6, 16, 4);
            float[][] before = [.. network.parameters().Select(p => p.detach().to(float32).data<float>().ToArray())];
            var refusal = Assert.Throws<ArgumentException>(() => Masked.Import(network, contents));
            Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
            Assert.Equal(before, network.parameters().Select(p => p.detach().to(float32).data<float>().ToArray()));
        }
        MaskFileContents With(MaskedWeight changed) => good with { Weights = good.Weights.SetItem(0, changed) };
        Refuse("first.weight has the shape [16, 6], and in the network [15, 6]", good, new TwoLayers(6, 15, 4));
        Refuse("first.weight is of the type F32, and in the network Float64", good, new TwoLayers(6, 16, 4).to(float64));
        Refuse("the network has first.bias, of which they say nothing", good with { Tensors = good.Tensors.RemoveAt(0) });
        Refuse("the network has first.weight, of which they say nothing", good with { Weights = good.Weights.RemoveAt(0) });
        Refuse("they have x, and the network does not", With(first with { Name = "x" }));
        Refuse("two masked weights are one", good with { Weights = good.Weights.Add(first) });
        Refuse("first.bias is stored twice", good with { Tensors = good.Tensors.Add(good.Tensors[0]) });
        Refuse("first.bias has 3 bytes", good with { Tensors = good.Tensors.SetItem(0, good.Tensors[0] with { Data = [1, 2, 3] }) });
        Refuse("the mask of first.weight has not the 12 bytes of 96 weights", With(first with { Mask = [1] }));
        Refuse("the mask of first.weight keeps 48 weights, and is said to keep 47", With(first with { Kept = 47 }));
        Refuse("the gain of first.weight is NaN", With(first with { Gain = double.NaN }));
        Refuse("the offset of first.weight is 49", With(first with { Offset = 49 }));
        Refuse("the prototype has 2 values, and the fill needs 49", good with { Prototype = new Float32Prototype([1, 2]) });
        Refuse("first.bias is masked, and in the network it is no weight", With(first with { Name = "first.bias", Shape = [16], Mask = [255, 255], Kept = 16 }));
        Assert.Throws<InvalidOperationException>(() => Masked.Import((TwoLayers)masked.Network, good));
        Masked.Import(new TwoLayers(6, 16, 4), good);
    }
}
