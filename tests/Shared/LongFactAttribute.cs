namespace OptGen.Tests.Shared;

/// <summary>A test that takes more than half a minute: it runs where the environment says OPTGEN_LONG=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("OPTGEN_LONG") != "1")
            Skip = "It runs under OPTGEN_LONG=1.";
    }
}
