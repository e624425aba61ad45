using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis.Tests.Servers;

/// <summary>A server of a test's own on a free loopback port, ended by its process.</summary>
internal sealed class RedisServerProcess : IDisposable
{
    public const string Program = "redis-server";

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _options;
    private Process? _process;

    /// <param name="persistent">Whether it has after a restart what it had before.</param>
    /// <param name="options">Further options of its command line.</param>
    public RedisServerProcess(bool persistent = false, params string[] options)
    {
        _options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", persistent ? "yes" : "no", "--appendfsync", "always", "--dir", _folder.Path, "--loglevel", "warning", .. options];
        for (int i = 0; ; i++)
        {
            Port = FreePort();
            try
            {
                Start();
                return;
            }
            catch (InvalidOperationException) when (i < 4)
            {
                // Somebody else took the port in between.
            }
        }
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public TemporaryFolder Folder => _folder;

    /// <summary>A run here, with times that suit tests.</summary>
    public RedisRun Run(string id = "test", bool resume = false, double claimAfter = 0.4, Action<string>? log = null, double longestEvaluation = 40, double longestOutage = 40, int kept = 32, string more = "") => new($"{Address}{more}", id)
    {
        Resume = resume,
        ClaimAfter = TimeSpan.FromSeconds(claimAfter),
        LongestEvaluation = TimeSpan.FromSeconds(longestEvaluation),
        LongestOutage = TimeSpan.FromSeconds(longestOutage),
        KeptGenerations = kept,
        Slices = SmallTask.Slices,
        Log = log
    };

    public ConnectionMultiplexer Connect(string more = "") => ConnectionMultiplexer.Connect($"{Address},connectTimeout=20000,syncTimeout=20000{more}");

    /// <summary>Starts it, on the port that it has had, and waits until it takes connections.</summary>
    public void Start()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["--port", $"{Port}", .. _options]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30); Thread.Sleep(5))
        {
            if (_process.HasExited)
                break;
            using var socket = new TcpClient();
            try
            {
                socket.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
        Stop();
        throw new InvalidOperationException($"{Program} did not start on port {Port}.");
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public void Stop()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
