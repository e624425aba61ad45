using OptGen.Notation;
using OptGen.Wiring;
using static TorchSharp.torch;
using Coefficients = OptGen.CompilerServices.Coefficients;

namespace OptGen.Execution;

/// <summary>A scalar of a program as a function of its variables: a number or, where a trained coefficient takes part, a tensor. One of both is there.</summary>
internal sealed record CompiledScalar(Func<Frame, double>? Number, Func<Frame, Tensor>? Tensor)
{
    public bool IsTensor => Tensor is not null;

    public static CompiledScalar Of(double number) => new(_ => number, null);

    public static CompiledScalar Of(Func<Frame, double> number) => new(number, null);

    public static CompiledScalar Of(Func<Frame, Tensor> tensor) => new(null, tensor);

    public static CompiledScalar operator +(CompiledScalar a, CompiledScalar b) => Combine(a, b, (x, y) => x + y, Coefficients.Add, Coefficients.Add, Coefficients.Add);

    public static CompiledScalar operator -(CompiledScalar a, CompiledScalar b) => Combine(a, b, (x, y) => x - y, Coefficients.Subtract, Coefficients.Subtract, Coefficients.Subtract);

    public static CompiledScalar operator *(CompiledScalar a, CompiledScalar b) => Combine(a, b, (x, y) => x * y, Coefficients.Multiply, Coefficients.Multiply, Coefficients.Multiply);

    public static CompiledScalar operator /(CompiledScalar a, CompiledScalar b) => Combine(a, b, (x, y) => x / y, Coefficients.Divide, Coefficients.Divide, Coefficients.Divide);

    public static CompiledScalar operator -(CompiledScalar a) => a.Number is { } number ? Of(f => -number(f)) : Of(f => a.Tensor!(f).neg());

    /// <summary>The scalar to a whole power.</summary>
    public CompiledScalar Power(int exponent)
    {
        if (exponent == 1)
            return this;
        if (Tensor is { } tensor)
            return Of(f => Coefficients.Power(tensor(f), exponent));
        Func<Frame, double> number = Number!;
        return exponent == 2 ? Of(f => number(f) * number(f)) : Of(f => Math.Pow(number(f), exponent));
    }

    public static CompiledScalar Apply(ScalarFunction function, CompiledScalar[] arguments)
    {
        if (!Array.Exists(arguments, a => a.IsTensor))
        {
            Func<Frame, double>[] numbers = [.. arguments.Select(a => a.Number!)];
            return Of(f => ScalarFunctions.Evaluate(function, Array.ConvertAll(numbers, n => n(f))));
        }
        CompiledScalar first = arguments[0];
        return function switch
        {
            ScalarFunction.Min => Combine(first, arguments[1], Math.Min, Coefficients.Minimum, Coefficients.Minimum, Coefficients.Minimum),
            ScalarFunction.Max => Combine(first, arguments[1], Math.Max, Coefficients.Maximum, Coefficients.Maximum, Coefficients.Maximum),
            ScalarFunction.Pow => Combine(first, arguments[1], Math.Pow, Coefficients.Power, Coefficients.Power, Coefficients.Power),
            ScalarFunction.Sqrt => Of(f => first.Tensor!(f).sqrt()),
            ScalarFunction.Exp => Of(f => first.Tensor!(f).exp()),
            ScalarFunction.Log => Of(f => first.Tensor!(f).log()),
            _ => Of(f => first.Tensor!(f).abs())
        };
    }

    private static CompiledScalar Combine(
        CompiledScalar a, CompiledScalar b, Func<double, double, double> numbers, Func<Tensor, Tensor, Tensor> tensors, Func<Tensor, double, Tensor> right, Func<double, Tensor, Tensor> left) =>
        (a, b) switch
        {
            ({ Number: { } x }, { Number: { } y }) => Of(f => numbers(x(f), y(f))),
            ({ Tensor: { } x }, { Tensor: { } y }) => Of(f => tensors(x(f), y(f))),
            ({ Tensor: { } x }, { Number: { } y }) => Of(f => right(x(f), y(f))),
            ({ Number: { } x }, { Tensor: { } y }) => Of(f => left(x(f), y(f))),
            _ => throw new InvalidOperationException("A scalar is a number or a tensor.")
        };
}
