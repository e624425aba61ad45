using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>
/// Scalars that outlive the calls they are passed to. In TorchSharp (0.107.0) a number that is converted where it is passed may be collected while the native
/// call still reads it, since nothing keeps the <see cref="Scalar"/> alive; <c>add</c> of two tensors makes such a one inside, for its factor 1.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Scalars
{
    /// <summary>One scalar for each layer: the values at 0 … layers - 1.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="value">The value at a layer; it is asked for once.</param>
    /// <param name="first">The first layer that reads its value; below it there is none.</param>
    /// <exception cref="CoefficientException">A number is not finite, or is made of one that is not there.</exception>
    public static Scalar[] OfLayers(string meaning, int layers, Func<int, double> value, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(value);
        var scalars = new Scalar[layers];
        for (int k = first; k < layers; k++)
            scalars[k] = Numbers.At(k, meaning, value);
        return scalars;
    }

    /// <summary>A tensor plus a number in every element, a new tensor.</summary>
    public static Tensor Add(Tensor x, Scalar number)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.add(number, ScalarArguments.One);
    }

    /// <summary>The same, written into the tensor.</summary>
    public static Tensor AddInPlace(Tensor x, Scalar number)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.add_(number, ScalarArguments.One);
    }
}
