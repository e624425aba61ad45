using OptGen.Lowering;
using OptGen.Wiring;

namespace OptGen.Export.PyTorch;

/// <summary>Writes the whole numbers and conditions of a program.</summary>
/// <param name="layers">The number of layers.</param>
internal sealed class PythonNumbers(int layers)
{
    public int Layers => layers;

    /// <summary>The variable with the number of the layer.</summary>
    public string Layer { get; set; } = "k";

    /// <summary>The variable of the loop around what is written.</summary>
    public string Variable { get; set; } = "j";

    /// <summary>The variable with the number of the layer where the history last began.</summary>
    public string Start { get; set; } = "start";

    public string Write(IndexValue value)
    {
        bool isLast = value is { Ceiling: null, Floor: Floor.None };
        string text = Sum(value.Index.Layer, value.Index.Variable, value.Start, Constant(value.Index) + (isLast ? value.Shift : 0));
        if (value.Ceiling is { } ceiling)
            text = $"min({text}, {PythonText.Number(ceiling)})";
        text = value.Floor switch
        {
            Floor.Zero => $"max({text}, 0)",
            Floor.Start => $"max({text}, {Start})",
            _ => text
        };
        if (!isLast)
            text += Ending(value.Shift);
        return value.Modulus == 0 ? text : $"{(text.Contains(' ', StringComparison.Ordinal) ? "(" + text + ")" : text)} % {PythonText.Number(value.Modulus)}";
    }

    /// <summary>The number behind the last one of a range.</summary>
    public string WriteEnd(IndexValue last) => last is { Ceiling: null, Floor: Floor.None, Modulus: 0 } ? Write(last with { Shift = last.Shift + 1 }) : $"{Write(last)} + 1";

    public string Write(Condition condition)
    {
        AffineIndex index = condition.Left.Index;
        string left = Sum(index.Layer, index.Variable, condition.Left.Start, 0);
        int number = condition.Right - Constant(index);
        // Of layers counted from 0, the first one reads better than fewer than 1.
        return condition.Comparison switch
        {
            Comparison.Equal => $"{left} == {PythonText.Number(number)}",
            Comparison.AtLeast when number == 1 => $"{left} > 0",
            Comparison.AtLeast => $"{left} >= {PythonText.Number(number)}",
            _ when number == 1 => $"{left} == 0",
            _ => $"{left} < {PythonText.Number(number)}"
        };
    }

    /// <summary>The opposite of a condition.</summary>
    public string WriteNot(Condition condition) => condition.Comparison switch
    {
        Comparison.Less => Write(condition with { Comparison = Comparison.AtLeast }),
        Comparison.AtLeast => Write(condition with { Comparison = Comparison.Less }),
        _ => Write(condition).Replace(" == ", " != ", StringComparison.Ordinal)
    };

    private int Constant(AffineIndex index) => index.Offset + (index.End * layers);

    private string Sum(int layer, int variable, int start, int offset)
    {
        string text = Term(layer, Layer) + Term(start > 0 ? start : 0, Start) + Term(variable, Variable) + Term(start < 0 ? start : 0, Start);
        if (text.Length == 0)
            return PythonText.Number(offset);
        text = text.StartsWith(" + ", StringComparison.Ordinal) ? text[3..] : "-" + text[3..];
        return text + Ending(offset);
    }

    private static string Term(int factor, string symbol) => factor == 0 ? "" : (factor < 0 ? " - " : " + ") + (Math.Abs(factor) == 1 ? "" : PythonText.Number(Math.Abs(factor)) + " * ") + symbol;

    private static string Ending(int number) => number == 0 ? "" : (number < 0 ? " - " : " + ") + PythonText.Number(Math.Abs(number));
}
