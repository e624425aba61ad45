using System.Globalization;
using OptGen.Lowering;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes the whole numbers and conditions of a program.</summary>
/// <param name="layers">The number of layers, as it is written.</param>
internal sealed class ProgramNumbers(string layers)
{
    /// <summary>The number of layers, as it is written.</summary>
    public string Layers => layers;

    /// <summary>The variable with the number of the layer.</summary>
    public string Layer { get; set; } = "k";

    /// <summary>The variable of the loop around what is written.</summary>
    public string Variable { get; set; } = "j";

    /// <summary>The variable with the number of the layer where the history last began.</summary>
    public string Start { get; set; } = "start";

    public string Write(IndexValue value)
    {
        AffineIndex index = value.Index;
        bool isLast = value is { Ceiling: null, Floor: Floor.None };
        string text = Sum(index.Layer, index.End, index.Variable, value.Start, index.Offset + (isLast ? value.Shift : 0));
        if (value.Ceiling is { } ceiling)
            text = $"global::System.Math.Min({text}, {Number(ceiling)})";
        text = value.Floor switch
        {
            Floor.Zero => $"global::System.Math.Max({text}, 0)",
            Floor.Start => $"global::System.Math.Max({text}, {Start})",
            _ => text
        };
        if (!isLast)
            text += Ending(value.Shift);
        return value.Modulus == 0 ? text : $"{(text.Contains(" ") ? "(" + text + ")" : text)} % {Number(value.Modulus)}";
    }

    /// <summary>The name of what takes iterates; it is nothing where none are asked for.</summary>
    public string? Iterates { get; set; }

    public string Write(Condition condition) => Compare(condition) + (condition.OrIterates ? $" || {Iterates} is not null" : "");

    private string Compare(Condition condition)
    {
        AffineIndex index = condition.Left.Index;
        if (index is { Layer: 1, End: -1 })
            return $"{Layer} < {Sum(0, 1, 0, 0, condition.Right - index.Offset)}";
        string left = Sum(index.Layer, index.End, index.Variable, 0, 0);
        int number = condition.Right - index.Offset;
        // More than 0 reads better than at least 1, and of layers counted from 0, the first one than fewer than 1.
        (string sign, int right) = condition.Comparison switch
        {
            Comparison.Equal => ("==", number),
            Comparison.AtLeast when number == 1 => (">", 0),
            Comparison.AtLeast => (">=", number),
            _ when number == 1 => ("==", 0),
            _ => ("<", number)
        };
        return $"{left} {sign} {Sum(0, 0, 0, -condition.Left.Start, right)}";
    }

    private string Sum(int layer, int end, int variable, int start, int offset)
    {
        string text = Term(layer, Layer) + Term(end, layers) + Term(start > 0 ? start : 0, Start) + Term(variable, Variable) + Term(start < 0 ? start : 0, Start);
        if (text.Length == 0)
            return Number(offset);
        text = text.StartsWith(" + ", StringComparison.Ordinal) ? text.Substring(3) : "-" + text.Substring(3);
        return text + Ending(offset);
    }

    private static string Term(int factor, string symbol) => factor == 0 ? "" : (factor < 0 ? " - " : " + ") + (Math.Abs(factor) == 1 ? "" : Number(Math.Abs(factor)) + " * ") + symbol;

    private static string Ending(int number) => number == 0 ? "" : (number < 0 ? " - " : " + ") + Number(Math.Abs(number));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
