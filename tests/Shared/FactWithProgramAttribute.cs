namespace OptGen.Tests.Shared;

/// <summary>A test of what another program makes of ours: skipped where that program is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithProgramAttribute : FactAttribute
{
    /// <param name="program">The program's name, looked for in PATH.</param>
    public FactWithProgramAttribute(string program)
    {
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
        if (!isThere)
            Skip = $"{program} is not installed.";
    }
}
