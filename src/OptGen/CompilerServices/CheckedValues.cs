using System.ComponentModel;
using System.Numerics;

namespace OptGen.CompilerServices;

/// <summary>The values of a coefficient, in double whatever the array's type, with errors that say which value is missing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CheckedValues
{
    private readonly string name;
    private readonly double[] values;

    private CheckedValues(string name, double[] values) => (this.name, this.values) = (name, values);

    /// <summary>The value at an index.</summary>
    /// <exception cref="CoefficientException">The array ends before.</exception>
    public double this[int index] => index < values.Length
        ? values[index]
        : throw new CoefficientException(
            $"{name}[{Numbers.Text(index)}] is read, but {name} has {Count(values.Length)}; give it {Count(index + 1)} or more.");

    /// <summary>The values of an array.</summary>
    /// <param name="name">The coefficient's name in the recurrence.</param>
    /// <param name="values">The array.</param>
    /// <exception cref="CoefficientException">The array is null.</exception>
    public static CheckedValues Of<T>(string name, T[]? values)
        where T : INumberBase<T> => values is null
        ? throw new CoefficientException($"{name} is null; give it an array with a value for each layer before the network is made.")
        : new CheckedValues(name, Array.ConvertAll(values, double.CreateTruncating));

    internal static string Count(int values) => values == 1 ? "1 value" : $"{Numbers.Text(values)} values";
}
