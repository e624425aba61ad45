using System.ComponentModel;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>Trained coefficients, as generated modules make and read them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Coefficients
{
    /// <summary>
    /// Makes the parameter of a coefficient: of shape [layers, channels], [layers], [channels] or [], where a count of 0 leaves its dimension out; with pairs of
    /// shape [pairs + 1, pairs + 1, channels] or [pairs + 1, pairs + 1].
    /// </summary>
    /// <param name="initial">The coefficient's value before training, inside the range.</param>
    /// <param name="layers">How many indices have a value of their own, as many as there are layers or more; 0 for one value for all.</param>
    /// <param name="pairs">The greatest index of a pair of indices that has a value of its own; 0 for one value for all.</param>
    /// <param name="channels">How many channels have a value of their own; 0 for one value for all.</param>
    /// <param name="minimum">The lower border, which the coefficient never reaches.</param>
    /// <param name="maximum">The upper border, which the coefficient never reaches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The initial value lies outside the range.</exception>
    public static Parameter Create(
        double initial, int layers = 0, int pairs = 0, int channels = 0, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity)
    {
        if (!(minimum < initial && initial < maximum))
            throw new ArgumentOutOfRangeException(nameof(initial), initial, $"A coefficient between {minimum} and {maximum} cannot begin with {initial}.");
        long[] indices = pairs > 0 ? [pairs + 1, pairs + 1] : layers > 0 ? [layers] : [];
        long[] shape = channels > 0 ? [.. indices, channels] : indices;
        var parameter = new Parameter(ScalarArguments.Full(shape, Inverse(initial, minimum, maximum)));
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>
    /// Takes unbounded numbers smoothly into an open range: through a sigmoid between two borders, through a softplus from one.
    /// </summary>
    public static Tensor Within(Tensor unbounded, double minimum, double maximum)
    {
        ArgumentNullException.ThrowIfNull(unbounded);
        if (double.IsInfinity(minimum) && double.IsInfinity(maximum))
            return unbounded.alias();
        if (double.IsInfinity(maximum))
            return unbounded.Softplus().PlusInPlace(minimum);
        if (double.IsInfinity(minimum))
            return unbounded.Softplus().neg_().PlusInPlace(maximum);
        using Tensor fraction = unbounded.sigmoid();
        return fraction.Times(maximum - minimum).PlusInPlace(minimum);
    }

    /// <summary>Shapes values for channels so that they stand along dimension 1 of tensors like the given one.</summary>
    public static Tensor AlongChannels(Tensor values, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(like);
        long[] ones = Enumerable.Repeat(1L, (int)Math.Max(0, like.dim() - 2)).ToArray();
        return values.view([.. values.shape, .. ones]);
    }

    /// <summary>A number as a tensor without dimensions, of the type of another and on its device.</summary>
    public static Tensor Number(double value, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        return ScalarArguments.Full([], value, like.dtype, like.device);
    }

    /// <summary>The values of pairs of indices, by the first index and then by the second; each a view.</summary>
    public static Tensor[][] Table(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Tensor[] rows = values.unbind();
        return Array.ConvertAll(rows, row => row.unbind());
    }

    /// <summary>The sum of two scalars, one of them trained.</summary>
    public static Tensor Add(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.add(b, ScalarArguments.One);
    }

    /// <summary>A tensor plus what stands for a number, written into the tensor.</summary>
    public static Tensor AddInPlace(Tensor x, Tensor number)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.add_(number, ScalarArguments.One);
    }

    /// <inheritdoc cref="Add(Tensor, Tensor)"/>
    public static Tensor Add(Tensor a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        using Scalar number = b;
        return a.add(number, ScalarArguments.One);
    }

    /// <inheritdoc cref="Add(Tensor, Tensor)"/>
    public static Tensor Add(double a, Tensor b) => Add(b, a);

    /// <summary>The difference of two scalars, one of them trained.</summary>
    public static Tensor Subtract(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.sub(b);
    }

    /// <inheritdoc cref="Subtract(Tensor, Tensor)"/>
    public static Tensor Subtract(Tensor a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        using Scalar number = b;
        return a.sub(number);
    }

    /// <inheritdoc cref="Subtract(Tensor, Tensor)"/>
    public static Tensor Subtract(double a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        using Scalar number = a;
        return b.neg().add_(number, ScalarArguments.One);
    }

    /// <summary>The product of two scalars, one of them trained.</summary>
    public static Tensor Multiply(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.mul(b);
    }

    /// <inheritdoc cref="Multiply(Tensor, Tensor)"/>
    public static Tensor Multiply(Tensor a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        using Scalar number = b;
        return a.mul(number);
    }

    /// <inheritdoc cref="Multiply(Tensor, Tensor)"/>
    public static Tensor Multiply(double a, Tensor b) => Multiply(b, a);

    /// <summary>The quotient of two scalars, one of them trained.</summary>
    public static Tensor Divide(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.div(b);
    }

    /// <inheritdoc cref="Divide(Tensor, Tensor)"/>
    public static Tensor Divide(Tensor a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        using Scalar number = b;
        return a.div(number);
    }

    /// <inheritdoc cref="Divide(Tensor, Tensor)"/>
    public static Tensor Divide(double a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        using Scalar number = a;
        using Tensor inverse = b.reciprocal();
        return inverse.mul(number);
    }

    /// <summary>start + weight*(end - start), a new tensor, for a trained weight.</summary>
    public static Tensor Lerp(Tensor start, Tensor end, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(end);
        ArgumentNullException.ThrowIfNull(weight);
        ScalarType type = start.dtype;
        if (type == end.dtype && type == weight.dtype)
            return start.lerp(end, weight);
        // torch's lerp takes one type only.
        using Tensor difference = end.sub(start);
        using Tensor step = difference.mul(weight);
        return start.add(step, ScalarArguments.One);
    }

    /// <summary>The smaller of two scalars, one of them trained.</summary>
    public static Tensor Minimum(Tensor a, Tensor b) => minimum(a, b);

    /// <inheritdoc cref="Minimum(Tensor, Tensor)"/>
    public static Tensor Minimum(Tensor a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.AtMost(b);
    }

    /// <inheritdoc cref="Minimum(Tensor, Tensor)"/>
    public static Tensor Minimum(double a, Tensor b) => Minimum(b, a);

    /// <summary>The greater of two scalars, one of them trained.</summary>
    public static Tensor Maximum(Tensor a, Tensor b) => maximum(a, b);

    /// <inheritdoc cref="Maximum(Tensor, Tensor)"/>
    public static Tensor Maximum(Tensor a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.AtLeast(b);
    }

    /// <inheritdoc cref="Maximum(Tensor, Tensor)"/>
    public static Tensor Maximum(double a, Tensor b) => Maximum(b, a);

    /// <summary>A trained scalar to a power.</summary>
    public static Tensor Power(Tensor number, double exponent)
    {
        ArgumentNullException.ThrowIfNull(number);
        using Scalar power = exponent;
        return number.pow(power);
    }

    /// <summary>A trained scalar to a trained power.</summary>
    public static Tensor Power(Tensor number, Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(number);
        return number.pow(exponent);
    }

    /// <summary>A number to a trained power.</summary>
    public static Tensor Power(double number, Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(exponent);
        using Tensor logarithm = exponent.Times(Math.Log(number));
        return logarithm.exp();
    }

    internal static double Inverse(double value, double minimum, double maximum)
    {
        if (double.IsInfinity(minimum) && double.IsInfinity(maximum))
            return value;
        if (double.IsInfinity(maximum))
            return InverseSoftplus(value - minimum);
        if (double.IsInfinity(minimum))
            return InverseSoftplus(maximum - value);
        double fraction = (value - minimum) / (maximum - minimum);
        return Math.Log(fraction / (1 - fraction));
    }

    // log(e^y - 1), written so that large y do not overflow.
    private static double InverseSoftplus(double y) => y + Math.Log(-Math.Exp(-y) + 1);
}
