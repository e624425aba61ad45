using System.Diagnostics;

namespace OptGen.Benchmarks.Harness;

/// <summary>
/// A Python program that does cases for comparison. It lives as long as the suite and is asked line by line:
/// <c>run CASE N</c> does a case N times and answers the seconds that took by Python's own clock, or a number that is no time.
/// </summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process process;
    private readonly string program;

    private PythonPeer(Process process, string program, string description)
    {
        this.process = process;
        this.program = program;
        Description = description;
    }

    /// <summary>What the program says of itself: the versions it runs with.</summary>
    public string Description { get; }

    /// <summary>Starts a program of benchmarks/python.</summary>
    /// <param name="program">The file's name.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <exception cref="BenchmarkException">There is no Python, or it lacks a module the program needs.</exception>
    public static PythonPeer Start(string program, params string[] arguments)
    {
        var python = Environment.GetEnvironmentVariable("OPTGEN_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";
        var start = new ProcessStartInfo(python)
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "python", program) },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        Process child;
        try
        {
            child = Process.Start(start)!;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            throw new BenchmarkException($"'{python}' cannot be started, which {program} needs to measure the other side; set OPTGEN_PYTHON to a Python 3 that can import torch.");
        }

        var answer = child.StandardOutput.ReadLine() ?? "";
        if (answer.StartsWith("ready ", StringComparison.Ordinal)) return new PythonPeer(child, program, answer["ready ".Length..]);
        child.Dispose();
        throw new BenchmarkException(answer.StartsWith("missing ", StringComparison.Ordinal)
            ? $"'{python}' cannot import {answer["missing ".Length..]}, which {program} needs to measure the other side; install it (Debian: apt-get install python3-torch) or set OPTGEN_PYTHON to a Python that has it."
            : $"{program} did not start under '{python}'; what it said stands above.");
    }

    /// <summary>Has a case done a number of times; the seconds it took, or the number that it is about.</summary>
    public double Run(string name, int count)
    {
        process.StandardInput.WriteLine($"run {name} {count}");
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine();
        return double.TryParse(answer, out var seconds)
            ? seconds
            : throw new BenchmarkException($"{program} answered '{answer}' to 'run {name} {count}'.");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000)) process.Kill();
        process.Dispose();
    }
}
