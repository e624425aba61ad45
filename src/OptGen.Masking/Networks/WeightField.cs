using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>The weight that a linear layer or a convolution computes with.</summary>
/// <remarks>
/// TorchSharp (0.107.0) reads it from a field. Its property <c>weight</c> writes the field too, but disposes the weight before it and registers the new one, so that state_dict would
/// show it, and keep showing it where a forward throws. Written directly, the field has another weight for a while, and names, state_dict and parameters stay what they were.
/// </remarks>
internal static class WeightField
{
    /// <summary>What every such module calls its weight.</summary>
    public const string Name = "weight";

    /// <summary>Whether a module is of this kind.</summary>
    public static bool Has(nn.Module module) => module is Linear or Convolution;

    /// <summary>The weight in the field.</summary>
    public static Parameter Get(nn.Module module) => module is Linear linear ? Weight(linear) : Weight((Convolution)module);

    /// <summary>Puts a weight into the field.</summary>
    public static void Set(nn.Module module, Parameter weight)
    {
        if (module is Linear linear)
            Weight(linear) = weight;
        else
            Weight((Convolution)module) = weight;
    }

    /// <summary>Gives a module another weight for good, registered under its name; the one before it is disposed.</summary>
    public static void Replace(nn.Module module, Parameter weight)
    {
        if (module is Linear linear)
            linear.weight = weight;
        else
            ((Convolution)module).weight = weight;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_weight")]
    private static extern ref Parameter Weight(Linear layer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_weight")]
    private static extern ref Parameter Weight(Convolution layer);
}
