using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>
/// A layer with a linear operator of two dimensions that can be evaluated for many members at once. TorchSharp's <see cref="Linear"/> needs it not; a layer of one's own that
/// does something else than adding the bias to the product implements it.
/// </summary>
/// <remarks>
/// While <see cref="Perturbation"/> is set, forward takes the samples of all members, one member after the other in the first dimension, and must give what each member would:
/// <see cref="LayerPerturbation.Product"/> in place of the product with the weight, <see cref="LayerPerturbation.Bias"/> in place of the bias.
/// </remarks>
public interface IPopulationLayer
{
    /// <summary>The matrix, (out, in).</summary>
    Parameter Weight { get; }

    /// <summary>The bias, (out); null without one.</summary>
    Parameter? BiasParameter { get; }

    /// <summary>What the members change; null outside of an evaluation.</summary>
    LayerPerturbation? Perturbation { get; set; }
}
