using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Masking.Tests.Networks;

/// <summary>Weights that something else reads, which would not see the mask.</summary>
[Collection("default generator")]
public sealed class SharedWeightTests
{
    public SharedWeightTests() => manual_seed(7);

    private static double[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensor.detach().to(float64).contiguous().data<double>()];
    }

    [Fact]
    public void WeightOfAnEmbedding_StaysTrainedAndIsNamed()
    {
        var network = new Tongue();
        double[] table = Values(network.get_parameter("table.weight")!);
        using var masked = Masked.Apply(network);
        Assert.Equal(["hidden.weight"], masked.Layers.Select(layer => layer.Name));
        Assert.Equal("head (Linear): its weight shares its memory with table.weight, and what reads that would not see the mask", Assert.Single(masked.Excluded, excluded => excluded.Name == "head").ToString());
        Assert.Equal(table, Values(network.get_parameter("table.weight")!));

        using Tensor tokens = tensor(new long[] { 2, 5, 2 });
        Tensor y = network.call(tokens);
        y.sum().backward();
        Assert.NotNull(network.get_parameter("table.weight")!.grad);
        double[] kept = Values(network.get_parameter("hidden.weight")!);
        byte[] mask = masked.Layers[0].Mask();
        for (int i = 0; i < kept.Length; i++)
            kept[i] *= (mask[i >> 3] >> (i & 7)) & 1;
        double[] expected = Run(table, kept, [2, 5, 2]), found = Values(y);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-5);

        MaskFileContents contents = masked.Export();
        using Tongue other = Masked.Import(new Tongue(), contents);
        Assert.Equal(found, Values(other.call(tokens)));
        masked.Freeze();
        Assert.Equal(found, Values(network.call(tokens)));
    }

    /// <summary>The same, by loops: rows of the table, the hidden layer, and products with all rows.</summary>
    private static double[] Run(double[] table, double[] hidden, int[] tokens)
    {
        var result = new double[tokens.Length * Tongue.Words];
        for (int t = 0; t < tokens.Length; t++)
        {
            var h = new double[Tongue.Width];
            for (int i = 0; i < Tongue.Width; i++)
            {
                for (int j = 0; j < Tongue.Width; j++)
                    h[i] += hidden[i * Tongue.Width + j] * table[tokens[t] * Tongue.Width + j];
            }
            for (int w = 0; w < Tongue.Words; w++)
            {
                for (int i = 0; i < Tongue.Width; i++)
                    result[t * Tongue.Words + w] += table[w * Tongue.Width + i] * h[i];
            }
        }
        return result;
    }

    [Fact]
    public void WeightOfAnExceptedLayer_StaysAsItIs()
    {
        var network = new Tied(4);
        double[] weight = Values(network.get_parameter("a.weight")!);
        Assert.Contains("its weight shares its memory with b.weight, and",
            Assert.Throws<ArgumentException>(() => Masked.Apply(network, new MaskOptions { Except = (name, _) => name == "b" })).Message, StringComparison.Ordinal);
        Assert.Equal(weight, Values(network.get_parameter("a.weight")!));
    }

    /// <summary>Views of one memory are not masked where they overlap, and are where they do not.</summary>
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void ViewsOfOneMemory_AreMaskedWhereTheyDoNotOverlap(ScalarType type)
    {
        using Tensor memory = randn(10, 4, dtype: type);
        Sequential Network(int second)
        {
            Linear a = Linear(4, 4, hasBias: false), b = Linear(4, 4, hasBias: false);
            a.weight = new Parameter(memory.narrow(0, 0, 4));
            b.weight = new Parameter(memory.narrow(0, second, 4));
            return Sequential(("a", a), ("b", b), ("c", Linear(4, 4).to(type)));
        }
        foreach (int second in new[] { 0, 3 })
        {
            using var overlapping = Masked.Apply(Network(second));
            Assert.Equal(["c.weight"], overlapping.Layers.Select(layer => layer.Name));
            Assert.Equal(["a", "b"], overlapping.Excluded.Select(excluded => excluded.Name).Order());
        }
        using var apart = Masked.Apply(Network(4));
        Assert.Equal(["a.weight", "b.weight", "c.weight"], apart.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void WeightThatANetworkHoldsItself_StaysAsItIs() =>
        Assert.Contains("its weight shares its memory with w, and", Assert.Throws<ArgumentException>(() => Masked.Apply(new Holder())).Message, StringComparison.Ordinal);

    [Fact]
    public void ExpandedWeight_IsRefused()
    {
        using Linear layer = Linear(6, 5);
        layer.weight = new Parameter(randn(1, 6).expand(5, 6));
        Assert.Contains("its weight is expanded", Assert.Throws<ArgumentException>(() => Masked.Apply(layer)).Message, StringComparison.Ordinal);
    }

    /// <summary>What reads a weight that is nowhere must not go on with zeros.</summary>
    [Fact]
    public void WeightFromBits_ReadBesideItsLayer_IsNotANumber()
    {
        using var masked = Masked.Apply(new Reader(), new MaskOptions { Fill = new RandomVectorFill(0.2) });
        MaskFileContents contents = masked.Export();
        var network = new Reader();
        using var bits = Masked.ImportBits(network, contents);
        using IDisposable off = no_grad();
        using Tensor x = randn(3, 4);
        Assert.True(network.call(x).isnan().all().item<bool>());
        Assert.Contains("masked already", Assert.Throws<InvalidOperationException>(() => Masked.Apply(network)).Message, StringComparison.Ordinal);
        Assert.Contains("masked already", Assert.Throws<InvalidOperationException>(() => Masked.Import(network, contents)).Message, StringComparison.Ordinal);
    }

    /// <summary>A table of words that is the classifier too.</summary>
    private sealed class Tongue : Module<Tensor, Tensor>
    {
        public const int Words = 9, Width = 4;
        private readonly Embedding table = Embedding(Words, Width);
        private readonly Linear hidden = Linear(Width, Width, hasBias: false);
        private readonly Linear head = Linear(Width, Words, hasBias: false);

        public Tongue()
            : base(nameof(Tongue))
        {
            head.weight = table.weight!;
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens) => head.call(hidden.call(table.call(tokens)));
    }

    /// <summary>A layer's weight in a field of its own.</summary>
    private sealed class Holder : Module<Tensor, Tensor>
    {
        private readonly Linear layer = Linear(4, 4);
        private readonly Parameter w;

        public Holder()
            : base(nameof(Holder))
        {
            w = layer.weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => layer.call(x).matmul(w);
    }

    /// <summary>A layer and its adjoint.</summary>
    private sealed class Reader : Module<Tensor, Tensor>
    {
        private readonly Linear layer = Linear(4, 6, hasBias: false);

        public Reader()
            : base(nameof(Reader)) => RegisterComponents();

        public override Tensor forward(Tensor x) => layer.call(x).matmul(layer.weight);
    }
}
