using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>How layers make their parameters, and draw their first values in PyTorch's order.</summary>
internal static class LayerParameters
{
    private static readonly double Sqrt5 = Math.Sqrt(5);

    /// <summary>A parameter without values yet.</summary>
    public static Parameter Empty(long[] shape, Device? device, ScalarType? dtype) => new(empty(shape, dtype, device));

    /// <summary>A parameter of ones.</summary>
    public static Parameter Ones(long[] shape, Device? device, ScalarType? dtype) => new(ones(shape, dtype, device));

    /// <summary>A parameter of zeros.</summary>
    public static Parameter Zeros(long[] shape, Device? device, ScalarType? dtype) => new(zeros(shape, dtype, device));

    /// <summary>Draws a matrix or kernel as linear and convolution layers do: uniform within ±1/√fan-in.</summary>
    public static void DrawWeight(Tensor weight) => nn.init.kaiming_uniform_(weight, Sqrt5);

    /// <summary>Draws a bias uniformly within ±1/√fan-in of its weight.</summary>
    public static void DrawBias(Tensor bias, Tensor weight)
    {
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        if (fanIn == 0)
        {
            nn.init.zeros_(bias);
            return;
        }

        var bound = 1 / Math.Sqrt(fanIn);
        nn.init.uniform_(bias, -bound, bound);
    }

    /// <summary>The parameter, which must not be null.</summary>
    public static Parameter Required(Parameter? parameter) =>
        parameter ?? throw new ArgumentNullException(nameof(parameter), "This layer cannot do without its weight.");

    /// <summary>The same number for every dimension.</summary>
    public static long[] Repeat(long value, int times)
    {
        var values = new long[times];
        Array.Fill(values, value);
        return values;
    }
}
