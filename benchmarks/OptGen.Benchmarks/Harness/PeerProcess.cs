using System.Diagnostics;

namespace OptGen.Benchmarks.Harness;

/// <summary>
/// A program that does cases for comparison. It lives as long as the suite and is asked line by line: <c>run CASE N</c> does a case N times and answers the
/// seconds that took by its own clock, or a number that is no time.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;
    private readonly string program;

    private PeerProcess(Process process, string program, string description)
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
    public static PeerProcess Python(string program, params string[] arguments)
    {
        var python = Environment.GetEnvironmentVariable("OPTGEN_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "python", program), .. arguments]);
        return Start(start, program, answer => answer.StartsWith("missing ", StringComparison.Ordinal)
            ? $"'{python}' cannot import {answer["missing ".Length..]}, which {program} needs to measure the other side; install it (Debian: apt-get install python3-torch) or set OPTGEN_PYTHON to a Python that has it."
            : $"{program} did not start under '{python}'; what it said stands above.");
    }

    /// <summary>Starts this program once more, to answer for cases in a process of their own.</summary>
    /// <param name="cases">The name of the cases, and what they need; see <see cref="Answer"/>.</param>
    /// <param name="environment">What its environment has besides.</param>
    public static PeerProcess Own(string[] cases, params (string Name, string Value)[] environment)
    {
        var start = Again(["--answer", .. cases]);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Start(start, cases[0], _ => $"The benchmark did not start once more for the cases '{cases[0]}'; what it said stands above.");
    }

    /// <summary>How this program is started once more.</summary>
    public static ProcessStartInfo Again(params string[] arguments)
    {
        var path = Environment.ProcessPath!;
        string[] host = string.Equals(Path.GetFileNameWithoutExtension(path), "dotnet", StringComparison.OrdinalIgnoreCase)
            ? [typeof(PeerProcess).Assembly.Location]
            : [];
        return new ProcessStartInfo(path, [.. host, .. arguments]);
    }

    /// <summary>Answers on the console for cases: what <see cref="Own"/> starts.</summary>
    public static void Answer(string description, Dictionary<string, Func<int, double>> cases)
    {
        Console.WriteLine($"ready {description}");
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            Console.WriteLine(words is ["run", var name, var count] && cases.TryGetValue(name, out var run)
                ? run(int.Parse(count)).ToString("r")
                : $"unknown: {line}");
        }
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

    private static PeerProcess Start(ProcessStartInfo start, string program, Func<string, string> complaint)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        Process child;
        try
        {
            child = Process.Start(start)!;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            throw new BenchmarkException($"'{start.FileName}' cannot be started, which {program} needs to measure the other side; set OPTGEN_PYTHON to a Python 3 that can import torch.");
        }

        var answer = child.StandardOutput.ReadLine() ?? "";
        if (answer.StartsWith("ready ", StringComparison.Ordinal)) return new PeerProcess(child, program, answer["ready ".Length..]);
        child.Dispose();
        throw new BenchmarkException(complaint(answer));
    }
}
