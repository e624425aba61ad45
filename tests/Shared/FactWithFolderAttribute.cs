namespace OptGen.Tests.Shared;

/// <summary>
/// A test that needs a folder which the machine may lack. There it is skipped and says what is missing; with OPTGEN_ALL=1, which <c>.ci/run</c> sets, it
/// runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithFolderAttribute : FactAttribute
{
    /// <param name="folder">The folder.</param>
    /// <param name="package">The package of Debian that brings it.</param>
    public FactWithFolderAttribute(string folder, string package)
    {
        if (!Directory.Exists(folder) && Environment.GetEnvironmentVariable("OPTGEN_ALL") != "1")
            Skip = $"There is no {folder}; Debian's package {package} brings it.";
    }
}
