using System.ComponentModel;
using System.Globalization;

namespace OptGen.CompilerServices;

/// <summary>Computes the numbers of a network when it is made, and refuses those that it could not compute with.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Numbers
{
    /// <summary>A number that is the same in all layers.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="CoefficientException">The number is not finite.</exception>
    public static double Finite(string meaning, double value) => double.IsFinite(value)
        ? value
        : throw new CoefficientException($"{meaning} is {Text(value)}; the numbers of a network must be finite.");

    /// <summary>One number for each layer: the values at 0 … layers - 1.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="value">The value at a layer; it is asked for once.</param>
    /// <param name="first">The first layer that reads its value; below it there is 0.</param>
    /// <exception cref="CoefficientException">A number is not finite, or is made of one that is not there.</exception>
    public static double[] OfLayers(string meaning, int layers, Func<int, double> value, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(value);
        var numbers = new double[layers];
        for (int k = first; k < layers; k++)
            numbers[k] = At(k, meaning, value);
        return numbers;
    }

    /// <summary>The number of one layer.</summary>
    internal static double At(int layer, string meaning, Func<int, double> value) => At($"in layer {Text(layer)}", meaning, () => value(layer));

    /// <summary>A number that must be finite, with errors that say where it is read.</summary>
    internal static double At(string place, string meaning, Func<double> value)
    {
        double number;
        try
        {
            number = value();
        }
        catch (CoefficientException missing)
        {
            throw new CoefficientException($"{char.ToUpperInvariant(place[0])}{place[1..]}, {missing.Message}", missing);
        }
        return double.IsFinite(number)
            ? number
            : throw new CoefficientException($"{meaning} is {Text(number)} {place}; the numbers of a network must be finite.");
    }

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Text(double number) => number switch
    {
        double.PositiveInfinity => "infinite",
        double.NegativeInfinity => "minus infinity",
        double.NaN => "not a number",
        _ => number.ToString(CultureInfo.InvariantCulture)
    };
}
