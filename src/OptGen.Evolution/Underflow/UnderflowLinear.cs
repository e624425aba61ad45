using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>
/// A linear layer of "Nonlinear Computation in Deep Linear Networks" (J. Foerster, OpenAI, 29 September 2017): float32 numbers divided by S = 2^125, whose elementwise
/// operations flush results below 2^-126 to zero, so that the layer is not linear. The division turns one half into 2^-126; so what is computed is a linear layer
/// with a hard threshold, z where |z| is at least one half and 0 elsewhere.
/// </summary>
/// <remarks>
/// <para>
/// Forward takes float32 of shape [..., in] and returns a new tensor [..., out], owned by the caller. Both are unscaled: S times the numbers of the post. That loses nothing: what
/// a flushing layer leaves is zero or from one half on in magnitude, a normal number after division by S too, whose mantissa a power of two does not change. So layers
/// can be chained, and the last one is followed by the multiplication by S that the post ends with. Numbers end earlier than the post's, at 2^128 instead of 2^253.
/// Inputs of a hidden layer that no such layer has made may be between 0 and one half; <see cref="UnderflowForm.FlushedArithmetic"/> divides them with IEEE's rounding.
/// </para>
/// <para>
/// <c>state_dict</c> has <c>weight</c> of shape [out, in], at first normal with standard deviation sqrt(2/in), and <c>bias</c> of shape [out], at first 0. Forms agree
/// up to the rounding of their matrix products: denormals are multiples of 2^-149, so scaled products are rounded to 2^-24 of the unscaled numbers, if these are below one half.
/// </para>
/// <para>Zeros are positive under <see cref="UnderflowForm.Threshold"/>; in the other forms they have the sign of what was flushed.</para>
/// </remarks>
public sealed class UnderflowLinear : nn.Module<Tensor, Tensor>, IPopulationLayer
{
    [TorchSharp.Utils.ComponentName(Name = "weight")]
    private Parameter weight;

    [TorchSharp.Utils.ComponentName(Name = "bias")]
    private Parameter bias;

    private LayerPerturbation? _perturbation;

    /// <summary>Makes the layer.</summary>
    /// <param name="inFeatures">The size of the last dimension of the argument, at least 1.</param>
    /// <param name="outFeatures">The size of the last dimension of the result, at least 1.</param>
    /// <param name="place">Whether it is a network's first layer, which adds its bias before it divides.</param>
    /// <param name="form">How it computes.</param>
    /// <param name="gradient">The gradient that backpropagation sees.</param>
    /// <param name="generator">What the weight is drawn from; torch's own generator if null.</param>
    /// <param name="device">Where the parameters are; the processor if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such place, form or gradient.</exception>
    public UnderflowLinear(
        int inFeatures, int outFeatures, UnderflowPlace place, UnderflowForm form = UnderflowForm.Threshold, UnderflowGradient gradient = UnderflowGradient.Linear,
        Generator? generator = null, Device? device = null)
        : base(nameof(UnderflowLinear))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        if (!Enum.IsDefined(place)) throw new ArgumentOutOfRangeException(nameof(place), place, "There is no such place.");
        if (!Enum.IsDefined(form)) throw new ArgumentOutOfRangeException(nameof(form), form, "There is no such form.");
        if (!Enum.IsDefined(gradient)) throw new ArgumentOutOfRangeException(nameof(gradient), gradient, "There is no such gradient.");
        Place = place;
        Form = form;
        Gradient = gradient;
        weight = LayerParameters.Weight(inFeatures, outFeatures, generator, device);
        bias = LayerParameters.Bias(outFeatures, device);
        register_parameter("weight", weight);
        register_parameter("bias", bias);
    }

    /// <summary>The scale of the post, 2^125.</summary>
    public static float Scale => ScaledArithmetic.Scale;

    /// <summary>The matrix, of shape [out, in].</summary>
    public Parameter Weight => weight;

    /// <summary>The bias, of shape [out].</summary>
    public Parameter Bias => bias;

    /// <summary>Whether the bias is added before the division.</summary>
    public UnderflowPlace Place { get; }

    /// <summary>How the layer computes.</summary>
    public UnderflowForm Form { get; }

    /// <summary>The gradient that backpropagation sees.</summary>
    public UnderflowGradient Gradient { get; }

    private bool IsScaled => Form is UnderflowForm.FlushedArithmetic or UnderflowForm.IeeeArithmetic;

    private bool IsFlushing => Form is UnderflowForm.Threshold or UnderflowForm.FlushedArithmetic;

    /// <summary>Computes the layer.</summary>
    /// <param name="x">float32 of shape [..., in], where the parameters are. It may have no rows.</param>
    /// <returns>A new tensor [..., out], owned by the caller.</returns>
    /// <exception cref="ArgumentException">The input has another type, another last dimension, or is on another device.</exception>
    /// <exception cref="InvalidOperationException">
    /// The parameters are not float32 any more; or the form computes on scaled numbers, and these are not on the processor, or denormals are switched off.
    /// </exception>
    public override Tensor forward(Tensor x)
    {
        LayerParameters.RequireInput(x, weight, nameof(UnderflowLinear));
        if (_perturbation is not null)
            return _perturbation.Through(this, x);
        bool isRecorded = is_grad_enabled() && (x.requires_grad || weight.requires_grad || bias.requires_grad);
        return isRecorded ? Recorded(x) : Computed(x);
    }

    /// <inheritdoc/>
    LayerPerturbation? IPopulationLayer.Perturbation { get => _perturbation; set => _perturbation = value; }

    /// <inheritdoc/>
    Tensor IPopulationLayer.Enter(Tensor x) => Enter(x);

    /// <inheritdoc/>
    Tensor IPopulationLayer.Leave(Tensor product, Tensor bias) => Leave(product, bias);

    private Tensor Enter(Tensor x)
    {
        if (!IsScaled)
            return x.alias();
        if (x.device_type != DeviceType.CPU)
            throw new InvalidOperationException($"{Form} computes on the processor only: move the layer and its input there, or take another form.");
        ScaledArithmetic.RequireDenormals();
        return Place == UnderflowPlace.Input ? x.alias() : ScaledArithmetic.Divide(x);
    }

    private Tensor Leave(Tensor product, Tensor bias)
    {
        using IDisposable off = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor result = (Form, Place) switch
        {
            (UnderflowForm.FlushedArithmetic, UnderflowPlace.Input) => ScaledArithmetic.DivideFlushed(ScaledArithmetic.AddFlushed(product, bias)),
            (UnderflowForm.FlushedArithmetic, _) => ScaledArithmetic.AddFlushed(product, ScaledArithmetic.DivideFlushed(bias)),
            (UnderflowForm.IeeeArithmetic, UnderflowPlace.Input) => ScaledArithmetic.Divide(Sum(product, bias)),
            (UnderflowForm.IeeeArithmetic, _) => Sum(product, ScaledArithmetic.Divide(bias)),
            (_, UnderflowPlace.Input) => Reduced(Sum(product, bias)),
            _ => Reduced(Sum(product, Reduced(bias)))
        };
        return (IsScaled ? ScaledArithmetic.Multiply(result) : result).MoveToOuterDisposeScope();
    }

    // The bias is added by an operation of its own, as in the post: a product that begins with the bias rounds differently.
    private static Tensor Sum(Tensor product, Tensor bias) => product.add_(bias, ScalarArguments.One);

    /// <summary>What division by S and multiplication back leave of numbers.</summary>
    private Tensor Reduced(Tensor z) => IsFlushing ? HardThreshold.Flush(z) : HardThreshold.Round(z);

    private Tensor Computed(Tensor x)
    {
        using IDisposable off = no_grad();
        using Tensor entered = Enter(x), product = nn.functional.linear(entered, weight);
        return Leave(product, bias);
    }

    /// <summary>
    /// The same values with gradients. Autograd records unscaled products and sums, whatever the form, and their values are written over afterwards: neither a sum nor a
    /// product with a constant keeps its result. Gradients of scaled numbers would be 2^125 times as great, and overflow at 8.
    /// </summary>
    private Tensor Recorded(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        bool isMasked = IsFlushing && Gradient == UnderflowGradient.Threshold;
        Tensor z = nn.functional.linear(x, weight);
        z.add_(Place == UnderflowPlace.Input ? bias : Recorded(bias, Quiet(Reduced, bias), isMasked), ScalarArguments.One);
        return Recorded(z, IsScaled ? Computed(x) : Quiet(Reduced, z), isMasked).MoveToOuterDisposeScope();
    }

    /// <summary>A tensor of this value whose gradient passes to another, as it is or where the value is not zero.</summary>
    private static Tensor Recorded(Tensor source, Tensor value, bool isMasked)
    {
        Tensor recorded = isMasked ? source.mul(value.ne(ScalarArguments.Zero).to(source.dtype)) : source.clone();
        using (no_grad())
            recorded.detach().copy_(value);
        return recorded;
    }

    private static Tensor Quiet(Func<Tensor, Tensor> function, Tensor argument)
    {
        using IDisposable off = no_grad();
        return function(argument.detach());
    }
}
