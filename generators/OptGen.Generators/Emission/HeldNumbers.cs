using System.Globalization;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>
/// The numbers that a module computes once, when it is made, and holds for the operations of its layers: one field for each, with a value for each layer
/// where the number changes with it.
/// </summary>
internal sealed class HeldNumbers(NameTable members)
{
    private const string Scalar = "global::TorchSharp.Scalar";

    private readonly Dictionary<string, Number> _numbers = new(StringComparer.Ordinal);
    private readonly List<Number> _order = [];

    /// <summary>What reads a number.</summary>
    internal enum Reader
    {
        /// <summary>An operation that takes a scalar, such as the factor of a sum.</summary>
        Scalar,

        /// <summary>A product with a tensor or an interpolation.</summary>
        Constant
    }

    /// <summary>The method that computes the numbers; null when there are none.</summary>
    public string? Method { get; private set; }

    /// <summary>Whether forward computes the numbers when it first runs, because what they are made of may not be there before.</summary>
    public bool IsLate { get; private set; }

    /// <summary>Leaves the numbers to forward; the name of the method that it has to call.</summary>
    public string BeLate()
    {
        IsLate = true;
        return Method ??= members.Take("HoldNumbers");
    }

    private IEnumerable<Number> Constants => _order.Where(n => n.Type.StartsWith(CSharp.Services + ".Constant", StringComparison.Ordinal));

    public bool HasConstants => Constants.Any();

    /// <summary>The field for a number that never changes.</summary>
    public string Single(Reader reader, string wish, string value) => reader == Reader.Scalar
        ? Hold(wish, Scalar, value).Field
        : Hold(wish, $"{CSharp.Services}.Constant", $"new({value})").Field;

    /// <summary>The field for a number of each layer, as an expression in k.</summary>
    public string OfLayer(Reader reader, string wish, string value, string layers, int first)
    {
        string type = reader == Reader.Scalar ? Scalar : $"{CSharp.Services}.Constant";
        string maker = reader == Reader.Scalar ? $"{CSharp.Services}.Scalars" : type;
        Number number = Hold(wish + "OfLayer", type + "[]", $"{maker}.OfLayers({layers}, k => {value}");
        number.First = Math.Min(number.First ?? first, first);
        return number.Field;
    }

    /// <summary>The field for a number of each layer and each term of a sum, as an expression in k and j.</summary>
    public string OfTerm(string wish, string value) => Hold(wish + "OfTerm", $"{CSharp.Services}.ScalarTable", $"new((k, j) => {value})").Field;

    /// <summary>A name that says what a scalar is, where it is short.</summary>
    public static string Wish(Scalar scalar)
    {
        if (scalar.TryConstant(out var value) && value.Abs().IsOne)
            return value.Sign < 0 ? "minusOne" : "one";
        if (scalar.Terms.Count != 1 || !scalar.Terms[0].Factor.Abs().IsOne || scalar.Terms[0].Powers.Count != 1
            || scalar.Terms[0].Powers[0] is not { Exponent: 1, Atom: CoefficientAtom atom })
            return "coefficient";
        return scalar.Terms[0].Factor.Sign < 0 ? "minus" + char.ToUpperInvariant(atom.Name[0]) + atom.Name.Substring(1) : atom.Name;
    }

    public void WriteFields(SourceWriter output)
    {
        foreach (Number number in _order)
            output.Line($"private {number.Type} {number.Field} = null!;");
    }

    public void WriteMethod(SourceWriter output)
    {
        if (Method is null)
            return;
        output.Line("/// <summary>Computes the numbers that the layers' operations take, which hold them from then on.</summary>");
        using (output.Block($"private void {Method}()"))
        {
            if (IsLate && _order.Count > 0)
            {
                output.Line($"if ({_order[_order.Count - 1].Field} is not null)");
                using (output.Indented())
                    output.Line("return;");
            }
            foreach (Number number in _order)
                output.Line($"{number.Field} = {number.Value}{number.Ending};");
        }
        output.Line();
    }

    public void WriteDispose(SourceWriter output)
    {
        output.Line("/// <inheritdoc/>");
        using (output.Block("protected override void Dispose(bool disposing)"))
        {
            using (output.Block("if (disposing)"))
            {
                foreach (Number number in Constants)
                {
                    bool isList = number.Type.EndsWith("]", StringComparison.Ordinal);
                    output.Line(isList ? $"foreach (var constant in {number.Field})" : $"{number.Field}?.Dispose();");
                    if (!isList)
                        continue;
                    using (output.Indented())
                        output.Line("constant?.Dispose();");
                }
            }
            output.Line("base.Dispose(disposing);");
        }
    }

    private Number Hold(string wish, string type, string value)
    {
        Method ??= members.Take("HoldNumbers");
        string key = type + " " + value;
        if (!_numbers.TryGetValue(key, out Number? number))
        {
            _numbers.Add(key, number = new Number(members.Take("_" + wish), type, value));
            _order.Add(number);
        }
        return number;
    }

    private sealed class Number(string field, string type, string value)
    {
        public string Field { get; } = field;

        public string Type { get; } = type;

        public string Value { get; } = value;

        /// <summary>The first layer that reads it, where it has a value for each.</summary>
        public int? First { get; set; }

        public string Ending => First switch
        {
            null => "",
            0 => ")",
            { } first => $", first: {first.ToString(CultureInfo.InvariantCulture)})"
        };
    }
}
