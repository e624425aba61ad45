using OptGen.Masking.Tests.Networks;
using OptGen.Networks.Baselines;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Masking.Tests.Inference;

/// <summary>Layers computed from bits against the same layers with dense weights.</summary>
[Collection("default generator")]
public sealed class BitMaskTests
{
    public BitMaskTests() => manual_seed(8);

    private static float[] Values(Tensor tensor) => [.. tensor.detach().contiguous().data<float>()];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float scale = expected.Select(MathF.Abs).Append(1e-3f).Max();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6f * scale));
    }

    /// <summary>Rows and columns around the sizes of vectors and groups, vectors of one value to more than the matrix has.</summary>
    [Fact]
    public void Matrix_OfEverySize_IsTheDenseOne()
    {
        var random = new Random(15);
        foreach (int rows in new[] { 1, 3, 4, 5, 9 })
        {
            foreach (int columns in new[] { 1, 7, 8, 9, 16, 31, 65 })
            {
                foreach (int count in new[] { 1, 2, 3, 7, 8, 9, 20, 1000 })
                {
                    float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
                    byte[] mask = new byte[(rows * columns + 7) / 8];
                    random.NextBytes(mask);
                    int start = random.Next(count);
                    var matrix = new BitMaskMatrix(mask, rows, columns, values, start);
                    float[] dense = [.. Enumerable.Range(0, rows * columns).Select(i => ((mask[i >> 3] >> (i & 7)) & 1) == 0 ? 0 : values[(start + i) % count])];
                    var row = new float[(columns + 7) / 8 * 8];
                    for (int r = 0; r < rows; r++)
                    {
                        matrix.Decode(r, row);
                        Assert.Equal(dense[(r * columns)..((r + 1) * columns)], row[..columns]);
                        Assert.All(row[columns..], beyond => Assert.Equal(0, beyond));
                    }
                    int samples = random.Next(1, 4), pixels = random.Next(1, 20);
                    float[] bias = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, rows).Select(_ => (float)random.NextDouble())];
                    float[] x = [.. Enumerable.Range(0, samples * columns * pixels).Select(_ => (float)random.NextDouble() - 0.5f)];
                    var y = new float[samples * rows];
                    matrix.Multiply(x.AsSpan(0, samples * columns), samples, bias, y);
                    AssertClose([.. Enumerable.Range(0, y.Length).Select(i => Sum(i / rows * columns, 1, i % rows))], y);
                    var image = new float[samples * rows * pixels];
                    matrix.MultiplyPixels(x, samples, pixels, bias, image);
                    AssertClose([.. Enumerable.Range(0, image.Length).Select(i => Sum(i / (rows * pixels) * columns * pixels + i % pixels, pixels, i / pixels % rows))], image);

                    float Sum(int first, int step, int r) =>
                        (float)(Enumerable.Range(0, columns).Sum(c => (double)dense[r * columns + c] * x[first + step * c]) + (bias.Length == 0 ? 0 : bias[r]));
                }
            }
        }
    }

    [Theory]
    [InlineData(1e-5, VectorArrangement.Copy, FillValues.SignedConstant)]
    [InlineData(0.01, VectorArrangement.Copy, FillValues.Normal)]
    [InlineData(0.3, VectorArrangement.Shifted, FillValues.Normal)]
    public void ConvMixer_FromBits_ComputesWhatTheDenseOneDoes(double ratio, VectorArrangement arrangement, FillValues values)
    {
        static ConvMixer Make() => new(16, 2, 2, 10, kernelSize: 3);
        using var masked = Masked.Apply(Make(), new MaskOptions { Fill = new RandomVectorFill(ratio, arrangement), Values = values });
        masked.eval();
        MaskFileContents contents = masked.Export();
        ConvMixer dense = Masked.Import(Make(), contents), sparse = Make();
        dense.eval();
        sparse.eval();
        using BitMaskNetwork bits = Masked.ImportBits(sparse, contents);
        Assert.Equal(["3.1.weight", "4.1.weight", "7.weight"], bits.Layers.Select(layer => layer.Name));
        Assert.Equal(["0.weight", "3.0.fn.0.weight", "4.0.fn.0.weight"], bits.Dense.Select(layer => layer.Name));
        Assert.All(bits.Dense, layer => Assert.Equal("it is neither linear nor a 1x1 convolution of stride 1 and one group", layer.Reason));
        Assert.All(bits.Layers, layer => Assert.InRange(layer.Bytes, 0, layer.DenseBytes / 32 + layer.DenseBytes / 3 + 64 + 4 * contents.PrototypeLength));
        using Tensor x = randn(2, 3, 8, 8);
        AssertClose(Values(dense.call(x)), Values(sparse.call(x)));
        AssertClose(Values(dense.call(x)), Values(sparse.call(x)));
        Assert.All(sparse.parameters(), parameter => Assert.False(parameter.requires_grad));
    }

    [Fact]
    public void OddInputs_AreTakenAsTorchTakesThem()
    {
        static Module<Tensor, Tensor> Make() => Sequential(("a", Linear(6, 5)), ("b", ReLU()), ("c", Linear(5, 3, hasBias: false)));
        using var masked = Masked.Apply(Make(), new MaskOptions { Fill = new RandomVectorFill(0.1) });
        MaskFileContents contents = masked.Export();
        using Module<Tensor, Tensor> dense = Masked.Import(Make(), contents);
        using var bits = Masked.ImportBits(Make(), contents);
        var sparse = (Module<Tensor, Tensor>)bits.Network;
        using IDisposable off = no_grad();
        foreach (Tensor x in new[] { randn(6), randn(0, 6), randn(2, 3, 6), randn(6, 4).t(), randn(8, 12)[.., ..6] })
        {
            Tensor expected = dense.call(x), y = sparse.call(x);
            Assert.Equal(expected.shape, y.shape);
            if (expected.numel() > 0)
                AssertClose(Values(expected), Values(y));
        }
        Assert.Contains("takes 6 numbers in the last dimension, and was given a tensor of the shape [2, 5]", Assert.Throws<ArgumentException>(() => sparse.call(randn(2, 5))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => sparse.call(randn(2, 6, dtype: float64)));
    }

    [Fact]
    public void Gradients_AreRefused()
    {
        using var masked = Masked.Apply(new TwoLayers(4, 4, 4), new MaskOptions { Fill = new RandomVectorFill(0.1) });
        using var bits = Masked.ImportBits(new TwoLayers(4, 4, 4), masked.Export());
        using Tensor x = randn(2, 4).requires_grad_();
        Assert.Contains("call the network under no_grad()", Assert.Throws<InvalidOperationException>(() => ((TwoLayers)bits.Network).call(x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFills_GetDenseWeights()
    {
        foreach (Fill fill in new Fill[] { new DenseFill(), new MaxLayerFill(), new RandomVectorFill(0.1, VectorArrangement.Permuted) })
        {
            using var masked = Masked.Apply(new TwoLayers(4, 8, 4), new MaskOptions { Fill = fill });
            using var bits = Masked.ImportBits(new TwoLayers(4, 8, 4), masked.Export());
            Assert.Empty(bits.Layers);
            Assert.Equal(2, bits.Dense.Count);
            using Tensor x = randn(2, 4);
            Assert.Equal(Values(masked.call(x)), Values(((TwoLayers)bits.Network).call(x)));
        }
    }

    /// <summary>The dense weight is gone: one number stands for it.</summary>
    [Fact]
    public void DenseWeights_AreReleased()
    {
        using var masked = Masked.Apply(new TwoLayers(64, 64, 64), new MaskOptions { Fill = new RandomVectorFill(0.001) });
        using var bits = Masked.ImportBits(new TwoLayers(64, 64, 64), masked.Export());
        Tensor weight = bits.Network.get_parameter("first.weight")!;
        Assert.Equal([64, 64], weight.shape);
        Assert.Equal([0, 0], weight.stride());
        Assert.Equal(64 * 64 / 8 + 4 * (10 + 8), bits.Layers[0].Bytes);
        Assert.Equal(64 * 64 * 4, bits.Layers[0].DenseBytes);
    }
}
