using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>Every layer against PyTorch: first weights bit for bit, results and gradients to a relative error of 1e-6.</summary>
[Collection("default generator")]
public sealed class LayerTests
{
    private const double Relative = 1e-6;
    private const double Absolute = 1e-6;

    private static readonly long[] Image = [2, 4, 6, 6];
    private static readonly long[] Sequence = [2, 4, 9];
    private static readonly long[] Matrix = [5, 6];
    private static readonly GoldenFile Golden = GoldenFile.Load("layers");

    private static readonly Dictionary<string, (Func<nn.Module> Make, long[][] Inputs)> Layers = new()
    {
        ["Linear"] = (() => nn.Linear(5, 3), [[4, 5]]),
        ["LinearNoBias"] = (() => nn.Linear(5, 3, hasBias: false), [[4, 5]]),
        ["Bilinear"] = (() => nn.Bilinear(5, 4, 3), [[6, 5], [6, 4]]),
        ["Conv1d"] = (() => nn.Conv1d(4, 6, 3, stride: 2, padding: 1), [Sequence]),
        ["Conv2d"] = (() => nn.Conv2d(4, 6, 3, stride: 2, padding: 1, dilation: 2), [Image]),
        ["Conv2dGroups"] = (() => nn.Conv2d(4, 6, (3, 1), groups: 2, bias: false), [Image]),
        ["Conv2dSame"] = (() => nn.Conv2d(4, 3, (3, 2), padding: Padding.Same), [Image]),
        ["Conv2dReflect"] = (() => nn.Conv2d(4, 3, (3, 3), padding: (1, 2), padding_mode: PaddingModes.Reflect), [Image]),
        ["Conv2dSameCircular"] = (() => nn.Conv2d(4, 3, (3, 2), padding: Padding.Same, padding_mode: PaddingModes.Circular), [Image]),
        ["Conv3d"] = (() => nn.Conv3d(2, 3, 2), [[1, 2, 3, 4, 4]]),
        ["ConvTranspose1d"] = (() => nn.ConvTranspose1d(4, 3, 3, stride: 2), [Sequence]),
        ["ConvTranspose2d"] = (() => nn.ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, output_padding: 1, groups: 2, dilation: 2), [Image]),
        ["ConvTranspose3d"] = (() => nn.ConvTranspose3d(2, 3, 2), [[1, 2, 3, 3, 3]]),
        ["BatchNorm1d"] = (() => nn.BatchNorm1d(4), [Sequence]),
        ["BatchNorm2d"] = (() => nn.BatchNorm2d(4, momentum: 0.3), [Image]),
        ["LayerNorm"] = (() => nn.LayerNorm([6, 6]), [Image]),
        ["GroupNorm"] = (() => nn.GroupNorm(2, 4), [Image]),
        ["InstanceNorm1d"] = (() => nn.InstanceNorm1d(4, affine: true), [Sequence]),
        ["InstanceNorm2d"] = (() => nn.InstanceNorm2d(4, track_running_stats: true), [Image]),
        ["InstanceNorm2dUnbatched"] = (() => nn.InstanceNorm2d(4), [[4, 6, 6]]),
        ["LocalResponseNorm"] = (() => nn.LocalResponseNorm(3), [Image]),
        ["LocalResponseNormSequence"] = (() => nn.LocalResponseNorm(2), [Sequence]),
        ["PReLU"] = (() => nn.PReLU(4), [Image]),
        ["MaxPool1d"] = (() => nn.MaxPool1d(3), [Sequence]),
        ["MaxPool2d"] = (() => nn.MaxPool2d(3, stride: 2, padding: 1), [Image]),
        ["AvgPool1d"] = (() => nn.AvgPool1d(3, stride: 2), [Sequence]),
        ["AvgPool2d"] = (() => nn.AvgPool2d(3, padding: 1, count_include_pad: false), [Image]),
        ["AdaptiveAvgPool1d"] = (() => nn.AdaptiveAvgPool1d(4), [Sequence]),
        ["AdaptiveAvgPool2d"] = (() => nn.AdaptiveAvgPool2d((3, 4)), [Image]),
        ["AdaptiveMaxPool1d"] = (() => nn.AdaptiveMaxPool1d(4), [Sequence]),
        ["AdaptiveMaxPool2d"] = (() => nn.AdaptiveMaxPool2d([3, 4]), [Image]),
        ["LPPool2d"] = (() => nn.LPPool2d(2, 3), [Image]),
        ["Flatten"] = (() => nn.Flatten(), [Image]),
        ["Unflatten"] = (() => nn.Unflatten(1, [2, 2]), [Sequence]),
        ["Identity"] = (() => nn.Identity(), [Sequence]),
        ["Upsample"] = (() => nn.Upsample(scale_factor: [2]), [Image]),
        ["UpsampleBilinear"] = (() => nn.Upsample(size: [9, 4], mode: UpsampleMode.Bilinear, align_corners: true), [Image]),
        ["PixelShuffle"] = (() => nn.PixelShuffle(2), [Image]),
        ["PixelUnshuffle"] = (() => nn.PixelUnshuffle(3), [Image]),
        ["Unfold"] = (() => nn.Unfold(3, padding: 1, stride: 2), [Image]),
        ["Fold"] = (() => nn.Fold(4, 2, stride: 2), [[2, 8, 4]]),
        ["ConstantPad1d"] = (() => nn.ConstantPad1d((1, 2), 0.5), [Sequence]),
        ["ReflectionPad2d"] = (() => nn.ReflectionPad2d((1, 2, 3, 0)), [Image]),
        ["ReplicationPad2d"] = (() => nn.ReplicationPad2d(2), [Image]),
        ["ZeroPad2d"] = (() => nn.ZeroPad2d((0, 1, 2, 3)), [Image]),
        ["CosineSimilarity"] = (() => nn.CosineSimilarity(), [[6, 5], [6, 5]]),
        ["PairwiseDistance"] = (() => nn.PairwiseDistance(), [[6, 5], [6, 5]]),
        ["Dropout"] = (() => nn.Dropout(0.3), [Image]),
        ["Dropout1d"] = (() => nn.Dropout1d(0.4), [[6, 9]]),
        ["Dropout2d"] = (() => nn.Dropout2d(0.4), [Image]),
        ["AlphaDropout"] = (() => nn.AlphaDropout(0.3), [Image]),
        ["FeatureAlphaDropout"] = (() => nn.FeatureAlphaDropout(0.4), [Image]),
        ["RReLU"] = (() => nn.RReLU(), [Image]),
        ["ReLU"] = (() => nn.ReLU(), [Matrix]),
        ["ReLU6"] = (() => nn.ReLU6(), [Matrix]),
        ["SELU"] = (() => nn.SELU(), [Matrix]),
        ["CELU"] = (() => nn.CELU(0.7), [Matrix]),
        ["ELU"] = (() => nn.ELU(0.7), [Matrix]),
        ["GELU"] = (() => nn.GELU(), [Matrix]),
        ["GELUtanh"] = (() => nn.GELU(TorchSharp.Modules.GELU.Approximate.tanh), [Matrix]),
        ["GLU"] = (() => nn.GLU(), [Matrix]),
        ["SiLU"] = (() => nn.SiLU(), [Matrix]),
        ["Mish"] = (() => nn.Mish(), [Matrix]),
        ["Sigmoid"] = (() => nn.Sigmoid(), [Matrix]),
        ["Tanh"] = (() => nn.Tanh(), [Matrix]),
        ["Hardsigmoid"] = (() => nn.Hardsigmoid(), [Matrix]),
        ["Hardswish"] = (() => nn.Hardswish(), [Matrix]),
        ["Hardtanh"] = (() => nn.Hardtanh(), [Matrix]),
        ["Hardshrink"] = (() => nn.Hardshrink(), [Matrix]),
        ["Softshrink"] = (() => nn.Softshrink(), [Matrix]),
        ["Softplus"] = (() => nn.Softplus(), [Matrix]),
        ["Softsign"] = (() => nn.Softsign(), [Matrix]),
        ["Tanhshrink"] = (() => nn.Tanhshrink(), [Matrix]),
        ["LeakyReLU"] = (() => nn.LeakyReLU(), [Matrix]),
        ["LogSigmoid"] = (() => nn.LogSigmoid(), [Matrix]),
        ["Softmax"] = (() => nn.Softmax(1), [Matrix]),
        ["LogSoftmax"] = (() => nn.LogSoftmax(1), [Matrix]),
        ["Softmin"] = (() => nn.Softmin(1), [Matrix]),
        ["Softmax2d"] = (() => nn.Softmax2d(), [Image]),
        ["Threshold"] = (() => nn.Threshold(0.2, -1), [Matrix])
    };

    public static TheoryData<string> Names => new(Layers.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_OneSeed_WeightsResultAndGradientsArePyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var (make, shapes) = Layers[name];
        manual_seed(7);
        using var layer = make();
        SameState(name, layer);

        var inputs = shapes.Select(shape => randn(shape, requires_grad: true)).ToArray();
        var result = layer is nn.Module<Tensor, Tensor> single
            ? single.call(inputs[0])
            : ((nn.Module<Tensor, Tensor, Tensor>)layer).call(inputs[0], inputs[1]);
        Same($"{name}:result", result);
        result.backward([randn(result.shape)]);
        for (var i = 0; i < inputs.Length; i++) Same($"{name}:input{i}", inputs[i].grad!);
        foreach (var (key, parameter) in layer.named_parameters()) Same($"{name}:{key}", parameter.grad!);
        foreach (var (key, buffer) in layer.named_buffers()) Same($"{name}:after {key}", buffer);
    }

    [Theory]
    [InlineData("Dropout")]
    [InlineData("Dropout1d")]
    [InlineData("Dropout2d")]
    [InlineData("AlphaDropout")]
    public void Dropout_OneSeed_DropsThePyTorchWay(string name)
    {
        using var scope = NewDisposeScope();
        var (make, shapes) = Layers[name];
        manual_seed(7);
        using var layer = (nn.Module<Tensor, Tensor>)make();
        var result = layer.call(randn(shapes[0]));
        TensorAssert.BitEqual(Golden.Tensor($"{name}:result"), result, name);
        layer.eval();
        var input = randn(shapes[0]);
        TensorAssert.BitEqual(input, layer.call(input), name + " in use");
    }

    [Fact]
    public void Embedding_OneSeed_IsPyTorchs()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var table = nn.Embedding(6, 4, padding_idx: 2);
        SameState("Embedding", table);
        var rows = tensor(new long[] { 1, 2, 5, 0, 1, 1 }, [2, 3]);
        var result = table.call(rows);
        Same("Embedding:result", result);
        result.backward([randn(result.shape)]);
        Same("Embedding:weight", table.weight.grad!);
        using var renormed = nn.Embedding(6, 4, max_norm: 1);
        Same("Embedding:renormed", renormed.call(rows));
    }

    [Fact]
    public void EmbeddingFromPretrained_GivenTable_CopiesIt()
    {
        using var vectors = arange(8, ScalarType.Float32).view(4, 2);
        using var table = nn.Embedding_from_pretrained(vectors);
        Assert.False(table.weight.requires_grad);
        TensorAssert.BitEqual(vectors, table.weight);
        vectors.zero_();
        Assert.Equal(7, table.weight[3, 1].item<float>());
    }

    [Theory]
    [InlineData("Attention", 8, 8, false)]
    [InlineData("AttentionWide", 5, 3, true)]
    public void MultiheadAttention_Masked_IsPyTorchs(string name, long keyWidth, long valueWidth, bool isExtended)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var layer = nn.MultiheadAttention(
            8,
            2,
            add_bias_kv: isExtended,
            add_zero_attn: isExtended,
            kdim: keyWidth,
            vdim: valueWidth);
        SameState(name, layer);
        var query = randn([4, 3, 8], requires_grad: true);
        var source = randn([5, 3, keyWidth], requires_grad: true);
        var content = randn([5, 3, valueWidth]);
        var padding = zeros([3, 5], ScalarType.Bool);
        padding[1, 4] = tensor(true);
        padding[2, 0] = tensor(true);
        var mask = ones([4, 5], ScalarType.Bool).triu(2);
        var (result, weights) = layer.call(query, source, content, padding, true, mask);
        Same($"{name}:result", result);
        Same($"{name}:weights", weights);
        (result * randn(result.shape)).sum().backward();
        Same($"{name}:query", query.grad!);
        Same($"{name}:source", source.grad!);
        foreach (var (key, parameter) in layer.named_parameters()) Same($"{name}:{key}", parameter.grad!);
    }

    [Fact]
    public void MultiheadAttention_OneSequence_IsPyTorchs()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var layer = nn.MultiheadAttention(8, 4);
        var alone = randn([5, 8]);
        var (result, weights) = layer.call(alone, alone, alone);
        Same("AttentionAlone:result", result);
        Same("AttentionAlone:weights", weights);
        var (_, unwanted) = layer.call(alone, alone, alone, need_weights: false);
        Assert.True(unwanted.IsInvalid);
    }

    [Theory]
    [InlineData("RNN")]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    public void Recurrent_OneSeed_IsPyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using nn.Module layer = name switch
        {
            "RNN" => nn.RNN(4, 3, 2),
            "GRU" => nn.GRU(4, 3, batchFirst: true),
            _ => nn.LSTM(4, 3, 2, bidirectional: true)
        };
        SameState(name, layer);
        var sequence = randn([5, 2, 4], requires_grad: true);
        Tensor states;
        Tensor last;
        if (layer is TorchSharp.Modules.LSTM memory)
        {
            (states, var state, var cells) = memory.call(sequence);
            last = cat([state, cells]);
        }
        else
        {
            (states, last) = ((nn.Module<Tensor, Tensor?, (Tensor, Tensor)>)layer).call(sequence, null);
        }

        Same($"{name}:states", states);
        Same($"{name}:last", last);
        (states * randn(states.shape)).sum().backward();
        Same($"{name}:input", sequence.grad!);
        foreach (var (key, parameter) in layer.named_parameters()) Same($"{name}:{key}", parameter.grad!);
    }

    [Fact]
    public void ConvTranspose_OutputSize_GrowsToIt()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.ConvTranspose2d(2, 3, 3, stride: 2);
        var input = randn([1, 2, 4, 4]);
        Assert.Equal([1, 3, 9, 10], layer.forward(input, [9, 10]).shape);
        var error = Assert.Throws<ArgumentException>(() => layer.forward(input, [9, 11]));
        Assert.Contains("from 9 to 10 is possible", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScaledDotProductAttention_Causal_SeesNothingAfterItself()
    {
        using var scope = NewDisposeScope();
        var query = randn([1, 3, 4]);
        var value = randn([1, 3, 4]);
        var result = nn.functional.scaled_dot_product_attention(query, query, value, is_casual: true);
        TensorAssert.Close(value[0, 0], result[0, 0], 1e-6, 1e-7);
        var allowed = ones([3, 3], ScalarType.Bool).tril();
        TensorAssert.BitEqual(result, nn.functional.scaled_dot_product_attention(query, query, value, allowed));
    }

    private static void SameState(string name, nn.Module layer)
    {
        var state = layer.state_dict();
        var expected = Golden.Keys.Where(key => key.StartsWith(name + "/", StringComparison.Ordinal)).Select(key => key[(name.Length + 1)..]);
        Assert.Equal(expected.Order(), state.Keys.Order());
        foreach (var (key, value) in state) TensorAssert.BitEqual(Golden.Tensor($"{name}/{key}"), value, $"{name}/{key}");
    }

    private static void Same(string key, Tensor actual)
    {
        using var expected = Golden.Tensor(key);
        TensorAssert.Close(expected, actual, Relative, Absolute, key);
    }
}
