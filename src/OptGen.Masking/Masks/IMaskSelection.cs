using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Chooses the kept weights of one or several layers together.</summary>
internal interface IMaskSelection
{
    /// <summary>Chooses by the scores that the layers have now.</summary>
    /// <param name="kept">How many are kept.</param>
    void Select(long kept);

    /// <summary>The masked weight of a layer, a new tensor in the current dispose scope. Gradients reach the scores unless they are switched off.</summary>
    /// <param name="layer">The layer's place in the group.</param>
    /// <param name="weight">The frozen weight.</param>
    Tensor Masked(int layer, Tensor weight);

    /// <summary>The mask of a layer as bits, least significant first.</summary>
    /// <param name="layer">The layer's place in the group.</param>
    byte[] Bits(int layer);
}
