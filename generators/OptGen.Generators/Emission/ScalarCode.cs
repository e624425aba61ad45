namespace OptGen.Emission;

/// <summary>How tightly an expression's outermost operator binds.</summary>
internal enum Precedence
{
    Sum,
    Product,
    Unary,
    Primary
}

/// <summary>What type an expression has.</summary>
internal enum Numeric
{
    /// <summary>An integer type. What is computed with it is computed in double, but for sums and products that surely fit.</summary>
    Whole,
    Real,
    Tensor
}

/// <summary>An expression of C# whose value is a number, or a tensor that stands for one.</summary>
/// <param name="Text">The expression.</param>
/// <param name="Precedence">How tightly its outermost operator binds.</param>
/// <param name="Type">Its type.</param>
/// <param name="Most">Of a whole number, the greatest absolute value it can have.</param>
internal sealed record ScalarCode(string Text, Precedence Precedence, Numeric Type, long Most = 0)
{
    public static ScalarCode Zero { get; } = Whole("0", 0);

    public bool IsTensor => Type == Numeric.Tensor;

    /// <summary>An int that cannot be greater than this, and not less than this with a minus.</summary>
    public static ScalarCode Whole(string text, long most) => new(text, Precedence.Primary, Numeric.Whole, most);

    /// <summary>A double.</summary>
    public static ScalarCode Real(string text) => new(text, Precedence.Primary, Numeric.Real);

    /// <summary>A number of another type, as a double.</summary>
    public static ScalarCode Cast(string text) => new("(double)" + text, Precedence.Unary, Numeric.Real);

    public string At(Precedence binding) => Precedence >= binding ? Text : "(" + Text + ")";

    public static ScalarCode Add(ScalarCode a, ScalarCode b) => a.IsTensor || b.IsTensor ? Service("Add", a, b) : Sum(a, "+", b);

    public static ScalarCode Subtract(ScalarCode a, ScalarCode b) => a.IsTensor != b.IsTensor ? Service("Subtract", a, b) : Sum(a, "-", b);

    public static ScalarCode Multiply(ScalarCode a, ScalarCode b)
    {
        if (a.IsTensor != b.IsTensor)
            return Service("Multiply", a, b);
        Numeric type = TypeOf(a, b, a.Most * b.Most);
        return new($"{As(type, a, b).At(Precedence.Product)} * {b.At(Precedence.Unary)}", Precedence.Product, type, type == Numeric.Whole ? a.Most * b.Most : 0);
    }

    public static ScalarCode Divide(ScalarCode a, ScalarCode b)
    {
        if (a.IsTensor != b.IsTensor)
            return Service("Divide", a, b);
        Numeric type = a.IsTensor ? Numeric.Tensor : Numeric.Real;
        return new($"{As(type, a, b).At(Precedence.Product)} / {b.At(Precedence.Unary)}", Precedence.Product, type);
    }

    /// <summary>A product is negated at its first factor.</summary>
    public static ScalarCode Negate(ScalarCode a) => a.Precedence == Precedence.Product && a.Text[0] != '-'
        ? a with { Text = "-" + a.Text }
        : a with { Text = "-" + a.At(Precedence.Primary), Precedence = Precedence.Unary };

    /// <summary>
    /// An operation with a tensor. TorchSharp's own operators make a scalar of a number, and of the factor 1 of a sum, that nothing holds.
    /// </summary>
    public static ScalarCode Service(string operation, ScalarCode a, ScalarCode b) =>
        new($"{CSharp.Services}.Coefficients.{operation}({a.Text}, {b.Text})", Precedence.Primary, Numeric.Tensor);

    private static ScalarCode Sum(ScalarCode a, string sign, ScalarCode b)
    {
        Numeric type = TypeOf(a, b, a.Most + b.Most);
        return new($"{As(type, a, b).Text} {sign} {b.At(Precedence.Product)}", Precedence.Sum, type, type == Numeric.Whole ? a.Most + b.Most : 0);
    }

    /// <summary>What is computed of two numbers, or of two tensors: a whole number where both are, and the result surely is an int.</summary>
    private static Numeric TypeOf(ScalarCode a, ScalarCode b, long most) => a.IsTensor ? Numeric.Tensor
        : a.Type == Numeric.Whole && b.Type == Numeric.Whole && most <= int.MaxValue ? Numeric.Whole
        : Numeric.Real;

    /// <summary>The first of two operands, as a double where that alone makes the operation one of doubles.</summary>
    private static ScalarCode As(Numeric type, ScalarCode a, ScalarCode b) => type != Numeric.Real || a.Type != Numeric.Whole || b.Type != Numeric.Whole ? a
        : a.Text.All(c => c is >= '0' and <= '9') ? Real(a.Text + ".0")
        : Cast(a.At(Precedence.Primary));
}
