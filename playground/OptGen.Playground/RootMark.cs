using System.Globalization;
using System.Numerics;

namespace OptGen.Playground;

/// <summary>A root of the characteristic polynomial, as it is drawn and said.</summary>
/// <param name="Root">Where it is.</param>
/// <param name="Count">How many lie there.</param>
/// <param name="IsBroken">Whether it breaks zero-stability.</param>
internal sealed record RootMark(Complex Root, int Count, bool IsBroken)
{
    /// <summary>Roots that lie closer together are one.</summary>
    private const double Same = 1e-6;

    /// <summary>The roots of a verdict, those of greatest modulus first.</summary>
    public static IReadOnlyList<RootMark> Of(RecurrenceVerdict verdict)
    {
        var marks = new List<RootMark>();
        foreach (Complex root in verdict.Roots)
        {
            int known = marks.FindIndex(m => (m.Root - root).Magnitude < Same);
            if (known < 0)
                marks.Add(new RootMark(root, 1, root.Magnitude > 1 + Same));
            else
                // Several on the circle are harmless where they belong to several states: the verdict knows.
                marks[known] = new RootMark(marks[known].Root, marks[known].Count + 1, root.Magnitude > 1 + Same || (root.Magnitude > 1 - Same && verdict.Stability == ZeroStability.Unstable));
        }
        return marks;
    }

    /// <summary>Its value, and where it lies.</summary>
    public string Describe()
    {
        string times = Count > 1 ? $" ({Count} times)" : "";
        string place = Root.Magnitude > 1 + Same ? "outside the circle" : Root.Magnitude < 1 - Same ? "inside" : "on the circle";
        return $"{Value()}{times}, {place}{(IsBroken ? ": breaks zero-stability" : "")}";
    }

    private string Value()
    {
        (double real, double imaginary) = (Math.Round(Root.Real, 3), Math.Round(Root.Imaginary, 3));
        if (imaginary == 0)
            return Number(real);
        string size = Number(Math.Abs(imaginary));
        return real == 0 ? $"{(imaginary < 0 ? "−" : "")}{size}i" : $"{Number(real)} {(imaginary < 0 ? "−" : "+")} {size}i";
    }

    // Minus zero is zero, and a large one is not written out.
    private static string Number(double value) => (value == 0 ? 0 : value).ToString(Math.Abs(value) < 1e6 ? "0.###" : "0.###E+0", CultureInfo.InvariantCulture).Replace('-', '−');
}
