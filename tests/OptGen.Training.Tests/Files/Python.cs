using System.Diagnostics;

namespace OptGen.Training.Tests;

/// <summary>Debian's Python with torch: the other side of files that both read.</summary>
internal static class Python
{
    private const string Default = "/usr/bin/python3";

    /// <summary>The interpreter; OPTGEN_PYTHON names another one.</summary>
    private static string Path => Environment.GetEnvironmentVariable("OPTGEN_PYTHON") ?? Default;

    /// <summary>Whether it is there and has torch.</summary>
    public static bool HasTorch { get; } = File.Exists(Path) && Run("import torch, numpy").Code == 0;

    /// <summary>Runs a script, whose arguments are sys.argv[1:], and gives what it printed.</summary>
    public static string Do(string script, params string[] arguments)
    {
        var (code, output, errors) = Run(script, arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    private static (int Code, string Output, string Errors) Run(string script, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Path, ["-c", script, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}

/// <summary>A test that needs Python with torch. Without them it is skipped and says so; with OPTGEN_ALL=1 it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithPythonTorchAttribute : FactAttribute
{
    public FactWithPythonTorchAttribute()
    {
        if (!Python.HasTorch && Environment.GetEnvironmentVariable("OPTGEN_ALL") != "1")
            Skip = "There is no Python with torch; Debian's package python3-torch brings it, and OPTGEN_PYTHON names another one.";
    }
}
