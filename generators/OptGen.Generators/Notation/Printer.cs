using System.Globalization;
using System.Text;

namespace OptGen.Notation;

/// <summary>Writes a tree as canonical text: ASCII, one equation a line, no needless parentheses. Reading it gives an equal tree.</summary>
internal static class Printer
{
    private const int Additive = 1;
    private const int Multiplicative = 2;
    private const int Unary = 3;
    private const int Powers = 4;
    private const int Primary = 5;

    public static string Print(RecurrenceTree tree) => string.Join("\n", tree.Equations.Select(Print));

    public static string Print(Equation equation) => Print(equation.Left) + " = " + Print(equation.Right);

    public static string Print(Target target) =>
        target.Index is null ? target.Name : target.Name + Subscript([target.Index]);

    public static string Print(IndexExpression index)
    {
        var text = new StringBuilder();
        Add(index.Layer, Vocabulary.Layer);
        Add(index.Depth, Vocabulary.LayerCount);
        Add(index.VariableFactor, index.Variable ?? "");
        if (index.Offset != 0 || text.Length == 0)
        {
            text.Append(index.Offset > 0 && text.Length > 0 ? "+" : "")
                .Append(index.Offset.ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();

        void Add(int factor, string symbol)
        {
            if (factor == 0)
                return;
            text.Append(factor < 0 ? "-" : text.Length > 0 ? "+" : "").Append(symbol);
        }
    }

    public static string Print(Expression expression)
    {
        var text = new StringBuilder();
        Write(text, expression, Additive);
        return text.ToString();
    }

    /// <summary>The text of an expression, cut short for a message.</summary>
    public static string Brief(this Expression expression)
    {
        const int Longest = 60;
        string text = Print(expression);
        return text.Length <= Longest ? text : text.Substring(0, Longest) + "…";
    }

    /// <summary>How an index is attached to a name: <c>_k</c>, <c>_0</c>, <c>_&lt;k+1&gt;</c>, <c>_&lt;k,j&gt;</c>.</summary>
    public static string Subscript(EquatableArray<IndexExpression> indices)
    {
        if (indices.Count == 0)
            return "";
        string text = string.Join(",", indices.Select(Print));
        return text.All(char.IsLetterOrDigit) ? "_" + text : "_<" + text + ">";
    }

    private static void Write(StringBuilder text, Expression expression, int least)
    {
        bool enclose = Precedence(expression) < least;
        if (enclose)
            text.Append('(');
        WriteBare(text, expression);
        if (enclose)
            text.Append(')');
    }

    private static int Precedence(Expression expression) => expression switch
    {
        Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract } => Additive,
        Binary => Multiplicative,
        Negation => Unary,
        Power or VariablePower => Powers,
        _ => Primary
    };

    private static void WriteBare(StringBuilder text, Expression expression)
    {
        switch (expression)
        {
            case Number number:
                text.Append(Decimal.Text(number.Value));
                break;
            case LayerNumber:
                text.Append('k');
                break;
            case LayerCount:
                text.Append('L');
                break;
            case SumVariable variable:
                text.Append(variable.Name);
                break;
            case Reference reference:
                text.Append(reference.Name).Append(Subscript(reference.Indices));
                break;
            case Negation negation:
                text.Append('-');
                Write(text, negation.Operand, Unary);
                break;
            case Binary binary:
                WriteBinary(text, binary);
                break;
            case Power power:
                Write(text, power.Base, Primary);
                text.Append('^').Append(power.Exponent.ToString(CultureInfo.InvariantCulture));
                break;
            case VariablePower power:
                Write(text, power.Base, Primary);
                text.Append('^');
                Write(text, power.Exponent, Primary);
                break;
            case ScalarCall call:
                text.Append(Vocabulary.NameOf(call.Function));
                WriteList(text, '(', call.Arguments, ')');
                break;
            case Several several:
                WriteList(text, '(', several.Items, ')');
                break;
            case TensorCall call:
                text.Append(Vocabulary.NameOf(call.Function));
                WriteList(text, '(', call.Arguments, ')');
                break;
            case Application application:
                WriteApplication(text, application);
                break;
            case Summation sum:
                text.Append("sum[").Append(sum.Variable).Append('=').Append(Print(sum.From)).Append("..").Append(Print(sum.To)).Append("](");
                Write(text, sum.Body, Additive);
                text.Append(')');
                break;
            default:
                text.Append('?');
                break;
        }
    }

    private static void WriteBinary(StringBuilder text, Binary binary)
    {
        bool additive = binary.Operator is BinaryOperator.Add or BinaryOperator.Subtract;
        Write(text, binary.Left, additive ? Additive : Multiplicative);
        text.Append(binary.Operator switch
        {
            BinaryOperator.Add => " + ",
            BinaryOperator.Subtract => " - ",
            BinaryOperator.Multiply => "*",
            _ => "/"
        });
        // The operators associate to the left, and a sign after an operator is easier to read in parentheses.
        Write(text, binary.Right, binary.Right is Negation ? Powers : additive ? Multiplicative : Unary);
    }

    private static void WriteApplication(StringBuilder text, Application application)
    {
        text.Append(application.Name);
        if (application.Index is not null)
            text.Append(Subscript([application.Index]));
        if (application.Adjoint)
            text.Append("^T");
        if (application.Parameters.Count > 0)
            WriteList(text, '[', application.Parameters, ']');
        WriteList(text, '(', application.Arguments, ')');
    }

    private static void WriteList(StringBuilder text, char open, EquatableArray<Expression> items, char close)
    {
        text.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            Write(text, items[i], Additive);
        }
        text.Append(close);
    }
}
