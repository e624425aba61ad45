using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>What a plain linear layer is followed by.</summary>
internal enum PlainActivation
{
    None,
    Relu,

    /// <summary>z where |z| is at least one half, and 0 elsewhere.</summary>
    HardShrink
}

/// <summary>A layer of a baseline: a linear layer as everybody's, with the parameters' names and first values of <see cref="UnderflowLinear"/>.</summary>
internal sealed class PlainLinear : nn.Module<Tensor, Tensor>, IPopulationLayer
{
    [TorchSharp.Utils.ComponentName(Name = "weight")]
    private Parameter weight;

    [TorchSharp.Utils.ComponentName(Name = "bias")]
    private Parameter bias;

    private readonly PlainActivation _activation;
    private readonly UnderflowGradient _gradient;

    public PlainLinear(int inFeatures, int outFeatures, PlainActivation activation, UnderflowGradient gradient, Generator? generator, Device? device)
        : base(nameof(PlainLinear))
    {
        _activation = activation;
        _gradient = gradient;
        weight = LayerParameters.Weight(inFeatures, outFeatures, generator, device);
        bias = LayerParameters.Bias(outFeatures, device);
        register_parameter("weight", weight);
        register_parameter("bias", bias);
    }

    public Parameter Weight => weight;

    public Parameter Bias => bias;

    public LayerPerturbation? Perturbation { get; set; }

    public override Tensor forward(Tensor x)
    {
        LayerParameters.RequireInput(x, weight, "A linear layer of the baseline");
        if (Perturbation is not null)
            return Perturbation.Through(this, x);
        Tensor z = nn.functional.linear(x, weight, bias);
        if (_activation == PlainActivation.None)
            return z;
        using (z)
            return _activation == PlainActivation.Relu ? z.relu() : Shrunk(z);
    }

    public Tensor Enter(Tensor x) => x.alias();

    public Tensor Leave(Tensor product, Tensor bias)
    {
        using IDisposable off = no_grad();
        // In place, which returns the caller's own handle.
        product.add_(bias, ScalarArguments.One);
        if (_activation == PlainActivation.HardShrink)
            return HardThreshold.Flush(product);
        return _activation == PlainActivation.Relu ? product.relu() : product.alias();
    }

    private Tensor Shrunk(Tensor z)
    {
        if (_gradient == UnderflowGradient.Threshold || !z.requires_grad)
            return HardThreshold.Flush(z);
        // The gradient of the copy, whose value is written over.
        Tensor through = z.clone();
        using (no_grad())
        {
            using Tensor source = z.detach(), value = HardThreshold.Flush(source), target = through.detach();
            target.copy_(value);
        }
        return through;
    }
}
