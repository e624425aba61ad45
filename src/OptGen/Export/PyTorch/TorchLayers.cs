using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Export.PyTorch;

/// <summary>Writes TorchSharp's layers with all settings that differ from PyTorch's defaults.</summary>
internal static class TorchLayers
{
    /// <summary>TorchSharp's <c>Tensor.hardtanh</c> (0.107.0) computes the result, throws it away and returns the tensor that it was given; a test tells when it does no longer.</summary>
    internal const string IdleHardtanh =
        "The network has a Hardtanh, which in TorchSharp returns its input unchanged, so that PyTorch's would compute something else; take a module that calls clamp(min, max), and train with that.";

    /// <summary>What makes the layer; null of a type that is not known here.</summary>
    /// <exception cref="NotSupportedException">TorchSharp's layer computes something else than PyTorch's of that name.</exception>
    public static string? Write(nn.Module module, PyTorchModules modules) => module switch
    {
        Linear m => Call("Linear", Whole(m.in_features), Whole(m.out_features), Bias(m.bias)),
        Bilinear m => Call("Bilinear", Whole(m.in1_features), Whole(m.in2_features), Whole(m.out_features), Bias(m.bias)),
        ConvTranspose1d or ConvTranspose2d or ConvTranspose3d => Transposed((Convolution)module),
        Convolution m => Convolution(m),
        BatchNorm m => Norm(m, 1e-5, affine: true, tracks: true),
        InstanceNorm m => Norm(m, 1e-5, affine: false, tracks: false),
        GroupNorm m => Call("GroupNorm", Whole(m.num_groups), m.weight is { } weight ? Whole(weight.shape[0]) : null, Set("eps", m.eps, 1e-5)) is var text && m.affine ? text : null,
        LayerNorm { elementwise_affine: true, bias: null } => null,
        LayerNorm m => Call("LayerNorm", m.normalized_shape.Length == 1 ? Whole(m.normalized_shape[0]) : PythonText.Shape(m.normalized_shape), Set("eps", m.eps, 1e-5), Flag("elementwise_affine", m.elementwise_affine, true)),
        Sequential m when m.GetType() == typeof(Sequential) => Chain(m, modules),
        Dropout m => Drop(m, m.p),
        Dropout1d m => Drop(m, m.p),
        Dropout2d m => Drop(m, m.p),
        Dropout3d m => Drop(m, m.p),
        AlphaDropout m => Drop(m, m.p),
        FeatureAlphaDropout m => Drop(m, m.p),
        Flatten m => Call("Flatten", Set("start_dim", m.start_dim, 1), Set("end_dim", m.end_dim, -1)),
        Unflatten m => Call("Unflatten", Whole(m.dim), PythonText.Shape(m.unflattened_size)),
        PixelShuffle m => Call("PixelShuffle", Whole(m.upscale_factor)),
        LocalResponseNorm m => Call("LocalResponseNorm", Whole(m.size), Set("alpha", m.alpha, 1e-4), Set("beta", m.beta, 0.75), Set("k", m.k, 1)),
        _ => Activation(module) ?? Pooling(module) ?? Padding(module)
    };

    private static string? Activation(nn.Module module) => module switch
    {
        ReLU or ReLU6 or Sigmoid or Tanh or SiLU or Mish or SELU or Hardsigmoid or Hardswish or Softsign or Tanhshrink or LogSigmoid or Identity or Softmax2d => Call(module.GetType().Name),
        GELU m => Call("GELU", m.approximate == GELU.Approximate.tanh ? "approximate=\"tanh\"" : null),
        LeakyReLU m => Call("LeakyReLU", Set("negative_slope", m.negative_slope, 0.01)),
        PReLU m => Call("PReLU", Set("num_parameters", m.num_parameters, 1), Set("init", m.init, 0.25)),
        RReLU m => Call("RReLU", Set("lower", m.lower, 1.0 / 8), Set("upper", m.upper, 1.0 / 3)),
        ELU m => Call("ELU", Set("alpha", m.alpha, 1.0)),
        CELU m => Call("CELU", Set("alpha", m.alpha, 1.0)),
        Softplus m => Call("Softplus", Set("beta", m.beta, 1.0), Set("threshold", m.threshold, 20.0)),
        Softshrink m => Call("Softshrink", Set("lambd", m.lambda, 0.5)),
        Hardshrink m => Call("Hardshrink", Set("lambd", m.lambda, 0.5)),
        Hardtanh { inplace: false } => throw new NotSupportedException(IdleHardtanh),
        Hardtanh m => Call("Hardtanh", Set("min_val", m.min_val, -1.0), Set("max_val", m.max_val, 1.0)),
        Threshold m => Call("Threshold", PythonText.Number(m.threshold), PythonText.Number(m.value)),
        Softmax m => Call("Softmax", "dim=" + Whole(m.dim)),
        Softmin m => Call("Softmin", "dim=" + Whole(m.dim)),
        LogSoftmax m => Call("LogSoftmax", "dim=" + Whole(m.dim)),
        GLU m => Call("GLU", Set("dim", m.dim, -1)),
        _ => null
    };

    private static string? Pooling(nn.Module module) => module switch
    {
        MaxPool1d m => Pool("MaxPool1d", [m.kernel_size], One(m.stride), One(m.padding), One(m.dilation), Flag("ceil_mode", m.ceil_mode, false)),
        MaxPool2d m => Pool("MaxPool2d", m.kernel_size, m.stride, m.padding, m.dilation, Flag("ceil_mode", m.ceil_mode, false)),
        MaxPool3d m => Pool("MaxPool3d", m.kernel_size, m.stride, m.padding, m.dilation, Flag("ceil_mode", m.ceil_mode, false)),
        AvgPool1d m => Pool("AvgPool1d", [m.kernel_size], One(m.stride), One(m.padding), null, Flag("ceil_mode", m.ceil_mode, false), Flag("count_include_pad", m.count_include_pad, true)),
        AvgPool2d m => Pool("AvgPool2d", m.kernel_size, m.stride, m.padding, null, Flag("ceil_mode", m.ceil_mode, false), Flag("count_include_pad", m.count_include_pad, true), Divisor(m.divisor_override)),
        AvgPool3d m => Pool("AvgPool3d", m.kernel_size, m.stride, m.padding, null, Flag("ceil_mode", m.ceil_mode, false), Flag("count_include_pad", m.count_include_pad, true), Divisor(m.divisor_override)),
        AdaptiveAvgPool1d m => Call("AdaptiveAvgPool1d", Whole(m.output_size)),
        AdaptiveAvgPool2d m => Call("AdaptiveAvgPool2d", PythonText.Numbers(m.output_size)),
        AdaptiveAvgPool3d m => Call("AdaptiveAvgPool3d", PythonText.Numbers(m.output_size)),
        AdaptiveMaxPool1d m => Call("AdaptiveMaxPool1d", Whole(m.output_size)),
        AdaptiveMaxPool2d m => Call("AdaptiveMaxPool2d", PythonText.Numbers(m.output_size)),
        AdaptiveMaxPool3d m => Call("AdaptiveMaxPool3d", PythonText.Numbers(m.output_size)),
        _ => null
    };

    private static string? Padding(nn.Module module) => module switch
    {
        PadBase m when m.GetType().Name.StartsWith("ConstantPad", StringComparison.Ordinal) => Call(m.GetType().Name, PythonText.Numbers(m.padding), PythonText.Number(m.value)),
        PadBase m => Call(m.GetType().Name, PythonText.Numbers(m.padding)),
        _ => null
    };

    private static string Chain(Sequential chain, PyTorchModules modules)
    {
        var children = chain.named_children().ToList();
        bool isNumbered = children.Select(c => c.Item1).SequenceEqual(Enumerable.Range(0, children.Count).Select(i => PythonText.Number(i)));
        string[] items = [.. children.Select(c => modules.Write(c.Item2))];
        return isNumbered
            ? $"nn.Sequential({string.Join(", ", items)})"
            : $"nn.Sequential(OrderedDict([{string.Join(", ", children.Select((c, i) => $"({PythonText.String(c.Item1)}, {items[i]})"))}]))";
    }

    private static string? Convolution(Convolution m) => Mode(m.padding_mode) is not { } mode ? null : Call(
        m.GetType().Name, Whole(m.in_channels), Whole(m.out_channels), PythonText.Numbers(m.kernel_size), Set("stride", m.stride, 1),
        m.padding_type switch { TorchSharp.Padding.Same => "padding=\"same\"", TorchSharp.Padding.Valid => null, _ => Set("padding", m.padding, 0) },
        Set("dilation", m.dilation, 1), Set("groups", m.groups, 1), Bias(m.bias), mode.Length == 0 ? null : $"padding_mode=\"{mode}\"");

    private static string? Transposed(Convolution m) => m.padding_mode != PaddingModes.Zeros || m.padding_type is not null ? null : Call(
        m.GetType().Name, Whole(m.in_channels), Whole(m.out_channels), PythonText.Numbers(m.kernel_size), Set("stride", m.stride, 1), Set("padding", m.padding, 0),
        Set("output_padding", m.output_padding, 0), Set("groups", m.groups, 1), Bias(m.bias), Set("dilation", m.dilation, 1));

    private static string Norm(NormBase m, double eps, bool affine, bool tracks) => Call(
        m.GetType().Name, Whole(m.num_features), Set("eps", m.eps, eps), m.momentum is { } momentum ? Set("momentum", momentum, 0.1) : "momentum=None", Flag("affine", m.affine, affine),
        Flag("track_running_stats", m.track_running_stats, tracks));

    private static string? Mode(PaddingModes mode) => mode switch
    {
        PaddingModes.Zeros => "",
        PaddingModes.Reflect => "reflect",
        PaddingModes.Replicate => "replicate",
        PaddingModes.Circular => "circular",
        _ => null
    };

    private static string Pool(string type, long[] kernel, long[]? stride, long[]? padding, long[]? dilation, params string?[] others) => Call(
        type, [PythonText.Numbers(kernel), stride is null || stride.SequenceEqual(kernel) ? null : "stride=" + PythonText.Numbers(stride), Set("padding", padding ?? [0], 0), Set("dilation", dilation ?? [1], 1), .. others]);

    private static string Drop(nn.Module module, double p) => Call(module.GetType().Name, Set("p", p, 0.5));

    private static long[]? One(long? value) => value is { } number ? [number] : null;

    private static string? Divisor(long? value) => value is { } number and not 0 ? "divisor_override=" + Whole(number) : null;

    private static string Call(string type, params string?[] arguments) => $"nn.{type}({string.Join(", ", arguments.Where(a => a is not null))})";

    private static string Whole(long value) => PythonText.Number(value);

    private static string? Bias(Parameter? bias) => bias is null || bias.IsInvalid ? "bias=False" : null;

    private static string? Flag(string name, bool value, bool initial) => value == initial ? null : $"{name}={(value ? "True" : "False")}";

    private static string? Set(string name, double value, double initial) => value == initial ? null : $"{name}={PythonText.Number(value)}";

    private static string? Set(string name, long value, long initial) => value == initial ? null : $"{name}={Whole(value)}";

    private static string? Set(string name, long[]? values, long initial) => values is null || values.All(v => v == initial) ? null : $"{name}={PythonText.Numbers(values)}";
}
