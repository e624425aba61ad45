namespace OptGen.Tests.Shared;

/// <summary>A test of what another program makes of ours: skipped where that program is not installed. With OPTGEN_ALL=1, which <c>.ci/run</c> sets, it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithProgramAttribute : FactAttribute
{
    /// <param name="program">The program's name, looked for in PATH.</param>
    /// <param name="package">The package of Debian that brings it.</param>
    public FactWithProgramAttribute(string program, string package)
    {
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
        if (!isThere && Environment.GetEnvironmentVariable("OPTGEN_ALL") != "1")
            Skip = $"{program} is not installed; Debian's package {package} brings it.";
    }
}
