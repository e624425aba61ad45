using System.Diagnostics;
using System.Reflection;
using OptGen.Tool.Serving;

namespace OptGen.Playground.Tests;

/// <summary>The page, published and served below a path, as the server of a project's pages does it.</summary>
public sealed class PublishedPage : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private readonly StaticServer _server;
    private readonly Task _running;

    public PublishedPage()
    {
        // Whoever works on the page names the folder that he has published already.
        string page = Environment.GetEnvironmentVariable("OPTGEN_PLAYGROUND") ?? Publish(_folder.File("published"));
        Folder = Path.Combine(_folder.Path, "site", "some", "where");
        foreach (string file in Directory.EnumerateFiles(page, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Folder, Path.GetRelativePath(page, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        _server = new StaticServer(Path.Combine(_folder.Path, "site"), 0);
        _running = _server.RunAsync(_end.Token);
    }

    /// <summary>The files of the page.</summary>
    public string Folder { get; }

    public string Host => _server.Address;

    public string Address => $"{_server.Address}some/where/";

    public static string Root { get; } = Path.GetFullPath(Path.Combine(
        typeof(PublishedPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!, "../.."));

    public void Dispose()
    {
        _end.Cancel();
        _running.GetAwaiter().GetResult();
        _server.Dispose();
        _end.Dispose();
        _folder.Dispose();
    }

    private static string Publish(string folder)
    {
        ProcessStartInfo start = new("dotnet", ["publish", Path.Combine(Root, "playground", "OptGen.Playground"), "-c", "Release", "-o", folder, "-v:minimal", "-tl:off", "-nologo"])
        {
            WorkingDirectory = Root, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true
        };
        // The test host hands down its own SDK's paths.
        foreach (string name in start.Environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The page was not published within {s_limit}.");
        }
        return process.ExitCode == 0 ? Path.Combine(folder, "wwwroot") : throw new InvalidOperationException(output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
    }
}
