namespace OptGen.Export.PyTorch;

/// <summary>How tightly an expression's outermost operator binds.</summary>
internal enum Binding
{
    Choice,
    Sum,
    Product,
    Unary,
    Power,
    Primary
}

/// <summary>An expression of Python.</summary>
/// <param name="Text">The expression.</param>
/// <param name="Binding">How tightly its outermost operator binds.</param>
/// <param name="IsTensor">Of a scalar, whether it is a tensor; otherwise a number.</param>
internal readonly record struct PythonCode(string Text, Binding Binding = Binding.Primary, bool IsTensor = false)
{
    public override string ToString() => Text;

    public string At(Binding binding) => Binding >= binding ? Text : "(" + Text + ")";

    public static PythonCode operator +(PythonCode a, PythonCode b) => new($"{a.At(Binding.Sum)} + {b.At(Binding.Product)}", Binding.Sum, a.IsTensor || b.IsTensor);

    public static PythonCode operator -(PythonCode a, PythonCode b) => new($"{a.At(Binding.Sum)} - {b.At(Binding.Product)}", Binding.Sum, a.IsTensor || b.IsTensor);

    public static PythonCode operator *(PythonCode a, PythonCode b) => new($"{a.At(Binding.Product)} * {b.At(Binding.Unary)}", Binding.Product, a.IsTensor || b.IsTensor);

    public static PythonCode operator /(PythonCode a, PythonCode b) => new($"{a.At(Binding.Product)} / {b.At(Binding.Unary)}", Binding.Product, a.IsTensor || b.IsTensor);

    public static PythonCode operator -(PythonCode a) => a.Binding == Binding.Product && a.Text[0] != '-'
        ? a with { Text = "-" + a.Text }
        : new("-" + a.At(Binding.Power), Binding.Unary, a.IsTensor);

    public PythonCode Power(PythonCode exponent) => new($"{At(Binding.Primary)} ** {exponent.At(Binding.Primary)}", Binding.Power, IsTensor || exponent.IsTensor);
}
