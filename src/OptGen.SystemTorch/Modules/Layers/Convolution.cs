using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What a convolution layer is made from.</summary>
internal sealed record ConvolutionSettings(
    long InChannels,
    long OutChannels,
    long[] KernelSize,
    long[] Stride,
    long[]? Padding,
    Padding? PaddingType,
    long[] Dilation,
    PaddingModes PaddingMode,
    long Groups,
    bool HasBias,
    Device? Device,
    ScalarType? Type)
{
    public bool IsTransposed { get; init; }

    public long[] OutputPadding { get; init; } = new long[KernelSize.Length];
}

/// <summary>The base of the convolution layers.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    /// <summary>The kernels; see <see cref="weight"/>.</summary>
    protected Parameter? _weight;

    /// <summary>What is added to each channel; see <see cref="bias"/>.</summary>
    protected Parameter? _bias;

    /// <summary>The padding as <see cref="nn.functional.pad(Tensor, long[], PaddingModes, double)"/> takes it: last dimension first, both sides of each.</summary>
    protected long[] _reversed_padding_repeated_twice = [];

    private protected Convolution(string name, ConvolutionSettings settings)
        : this(
            name,
            settings.InChannels,
            settings.OutChannels,
            settings.KernelSize,
            settings.Stride,
            settings.Padding,
            settings.PaddingType,
            settings.Dilation,
            settings.IsTransposed,
            settings.OutputPadding,
            settings.Groups,
            settings.HasBias,
            settings.PaddingMode,
            settings.Device,
            settings.Type)
    {
    }

    /// <summary>Makes the layer and draws its first weights.</summary>
    /// <exception cref="ArgumentException">The groups do not divide the channels, or the padding does not go with the rest.</exception>
    protected Convolution(
        string name,
        long in_channels,
        long out_channels,
        long[] kernel_size,
        long[] stride,
        long[]? padding,
        Padding? padding_type,
        long[] dilation,
        bool transposed,
        long[] output_padding,
        long groups,
        bool bias,
        PaddingModes padding_mode,
        Device? device = null,
        ScalarType? dtype = null)
        : base(name)
    {
        if (groups < 1 || in_channels % groups != 0 || out_channels % groups != 0)
            throw new ArgumentException($"{name} cannot split {in_channels} input and {out_channels} output channels into {groups} groups of equal size.", nameof(groups));
        if (transposed && padding_mode != PaddingModes.Zeros)
            throw new ArgumentException($"{name} can only be padded with zeros, not with {padding_mode}.", nameof(padding_mode));
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        if (padding_type is { } kind) SetPadding(kind);
        else SetPadding(padding ?? new long[kernel_size.Length]);

        weight = LayerParameters.Empty(
            transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size],
            device,
            dtype);
        if (bias) this.bias = LayerParameters.Empty([out_channels], device, dtype);
        reset_parameters();
    }

    /// <summary>The number of channels of the input.</summary>
    public long in_channels { get; }

    /// <summary>The number of channels of the result.</summary>
    public long out_channels { get; }

    /// <summary>Whether this is the transpose of a convolution.</summary>
    public bool transposed { get; }

    /// <summary>The padding by kind; null where it is given by numbers.</summary>
    public Padding? padding_type { get; private set; }

    /// <summary>The padding of each dimension; null where it is given by kind.</summary>
    public long[]? padding { get; private set; }

    /// <summary>What the input is padded with.</summary>
    public PaddingModes padding_mode { get; set; }

    /// <summary>Into how many groups the channels are split, each with its own kernels.</summary>
    public long groups { get; set; }

    /// <summary>The kernel's size.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>How far the kernel moves.</summary>
    public long[] stride { get; set; }

    /// <summary>How far apart the kernel's elements lie.</summary>
    public long[] dilation { get; set; }

    /// <summary>How much the result of a transposed convolution grows at one side.</summary>
    public long[] output_padding { get; set; }

    /// <summary>The kernels: <c>[out_channels, in_channels / groups, ...]</c>, transposed <c>[in_channels, out_channels / groups, ...]</c>. Setting them disposes the old ones.</summary>
    public Parameter weight
    {
        get => _weight!;
        set => Exchange(ref _weight, LayerParameters.Required(value), nameof(weight));
    }

    /// <summary>What is added to each channel of the result; null for nothing. Setting it disposes the old one.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => Exchange(ref _bias, value, nameof(bias));
    }

    /// <summary>No padding, for an input that is padded already.</summary>
    private protected static long[] NoPadding { get; } = [0];

    /// <summary>Draws weights and bias anew.</summary>
    public void reset_parameters()
    {
        LayerParameters.DrawWeight(weight);
        if (_bias is not null) LayerParameters.DrawBias(_bias, weight);
    }

    /// <summary>Pads each dimension by a number, at both sides.</summary>
    public void SetPadding(long[] padding)
    {
        padding_type = null;
        this.padding = padding;
        _reversed_padding_repeated_twice = padding.Reverse().SelectMany(amount => new[] { amount, amount }).ToArray();
    }

    /// <summary>Pads by nothing, or by as much as keeps the size.</summary>
    /// <exception cref="ArgumentException">The convolution is transposed, or is to keep the size with a stride other than 1.</exception>
    public void SetPadding(Padding padding)
    {
        if (transposed) throw new ArgumentException($"{GetName()} needs its padding as numbers.", nameof(padding));
        if (padding == Padding.Same && stride.Any(step => step != 1))
            throw new ArgumentException($"{GetName()} cannot keep the size with a stride of [{string.Join(", ", stride)}]; that needs a stride of 1.", nameof(padding));
        this.padding = null;
        padding_type = padding;
        _reversed_padding_repeated_twice = new long[2 * kernel_size.Length];
        if (padding == Padding.Valid) return;
        for (var i = 0; i < kernel_size.Length; i++)
        {
            // Last dimension first; where the total is odd, the far side gets one more.
            var dimension = kernel_size.Length - 1 - i;
            var total = dilation[dimension] * (kernel_size[dimension] - 1);
            _reversed_padding_repeated_twice[2 * i] = total / 2;
            _reversed_padding_repeated_twice[(2 * i) + 1] = total - (total / 2);
        }
    }

    /// <summary>Whether an input has the layer's channels where they belong, with or without a batch dimension before them.</summary>
    protected bool ValidateShape(Tensor input, long dimensions)
    {
        var shape = input.shape;
        return (shape.Length == dimensions + 2 && shape[1] == in_channels) || (shape.Length == dimensions + 1 && shape[0] == in_channels);
    }

    private protected override void Replaced(string name, Tensor old, Tensor replacement)
    {
        if (name == nameof(weight)) _weight = (Parameter)replacement;
        if (name == nameof(bias)) _bias = (Parameter)replacement;
    }
}
