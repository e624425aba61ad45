namespace OptGen.Package.Tests;

/// <summary>As <see cref="LongFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute()
    {
        if (!RandomCases.Long)
            Skip = "It runs under OPTGEN_LONG=1.";
    }
}
