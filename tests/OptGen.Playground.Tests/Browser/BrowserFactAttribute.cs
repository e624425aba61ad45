namespace OptGen.Playground.Tests;

/// <summary>A test in a browser, for which the page is published: it runs under OPTGEN_LONG=1, where chromium and its driver are installed. With OPTGEN_ALL=1 their absence is a failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("OPTGEN_LONG") != "1")
            Skip = "It runs under OPTGEN_LONG=1.";
        else if ((Programs.Find("chromium") is null || Programs.Find("chromedriver") is null) && Environment.GetEnvironmentVariable("OPTGEN_ALL") != "1")
            Skip = "There is no chromium with its driver; Debian's packages chromium and chromium-driver bring them.";
    }
}

/// <summary>Programs in PATH.</summary>
internal static class Programs
{
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(f => f.Length > 0).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
}
