using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Within = OptGen.CompilerServices.Coefficients;

namespace OptGen;

/// <summary>The trained coefficients of a network, as the recurrence reads them: a coefficient between 0 and 1 has values between 0 and 1 here.</summary>
/// <param name="coefficients">The coefficients, in the order of the recurrence.</param>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The property that holds them says what they are.")]
public sealed class TrainedCoefficients(TrainedCoefficient[] coefficients) : IReadOnlyList<TrainedCoefficient>
{
    /// <summary>How many there are.</summary>
    public int Count => coefficients.Length;

    /// <summary>A coefficient by its place in the recurrence.</summary>
    /// <param name="index">The place, from 0 on.</param>
    public TrainedCoefficient this[int index] => coefficients[index];

    /// <summary>A coefficient by its name.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <exception cref="ArgumentException">There is no trained coefficient of this name.</exception>
    public TrainedCoefficient this[string name] => Array.Find(coefficients, c => c.Name == name) ?? throw new ArgumentException(
        $"The recurrence has no trained coefficient {name}; it has {(Count == 0 ? "none" : string.Join(", ", coefficients.Select(c => c.Name)))}.", nameof(name));

    /// <inheritdoc/>
    public IEnumerator<TrainedCoefficient> GetEnumerator() => coefficients.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => coefficients.GetEnumerator();

    /// <summary>All of them with their values.</summary>
    public override string ToString() => string.Join(Environment.NewLine, coefficients.AsEnumerable());
}

/// <summary>A trained coefficient.</summary>
/// <param name="name">Its name in the recurrence.</param>
/// <param name="parameter">The parameter that is trained.</param>
/// <param name="minimum">The lower border of its range, which it never reaches; minus infinity where there is none.</param>
/// <param name="maximum">The upper border of its range, which it never reaches; infinity where there is none.</param>
public sealed class TrainedCoefficient(string name, Parameter parameter, double minimum, double maximum)
{
    /// <summary>Its name in the recurrence.</summary>
    public string Name => name;

    /// <summary>
    /// What is trained, and what state_dict holds: any numbers, which a range takes smoothly inside its borders; without a range the values themselves. A network that is
    /// moved to another type or device has another one.
    /// </summary>
    public Parameter Parameter => parameter;

    /// <summary>The lower border of its range, which it never reaches; minus infinity where there is none.</summary>
    public double Minimum => minimum;

    /// <summary>The upper border of its range, which it never reaches; infinity where there is none.</summary>
    public double Maximum => maximum;

    /// <summary>
    /// The values that the recurrence reads, shaped like <see cref="Parameter"/>: position i of a coefficient per layer is the value at index i, [i, j] of one per pair that at
    /// the indices i and j, and the last dimension is that of channels, where there are any.
    /// </summary>
    /// <returns>A new tensor, owned by the caller. Gradients flow to the parameter, so a penalty may read it.</returns>
    public Tensor Value() => Within.Within(parameter, minimum, maximum);

    /// <summary>The same numbers, row after row.</summary>
    public double[] ToArray()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        return Value().to(float64).cpu().contiguous().reshape(-1).data<double>().ToArray();
    }

    /// <summary>Its name, values and range, such as <c>b = 0.3, 0.28 (between 0 and 1)</c>.</summary>
    public override string ToString()
    {
        string range = (double.IsInfinity(minimum), double.IsInfinity(maximum)) switch
        {
            (true, true) => "",
            (false, true) => $" (above {Text(minimum)})",
            (true, false) => $" (below {Text(maximum)})",
            _ => $" (between {Text(minimum)} and {Text(maximum)})"
        };
        return $"{name} = {string.Join(", ", ToArray().Select(Text))}{range}";
    }

    private static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
