using System.Globalization;
using OptGen.Notation;
using Decimal = OptGen.Notation.Decimal;

namespace OptGen.Export;

/// <summary>Writes a recurrence's equations as LaTeX, each as the text has it.</summary>
/// <param name="tensors">The names that lines define and that are tensors.</param>
internal sealed class LatexWriter(HashSet<string> tensors)
{
    private const int Additive = 1;
    private const int Multiplicative = 2;
    private const int Unary = 3;
    private const int Powers = 4;
    private const int Primary = 5;

    /// <summary>The equations one below the other, aligned at their signs of equality.</summary>
    public static string Write(RecurrenceTree tree)
    {
        var defined = new HashSet<string>(tree.Equations.Where(e => !e.Left.IsOutput).Select(e => e.Left.Name), StringComparer.Ordinal);
        defined.ExceptWith(ScalarNames.Of(tree, null, []));
        return new LatexWriter(defined).WriteAll(tree);
    }

    private string WriteAll(RecurrenceTree tree) =>
        "\\begin{aligned}\n" + string.Join(" \\\\\n", tree.Equations.Select(e => $"  {Write(e.Left)} &= {Write(e.Right, Additive)}")) + "\n\\end{aligned}";

    private static string Write(Target target) => LatexNames.Write(target.Name, target.Index is null ? [] : [Printer.Print(target.Index)]);

    private string Write(Expression expression, int least)
    {
        string text = WriteBare(expression);
        return Precedence(expression) < least ? Enclose(text) : text;
    }

    private static string Enclose(string text) => text.Contains("\\frac", StringComparison.Ordinal) || text.Contains("\\sum", StringComparison.Ordinal) ? $"\\left({text}\\right)" : $"({text})";

    private static int Precedence(Expression expression) => expression switch
    {
        Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract } => Additive,
        // A fraction is closed by its bar.
        Binary { Operator: BinaryOperator.Divide } => Powers,
        Binary => Multiplicative,
        Negation => Unary,
        Power or VariablePower or Summation => Powers,
        _ => Primary
    };

    private string WriteBare(Expression expression) => expression switch
    {
        Number number => Decimal.Text(number.Value),
        LayerNumber => "k",
        LayerCount => "L",
        SumVariable variable => variable.Name,
        Reference reference => LatexNames.Write(reference.Name, reference.Indices.Select(Printer.Print)),
        Negation negation => "-" + Write(negation.Operand, Unary),
        Binary binary => WriteBinary(binary),
        Power power => $"{Base(power.Base)}^{{{power.Exponent.ToString(CultureInfo.InvariantCulture)}}}",
        VariablePower power => $"{Base(power.Base)}^{{{Write(power.Exponent, Additive)}}}",
        ScalarCall call => WriteCall(call),
        TensorCall call => WriteCall(call),
        Several several => Parentheses([.. several.Items.Select(i => Write(i, Additive))]),
        Application application => WriteApplication(application),
        Summation sum => $"\\sum_{{{sum.Variable}={Printer.Print(sum.From)}}}^{{{Printer.Print(sum.To)}}} {Write(sum.Body, Multiplicative)}",
        _ => "?"
    };

    private string WriteBinary(Binary binary)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.Divide:
                return $"\\frac{{{Write(binary.Left, Additive)}}}{{{Write(binary.Right, Additive)}}}";
            case BinaryOperator.Multiply:
                // A sum reaches as far as its factors do, so it needs parentheses where more follow.
                string left = binary.Left is Summation ? Enclose(Write(binary.Left, Additive)) : Write(binary.Left, Multiplicative);
                string right = Write(binary.Right, binary.Right is Negation ? Primary : Multiplicative);
                if (IsTensor(binary.Left) && IsTensor(binary.Right))
                    return left + " \\odot " + right;
                return left + (char.IsAsciiDigit(right[0]) ? " \\cdot " : " \\, ") + right;
            default:
                string sign = binary.Operator == BinaryOperator.Add ? " + " : " - ";
                string second = Write(binary.Right, Multiplicative);
                return Write(binary.Left, Additive) + sign + (second[0] == '-' ? Enclose(second) : second);
        }
    }

    /// <summary>Whether an expression is surely a tensor: between two of them stands the sign of the product of elements.</summary>
    private bool IsTensor(Expression expression) => expression switch
    {
        Application or TensorCall => true,
        Reference reference => tensors.Contains(reference.Name),
        Negation negation => IsTensor(negation.Operand),
        Summation sum => IsTensor(sum.Body),
        Binary { Operator: BinaryOperator.Divide } quotient => IsTensor(quotient.Left),
        Binary binary => IsTensor(binary.Left) || IsTensor(binary.Right),
        _ => false
    };

    /// <summary>What is raised to a power; two exponents at one base are no LaTeX.</summary>
    private string Base(Expression expression) => Write(expression, Primary) is var text && expression is Number or LayerNumber or LayerCount or SumVariable or Reference ? text
        : text.StartsWith('(') || text.StartsWith("\\left(", StringComparison.Ordinal) ? text : $"{{{text}}}";

    private string WriteCall(ScalarCall call)
    {
        string[] arguments = [.. call.Arguments.Select(a => Write(a, Additive))];
        return call.Function switch
        {
            ScalarFunction.Sqrt => $"\\sqrt{{{arguments[0]}}}",
            ScalarFunction.Abs => $"\\left|{arguments[0]}\\right|",
            ScalarFunction.Pow => $"{Base(call.Arguments[0])}^{{{arguments[1]}}}",
            _ => $"\\{Vocabulary.NameOf(call.Function)}{Parentheses(arguments)}"
        };
    }

    private string WriteCall(TensorCall call)
    {
        string name = call.Function switch
        {
            TensorFunction.Relu => @"\operatorname{ReLU}",
            TensorFunction.Tanh => @"\tanh",
            TensorFunction.Sigmoid => @"\operatorname{sigmoid}",
            TensorFunction.Gelu => @"\operatorname{GELU}",
            TensorFunction.Silu => @"\operatorname{SiLU}",
            _ => $"\\operatorname{{soft}}_{{{Write(call.Arguments[1], Additive)}}}"
        };
        return name + Parentheses([Write(call.Arguments[0], Additive)]);
    }

    private string WriteApplication(Application application)
    {
        IEnumerable<string> subscripts = (application.Index is null ? [] : new[] { Printer.Print(application.Index) }).Concat(application.Parameters.Select(p => Write(p, Additive)));
        string adjoint = application.Adjoint ? @"^{\top}" : "";
        return LatexNames.Write(application.Name, subscripts) + adjoint + Parentheses([.. application.Arguments.Select(a => Write(a, Additive))]);
    }

    private static string Parentheses(string[] arguments) => Enclose(string.Join(", ", arguments));
}
