using System.Globalization;
using System.Text;
using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// An index of the plan: <c>Layer*k + End*L + Variable*j + Offset</c>, where k is the number of the layer, L the number of layers and j
/// the variable of the sum around it. Factors are -1, 0 or 1.
/// </summary>
internal readonly record struct AffineIndex(int Layer, int End, int Variable, int Offset)
{
    /// <summary>k + offset.</summary>
    public static AffineIndex AtLayer(int offset) => new(1, 0, 0, offset);

    /// <summary>L + offset.</summary>
    public static AffineIndex AtEnd(int offset) => new(0, 1, 0, offset);

    public static AffineIndex At(int number) => new(0, 0, 0, number);

    public static AffineIndex Of(IndexExpression index) => new(index.Layer, index.Depth, index.VariableFactor, index.Offset);

    public bool IsNumber => Layer == 0 && End == 0 && Variable == 0;

    /// <summary>Whether this is k plus a number.</summary>
    public bool IsLayer => Layer == 1 && End == 0 && Variable == 0;

    /// <summary>Whether this is L plus a number.</summary>
    public bool IsEnd => Layer == 0 && End == 1 && Variable == 0;

    /// <summary>The same without its number: what two indices share that differ by a number only.</summary>
    public AffineIndex Frame => this with { Offset = 0 };

    public AffineIndex Plus(int number) => this with { Offset = Offset + number };

    /// <summary>Puts <paramref name="replacement"/> in place of k.</summary>
    public AffineIndex WithLayer(AffineIndex replacement) => Combine(this with { Layer = 0 }, Layer, replacement);

    /// <summary>Puts <paramref name="replacement"/> in place of j.</summary>
    public AffineIndex WithVariable(AffineIndex replacement) => Combine(this with { Variable = 0 }, Variable, replacement);

    public int Evaluate(int layer, int layers, int variable) => (Layer * layer) + (End * layers) + (Variable * variable) + Offset;

    public override string ToString()
    {
        var text = new StringBuilder();
        Add(Layer, "k");
        Add(End, "L");
        Add(Variable, "j");
        if (Offset != 0 || text.Length == 0)
            text.Append(Offset > 0 && text.Length > 0 ? "+" : "").Append(Offset.ToString(CultureInfo.InvariantCulture));
        return text.ToString();

        void Add(int factor, string symbol)
        {
            if (factor != 0)
                text.Append(factor < 0 ? "-" : text.Length > 0 ? "+" : "").Append(Math.Abs(factor) == 1 ? "" : Math.Abs(factor) + "*").Append(symbol);
        }
    }

    private static AffineIndex Combine(AffineIndex rest, int factor, AffineIndex replacement) => new(
        rest.Layer + (factor * replacement.Layer),
        rest.End + (factor * replacement.End),
        rest.Variable + (factor * replacement.Variable),
        rest.Offset + (factor * replacement.Offset));
}
