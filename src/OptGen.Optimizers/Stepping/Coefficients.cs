using System.Numerics;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

/// <summary>The numbers of a rule and its frame in the type of the elements.</summary>
internal readonly struct Coefficients<T>(in UpdateRule rule, in StepFrame frame)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly T Rate = T.CreateTruncating(rule.Rate);
    public readonly T Keep = T.CreateTruncating(rule.Keep);
    public readonly T Fresh = T.CreateTruncating(rule.Fresh);
    public readonly T Keep2 = T.CreateTruncating(rule.Keep2);
    public readonly T Fresh2 = T.CreateTruncating(rule.Fresh2);
    public readonly T RootScale = T.CreateTruncating(rule.RootScale);
    public readonly T Epsilon = T.CreateTruncating(rule.Epsilon);
    public readonly T Sign = T.CreateTruncating(frame.Sign);
    public readonly T Coupled = T.CreateTruncating(frame.Coupled);
    public readonly T Shrink = T.CreateTruncating(frame.Shrink);
    public readonly T Inside = T.CreateTruncating(frame.Inside);
    public readonly bool CoupledInMean = frame.CoupledInside && frame.Coupled != 0;
}

/// <summary>The same numbers, each in all lanes of a vector.</summary>
internal readonly struct VectorCoefficients<T>(in Coefficients<T> c)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly Vector256<T> Rate = Vector256.Create(c.Rate);
    public readonly Vector256<T> Keep = Vector256.Create(c.Keep);
    public readonly Vector256<T> Fresh = Vector256.Create(c.Fresh);
    public readonly Vector256<T> Keep2 = Vector256.Create(c.Keep2);
    public readonly Vector256<T> Fresh2 = Vector256.Create(c.Fresh2);
    public readonly Vector256<T> RootScale = Vector256.Create(c.RootScale);
    public readonly Vector256<T> Epsilon = Vector256.Create(c.Epsilon);
    public readonly Vector256<T> Sign = Vector256.Create(c.Sign);
    public readonly Vector256<T> Coupled = Vector256.Create(c.Coupled);
    public readonly Vector256<T> Shrink = Vector256.Create(c.Shrink);
    public readonly Vector256<T> Inside = Vector256.Create(c.Inside);
}
