using System.Numerics;

namespace OptGen.Optimizers;

/// <summary>One element.</summary>
internal readonly struct Element<T>(T value) : IQuantity<Element<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T Value { get; } = value;

    public static Element<T> Of(double number) => new(T.CreateTruncating(number));

    public static Element<T> operator +(Element<T> left, Element<T> right) => new(left.Value + right.Value);

    public static Element<T> operator -(Element<T> left, Element<T> right) => new(left.Value - right.Value);

    public static Element<T> operator *(Element<T> left, Element<T> right) => new(left.Value * right.Value);

    public static Element<T> operator /(Element<T> left, Element<T> right) => new(left.Value / right.Value);

    public static Element<T> SquareRoot(Element<T> quantity) => new(T.Sqrt(quantity.Value));

    public static Element<T> Greater(Element<T> left, Element<T> right) => new(T.Max(left.Value, right.Value));
}
