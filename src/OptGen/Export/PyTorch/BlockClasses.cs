using OptGen.Blocks;
using OptGen.FixedPoint;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Export.PyTorch;

/// <summary>Writes the modules of OptGen: what makes them, and the class in Python with the same names in state_dict.</summary>
internal static class BlockClasses
{
    /// <summary>What makes the module; null of a type that is not known here.</summary>
    public static string? Write(nn.Module module, PyTorchModules modules) => module switch
    {
        TwoLayer m => Make(modules, "TwoLayer", BlockTexts.TwoLayer, [In(m, "fc1"), Out(m, "fc1"), m.named_children().Any(c => c.name == "act") ? modules.Write(Child(m, "act")) : null]),
        PreActivation m => Make(modules, "PreActivation", BlockTexts.PreActivation, [Channels(m, "conv1"), Results(m, "conv1"), Set("kernel", Kernel(m, "conv1"), 3), Function(m.Activation, Activation.ReLU)]),
        Bottleneck m => Make(modules, "Bottleneck", BlockTexts.Bottleneck, [Channels(m, "conv1"), Results(m, "conv1"), Set("kernel", Kernel(m, "conv2"), 3), Function(m.Activation, Activation.ReLU)]),
        DenseLayer m => Make(modules, "DenseLayer", BlockTexts.DenseLayer, [Channels(m, "conv1"), Results(m, "conv1"), Results(m, "conv2"), Function(m.Activation, Activation.ReLU)]),
        ConvNeXtBlock m => Make(modules, "ConvNeXtBlock", BlockTexts.ConvNeXtBlock, [
            Results(m, "dwconv"), Out(m, "pwconv1"), Set("kernel", Kernel(m, "dwconv"), 7), m.named_parameters(recurse: false).Any() ? null : "scaled=False", Function(m.Activation, Activation.GELU)]),
        SelfAttention m => Make(modules, "SelfAttention", BlockTexts.SelfAttention, [Out(m, "proj"), PythonText.Number(m.Heads)]),
        AttentionMlp m => Make(modules, "AttentionMlp", BlockTexts.AttentionMlp, [In(Child(m, "mlp"), "fc1"), modules.Write(Child(m, "attn")), modules.Write(Child(m, "mlp"))]),
        WeightStandardizedConv2d m => Standardized(m, modules),
        _ => Operator(module, modules) ?? Bounded(module, modules)
    };

    private static string? Operator(nn.Module module, PyTorchModules modules)
    {
        switch (module)
        {
            case LinearMap m:
                return Make(modules, "LinearMap", BlockTexts.LinearMap, [PythonText.Number(m.Weight.shape[1]), PythonText.Number(m.Weight.shape[0])]);
            case StridedConvolution m:
                (long stride, long padding, long[] remainder) = m.Settings;
                return Make(modules, "StridedConvolution", BlockTexts.StridedConvolution, [
                    PythonText.Shape(m.Weight.shape), PythonText.Number(stride), PythonText.Number(padding), "remainder=" + PythonText.Shape(remainder)]);
            case Mask m:
                return Make(modules, "Mask", BlockTexts.Mask, [PythonText.Shape(Buffer(m).shape)]);
            case CircularBlur m:
                return Make(modules, "CircularBlur", BlockTexts.CircularBlur, [PythonText.Shape(Buffer(m).shape)]);
            case Downsampling m:
                return Make(modules, m.Mode == DownsamplingMode.Average ? "AverageDownsampling" : "Decimation", m.Mode == DownsamplingMode.Average ? BlockTexts.AverageDownsampling : BlockTexts.Decimation, [PythonText.Number(m.Factor)]);
            default:
                return null;
        }
    }

    private static string? Bounded(nn.Module module, PyTorchModules modules)
    {
        switch (module)
        {
            case BoundedLinear m:
                return Make(modules, "BoundedLinear", BoundedText(modules, BlockTexts.BoundedLinear), [
                    PythonText.Number(m.OriginalWeight.shape[1]), PythonText.Number(m.OriginalWeight.shape[0]), PythonText.Number(m.LipschitzBound), m.Offset is null ? "bias=False" : null]);
            case BoundedConv2d m:
                (long[] stride, long[] padding, long[] dilation, long groups, long[] remainder) = m.Settings;
                string size = $"({PythonText.Number(m.Image.Height)}, {PythonText.Number(m.Image.Width)})";
                return Make(modules, "BoundedConv2d", BoundedText(modules, BlockTexts.BoundedConv2d), [
                    PythonText.Shape(m.OriginalWeight.shape), size, PythonText.Number(m.LipschitzBound), m.Offset is null ? "bias=False" : null, Set("stride", stride, 1), Set("padding", padding, 0), Set("dilation", dilation, 1),
                    Set("groups", groups, 1), remainder.All(r => r == 0) ? null : "remainder=" + PythonText.Shape(remainder)]);
            case BoundedChain m:
                string items = string.Join(", ", m.named_children().Select(c => $"({PythonText.String(c.name)}, {modules.Write(c.module)})"));
                return $"nn.Sequential(OrderedDict([{items}]))";
            default:
                return null;
        }
    }

    /// <summary>A class that derives from the one of all bounded layers.</summary>
    private static string BoundedText(PyTorchModules modules, string text)
    {
        modules.File.Help("BoundedLayer", BlockTexts.BoundedLayer);
        return text;
    }

    private static string Standardized(WeightStandardizedConv2d m, PyTorchModules modules)
    {
        (long stride, long padding, long dilation, long groups, double epsilon) = m.Settings;
        return Make(modules, "WeightStandardizedConv2d", BlockTexts.WeightStandardizedConv2d, [
            PythonText.Number(m.Weight.shape[1] * groups), PythonText.Number(m.Weight.shape[0]), PythonText.Number(m.Weight.shape[2]), Set("stride", stride, 1), Set("padding", padding, 0), Set("dilation", dilation, 1),
            Set("groups", groups, 1), m.Bias is null ? "bias=False" : null, epsilon == 1e-5 ? null : $"eps={PythonText.Number(epsilon)}"]);
    }

    private static string Make(PyTorchModules modules, string name, string text, string?[] arguments) => $"{modules.Define(name, text)}({string.Join(", ", arguments.Where(a => a is not null))})";

    private static nn.Module Child(nn.Module module, string name) => module.named_children().First(c => c.name == name).module;

    private static Tensor Buffer(nn.Module module) => module.named_buffers().First().buffer;

    private static string In(nn.Module module, string name) => PythonText.Number(((Linear)Child(module, name)).in_features);

    private static string Out(nn.Module module, string name) => PythonText.Number(((Linear)Child(module, name)).out_features);

    private static string Channels(nn.Module module, string name) => PythonText.Number(((Conv2d)Child(module, name)).in_channels);

    private static string Results(nn.Module module, string name) => PythonText.Number(((Conv2d)Child(module, name)).out_channels);

    private static long Kernel(nn.Module module, string name) => ((Conv2d)Child(module, name)).kernel_size[0];

    private static string? Set(string name, long value, long initial) => value == initial ? null : $"{name}={PythonText.Number(value)}";

    private static string? Set(string name, long[] values, long initial) => values.All(v => v == initial) ? null : $"{name}={PythonText.Numbers(values)}";

    private static string? Function(Activation activation, Activation initial) => activation == initial ? null : "activation=" + activation switch
    {
        Activation.ReLU => "torch.relu",
        Activation.GELU => "F.gelu",
        Activation.SiLU => "F.silu",
        Activation.Sigmoid => "torch.sigmoid",
        _ => "torch.tanh"
    };
}
