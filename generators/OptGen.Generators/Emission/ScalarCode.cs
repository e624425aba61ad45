namespace OptGen.Emission;

/// <summary>How tightly an expression's outermost operator binds.</summary>
internal enum Precedence
{
    Sum,
    Product,
    Unary,
    Primary
}

/// <summary>What type an expression may have.</summary>
internal enum Numeric
{
    /// <summary>It may be of an integer type, so that a quotient needs a cast.</summary>
    Whole,
    Real,
    Tensor
}

/// <summary>An expression of C# whose value is a number, or a tensor that stands for one.</summary>
internal sealed record ScalarCode(string Text, Precedence Precedence, Numeric Type)
{
    public static ScalarCode Zero { get; } = new("0", Precedence.Primary, Numeric.Whole);

    public bool IsTensor => Type == Numeric.Tensor;

    public string At(Precedence binding) => Precedence >= binding ? Text : "(" + Text + ")";

    public static ScalarCode Add(ScalarCode a, ScalarCode b) => a.IsTensor || b.IsTensor
        ? Service("Add", a, b)
        : new($"{a.Text} + {b.At(Precedence.Product)}", Precedence.Sum, Max(a.Type, b.Type));

    public static ScalarCode Subtract(ScalarCode a, ScalarCode b) => a.IsTensor != b.IsTensor
        ? Service("Subtract", a, b)
        : new($"{a.Text} - {b.At(Precedence.Product)}", Precedence.Sum, Max(a.Type, b.Type));

    public static ScalarCode Multiply(ScalarCode a, ScalarCode b) => a.IsTensor != b.IsTensor
        ? Service("Multiply", a, b)
        : new($"{a.At(Precedence.Product)} * {b.At(Precedence.Unary)}", Precedence.Product, Max(a.Type, b.Type));

    public static ScalarCode Divide(ScalarCode a, ScalarCode b)
    {
        if (a.IsTensor != b.IsTensor)
            return Service("Divide", a, b);
        bool cast = a.Type == Numeric.Whole && b.Type == Numeric.Whole;
        string numerator = !cast ? a.At(Precedence.Product)
            : a.Text.All(c => c is >= '0' and <= '9') ? a.Text + ".0"
            : "(double)" + a.At(Precedence.Primary);
        return new($"{numerator} / {b.At(Precedence.Unary)}", Precedence.Product, Max(Numeric.Real, Max(a.Type, b.Type)));
    }

    /// <summary>A product is negated at its first factor.</summary>
    public static ScalarCode Negate(ScalarCode a) => a.Precedence == Precedence.Product && a.Text[0] != '-'
        ? a with { Text = "-" + a.Text }
        : new("-" + a.At(Precedence.Primary), Precedence.Unary, a.Type);

    /// <summary>
    /// An operation with a tensor. TorchSharp's own operators make a scalar of a number, and of the factor 1 of a sum, that nothing holds.
    /// </summary>
    public static ScalarCode Service(string operation, ScalarCode a, ScalarCode b) =>
        new($"{CSharp.Services}.Coefficients.{operation}({a.Text}, {b.Text})", Precedence.Primary, Numeric.Tensor);

    private static Numeric Max(Numeric a, Numeric b) => a > b ? a : b;
}
