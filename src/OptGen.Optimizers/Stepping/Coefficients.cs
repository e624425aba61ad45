namespace OptGen.Optimizers;

/// <summary>The numbers of a rule and its frame, in what the recurrence calculates with.</summary>
internal readonly struct Coefficients<TQuantity>(in UpdateRule rule, in StepFrame frame)
    where TQuantity : struct, IQuantity<TQuantity>
{
    public readonly TQuantity Rate = TQuantity.Of(rule.Rate);
    public readonly TQuantity Keep = TQuantity.Of(rule.Keep);
    public readonly TQuantity Fresh = TQuantity.Of(rule.Fresh);
    public readonly TQuantity Keep2 = TQuantity.Of(rule.Keep2);
    public readonly TQuantity Fresh2 = TQuantity.Of(rule.Fresh2);
    public readonly TQuantity RootScale = TQuantity.Of(rule.RootScale);
    public readonly TQuantity Epsilon = TQuantity.Of(rule.Epsilon);
    public readonly TQuantity Sign = TQuantity.Of(frame.Sign);
    public readonly TQuantity Coupled = TQuantity.Of(frame.Coupled);
    public readonly TQuantity Shrink = TQuantity.Of(frame.Shrink);
    public readonly TQuantity Inside = TQuantity.Of(frame.Inside);
    public readonly bool IsCoupled = frame.Coupled != 0;
    public readonly bool Shrinks = frame.Shrink != 1;
    public readonly bool HasInside = frame.Inside != 0;

    /// <summary>Whether the mean is taken of gradient and coupled decay together.</summary>
    public readonly bool CoupledInMean = frame.CoupledInside && frame.Coupled != 0;
}
