using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>
/// The deep linear network of "Nonlinear Computation in Deep Linear Networks" (J. Foerster, OpenAI, 29 September 2017) of any sizes, its control arm without
/// flushing, and the baselines it is compared with: one class, so that all have the same parameters under the same names.
/// </summary>
/// <remarks>
/// <para>
/// Forward takes float32 of shape [..., first width] and returns a new tensor [..., last width], owned by the caller: logits, since the post's last layer is multiplied by S. The
/// post's network, h1 = (x w1 + b1)/S, h2 = h1 w2 + b2/S, o = (h2 w3 + b3/S)*S with S = 2^125, has the widths <see cref="PostWidths"/>: 669,706 parameters.
/// </para>
/// <para>
/// <c>state_dict</c> has <c>layers.0.weight</c> of shape [out, in] and <c>layers.0.bias</c> and so on, whatever the arithmetic, so weights of one can be loaded into another. A
/// generator in the same state gives all arithmetics the same weights.
/// </para>
/// </remarks>
public sealed class UnderflowNetwork : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<nn.Module<Tensor, Tensor>> layers;

    /// <summary>Makes the network.</summary>
    /// <param name="widths">The number of inputs, of the units of each hidden layer, and of outputs: at least two numbers, each at least 1.</param>
    /// <param name="arithmetic">What the layers compute.</param>
    /// <param name="gradient">The gradient that backpropagation sees of what is flushed or below the threshold. Without either it says nothing.</param>
    /// <param name="generator">What the weights are drawn from; torch's own generator if null.</param>
    /// <param name="device">Where the parameters are; the processor if null.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1, or there is no such arithmetic or gradient.</exception>
    public UnderflowNetwork(
        IReadOnlyList<int> widths, HiddenArithmetic arithmetic = HiddenArithmetic.Threshold, UnderflowGradient gradient = UnderflowGradient.Linear,
        Generator? generator = null, Device? device = null)
        : base(nameof(UnderflowNetwork))
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count < 2)
            throw new ArgumentException($"A network has at least two widths, its inputs and its outputs, not {widths.Count}.", nameof(widths));
        if (widths.FirstOrDefault(width => width < 1, 1) is var wrong and < 1)
            throw new ArgumentOutOfRangeException(nameof(widths), wrong, "Each width is at least 1.");
        if (!Enum.IsDefined(arithmetic)) throw new ArgumentOutOfRangeException(nameof(arithmetic), arithmetic, "There is no such arithmetic.");
        if (!Enum.IsDefined(gradient)) throw new ArgumentOutOfRangeException(nameof(gradient), gradient, "There is no such gradient.");
        Widths = [.. widths];
        Arithmetic = arithmetic;
        Gradient = gradient;
        layers = new ModuleList<nn.Module<Tensor, Tensor>>([.. Enumerable.Range(0, widths.Count - 1).Select(i => Layer(i, generator, device))]);
        RegisterComponents();
    }

    /// <summary>The widths of the post: 784, 512, 512, 10.</summary>
    public static IReadOnlyList<int> PostWidths { get; } = [784, 512, 512, 10];

    /// <summary>The number of inputs, of the units of each hidden layer, and of outputs.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>What the layers compute.</summary>
    public HiddenArithmetic Arithmetic { get; }

    /// <summary>The gradient that backpropagation sees of what is flushed or below the threshold.</summary>
    public UnderflowGradient Gradient { get; }

    /// <summary>The layers in their order, each a module of one tensor with the parameters <c>weight</c> and <c>bias</c>.</summary>
    public IReadOnlyList<nn.Module<Tensor, Tensor>> Layers => [.. layers];

    /// <summary>The same layers in parts.</summary>
    internal IReadOnlyList<IPopulationLayer> SplitLayers => [.. layers.Cast<IPopulationLayer>()];

    /// <summary>Computes the network.</summary>
    /// <param name="x">float32 of shape [..., first width], where the parameters are. Images are flattened first.</param>
    /// <returns>A new tensor [..., last width], owned by the caller.</returns>
    /// <exception cref="ArgumentException">The input has another type, another last dimension, or is on another device.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="UnderflowLinear.forward"/>.</exception>
    public override Tensor forward(Tensor x)
    {
        Tensor value = layers[0].call(x);
        foreach (nn.Module<Tensor, Tensor> layer in layers.Skip(1))
        {
            // Autograd keeps what it needs of it.
            using Tensor before = value;
            value = layer.call(before);
        }
        return value;
    }

    /// <summary>The share of zeros in the results of each layer: the dead zone, where the threshold has one.</summary>
    /// <param name="x">As for <see cref="forward"/>, with at least one row.</param>
    /// <returns>A number from 0 to 1 for each layer.</returns>
    /// <exception cref="ArgumentException">The input is not one that forward takes, or has no rows.</exception>
    public IReadOnlyList<double> ZeroShares(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.numel() == 0)
            throw new ArgumentException("Shares are of at least one row; the input has none.", nameof(x));
        using IDisposable off = no_grad();
        using DisposeScope scope = NewDisposeScope();
        List<double> shares = [];
        Tensor value = x;
        foreach (nn.Module<Tensor, Tensor> layer in layers)
        {
            value = layer.call(value);
            shares.Add(1 - value.count_nonzero().item<long>() / (double)value.numel());
        }
        return shares;
    }

    private nn.Module<Tensor, Tensor> Layer(int i, Generator? generator, Device? device)
    {
        bool isLast = i == Widths.Count - 2;
        return Arithmetic switch
        {
            HiddenArithmetic.Threshold => Underflow(UnderflowForm.Threshold),
            HiddenArithmetic.FlushedArithmetic => Underflow(UnderflowForm.FlushedArithmetic),
            HiddenArithmetic.Ieee => Underflow(UnderflowForm.Ieee),
            HiddenArithmetic.IeeeArithmetic => Underflow(UnderflowForm.IeeeArithmetic),
            HiddenArithmetic.HardShrink when !isLast => Plain(PlainActivation.HardShrink),
            HiddenArithmetic.Relu when !isLast => Plain(PlainActivation.Relu),
            _ => Plain(PlainActivation.None)
        };

        UnderflowLinear Underflow(UnderflowForm form) =>
            new(Widths[i], Widths[i + 1], i == 0 ? UnderflowPlace.Input : UnderflowPlace.Hidden, form, Gradient, generator, device);

        PlainLinear Plain(PlainActivation activation) => new(Widths[i], Widths[i + 1], activation, Gradient, generator, device);
    }
}
