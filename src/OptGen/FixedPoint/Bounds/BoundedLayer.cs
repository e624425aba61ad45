using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// An affine layer whose linear part is scaled down to a norm wherever it is greater: its effective weight is <c>W * min(1, c/s)</c>, s the spectral norm of the
/// layer with the weight W and c the bound. Made by <see cref="Lipschitz"/>.
/// </summary>
/// <remarks>
/// <para>
/// s is <c>|A v|</c>, A the layer without its bias, and v a unit vector that power steps turn towards the direction which A stretches most. A training
/// forward makes as many steps as it takes until v is nearly singular, none where the weight is as it was, and <c>eval()</c> does the same once. As
/// long as the weight stays the same the layer is therefore one and the same function, which a solver relies on. s is raised by a thousandth, which covers
/// what the steps leave out. After a change of the weight in <c>eval()</c> mode call <see cref="Refine()"/>.
/// </para>
/// <para>Gradients pass through s, while v counts as a constant: exact once, and not for second derivatives.</para>
/// <para>
/// The entries of <c>state_dict</c> are <c>weight</c> (W itself), <c>bias</c> where there is one, and <c>v</c>. Exact in float32 and float64; in narrower
/// types only as exact as they are.
/// </para>
/// Source: Miyato et al., "Spectral Normalization for Generative Adversarial Networks" (2018), which divides by s and makes one power step each time.
/// </remarks>
public abstract class BoundedLayer : nn.Module<Tensor, Tensor>, IBoundedModule
{
    // s errs by at most half of this over v's share of the direction sought: a thousandth where a hundred singular values share the greatest one.
    private const double TrainingResidual = 2e-4;
    private const double LeastResidual = 1e-8;
    private const double Margin = 1e-3;

    // Drawn from a generator of its own, so that making a bound changes no other random numbers.
    private const ulong Seed = 20180216;

    [TorchSharp.Utils.ComponentName(Name = "weight")]
    private Parameter weight;

    [TorchSharp.Utils.ComponentName(Name = "bias")]
    private Parameter? bias;

    [TorchSharp.Utils.ComponentName(Name = "v")]
    private Tensor vector;

    private protected BoundedLayer(string name, Parameter weight, Parameter? bias, double bound, long[] argumentShape)
        : base(name)
    {
        LipschitzBound = Require.Positive(bound, nameof(bound));
        this.weight = weight;
        this.bias = bias is null || bias.IsInvalid ? null : bias;
        vector = Unit(argumentShape, weight).DetachFromDisposeScope();
        ConditionallyRegisterParameter("weight", weight);
        if (this.bias is not null)
            ConditionallyRegisterParameter("bias", this.bias);
        ConditionallyRegisterBuffer("v", vector);
    }

    /// <inheritdoc/>
    public double LipschitzBound { get; }

    /// <summary>W, the weight that is trained.</summary>
    public Parameter OriginalWeight => weight;

    /// <summary>What is added to the result; null for nothing.</summary>
    public Parameter? Offset => bias;

    /// <summary>The weight that the layer applies, <c>W * min(1, c/s)</c>: a new tensor in the current dispose scope, differentiable for W.</summary>
    public Tensor EffectiveWeight()
    {
        using Tensor norm = EstimatedNorm();
        return Scaled(norm);
    }

    /// <summary>
    /// Makes power steps until v is a singular vector to eight digits: to be called where the weight was changed in <c>eval()</c> mode.
    /// </summary>
    public void Refine() => Turn(LeastResidual, float64);

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        if (!train)
            Settle()?.Dispose();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor? settled = training ? Settle() : null;
        using Tensor norm = settled is null || is_grad_enabled() ? EstimatedNorm() : settled.alias();
        using Tensor effective = Scaled(norm);
        return Apply(input, effective, bias);
    }

    /// <summary>The layer with a weight, and with a bias or without.</summary>
    private protected abstract Tensor Apply(Tensor input, Tensor used, Tensor? offset);

    /// <summary>The adjoint of <see cref="Apply"/> without a bias.</summary>
    private protected abstract Tensor ApplyAdjoint(Tensor output, Tensor used);

    /// <summary>Other parameters stand in the place of those that the layer was made with, which are disposed next.</summary>
    private protected virtual void Moved(Parameter newWeight, Parameter? newBias)
    {
    }

    /// <summary>Gives weight and bias away, for <c>Remove</c>: the weight as it acts.</summary>
    private protected (Parameter Weight, Parameter? Bias) Release()
    {
        using IDisposable off = no_grad();
        if (training)
            Settle()?.Dispose();
        using Tensor effective = EffectiveWeight();
        weight.copy_(effective);
        return (weight, bias);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (ReplaceParameter(dtype, device, weight, out Parameter? movedWeight))
        {
            using Parameter last = weight;
            weight = movedWeight!;
            ConditionallyRegisterParameter("weight", weight);
            Moved(weight, bias);
        }
        if (bias is not null && ReplaceParameter(dtype, device, bias, out Parameter? movedBias))
        {
            using Parameter last = bias;
            bias = movedBias!;
            ConditionallyRegisterParameter("bias", bias);
            Moved(weight, bias);
        }
        if (ReplaceBuffer(dtype, device, vector, out Tensor? movedVector))
        {
            vector = movedVector!;
            ConditionallyRegisterBuffer("v", vector);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    private static Tensor Unit(long[] shape, Tensor like)
    {
        using var generator = new Generator(Seed);
        using Tensor drawn = randn(shape, float64, device: CPU, generator: generator);
        using Tensor length = drawn.norm();
        using Tensor unit = drawn.div(length);
        return unit.to(like);
    }

    private Tensor EstimatedNorm()
    {
        // Autograd keeps v; a later forward may turn it before this one's backward.
        using Tensor v = is_grad_enabled() ? vector.clone() : vector.alias();
        using Tensor image = Apply(v, weight, null);
        return image.norm();
    }

    private Tensor Scaled(Tensor norm)
    {
        using Tensor excess = norm.Times((1 + Margin) / LipschitzBound);
        using Tensor divisor = excess.clamp_min(ScalarArguments.One);
        return weight.div(divisor);
    }

    /// <summary>Turns v where it is not nearly singular any more; where it is, gives the norm that it measures.</summary>
    private Tensor? Settle()
    {
        bool isWide = weight.dtype is ScalarType.Float32 or ScalarType.Float64;
        if (isWide && MeasureIfSingular() is { } norm)
            return norm;
        // To half of what is asked for, so that no other rounding of the same sum finds too much.
        Turn(TrainingResidual / 2, isWide ? weight.dtype : float32);
        return null;
    }

    /// <summary>The norm of A v, where A^T A v is v times its square up to a small residual; null where it is not.</summary>
    private Tensor? MeasureIfSingular()
    {
        using IDisposable off = no_grad();
        using Tensor image = Apply(vector, weight, null);
        Tensor norm = image.norm();
        double length = SingularVectors.Number(norm), square = length * length;
        using Tensor pulled = ApplyAdjoint(image, weight);
        using Tensor remainder = pulled.Plus(vector, -square);
        using Tensor rest = remainder.norm();
        if (length > 0 && SingularVectors.Number(rest) <= TrainingResidual * square)
            return norm;
        norm.Dispose();
        return null;
    }

    private void Turn(double residual, ScalarType type)
    {
        using IDisposable off = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor used = weight.detach().to(type);
        Tensor start = vector.flatten().to(type);
        Tensor? found = SingularVectors.Find(
            z => ApplyAdjoint(Apply(z.reshape(vector.shape), used, null), used).flatten(), start, () => Unit(start.shape, start), residual);
        if (found is not null)
            vector.copy_(found.reshape(vector.shape));
    }
}
