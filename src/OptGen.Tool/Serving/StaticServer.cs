using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OptGen.Tool.Serving;

/// <summary>
/// Serves the files of a folder over HTTP/1.1 to this machine alone: GET and HEAD, nothing else. Of a file that lies there compressed too, such as app.wasm.br, browsers that take
/// that get it. What changed since a browser asked last is sent, what did not is not.
/// </summary>
internal sealed class StaticServer : IDisposable
{
    // A browser opens six at a time.
    private const int MostConnections = 64;

    private const int MostDrained = 1 << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30), s_breath = TimeSpan.FromMilliseconds(100);

    private readonly SiteFiles _files;
    private readonly List<TcpListener> _listeners = [];
    private readonly SemaphoreSlim _free = new(MostConnections);

    /// <summary>Begins to listen.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="port">The port; 0 for any.</param>
    /// <exception cref="SocketException">The port cannot be had.</exception>
    public StaticServer(string folder, int port)
    {
        _files = new SiteFiles(folder);
        var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        listener.Start();
        _listeners.Add(listener);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // Some systems take localhost for ::1. Where that cannot be had, 127.0.0.1 is enough.
        try
        {
            var second = new TcpListener(IPAddress.IPv6Loopback, Port);
            second.Start();
            _listeners.Add(second);
        }
        catch (SocketException)
        {
        }
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}/";

    /// <summary>Answers until it is told to end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        try
        {
            await Task.WhenAll(_listeners.Select(l => AcceptAsync(l, end)));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
    }

    public void Dispose()
    {
        foreach (TcpListener listener in _listeners)
            listener.Dispose();
        _free.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken end)
    {
        while (true)
        {
            await _free.WaitAsync(end);
            try
            {
                _ = TalkAsync(await listener.AcceptTcpClientAsync(end), end);
            }
            catch (SocketException)
            {
                // The browser went away before it was let in, or the process has too many files open: others will come.
                Release();
                await Task.Delay(s_breath, end);
            }
        }
    }

    private async Task TalkAsync(TcpClient client, CancellationToken end)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                NetworkStream stream = client.GetStream();
                await using (stream)
                {
                    var reader = new RequestReader(stream);
                    while (await AnswerNextAsync(reader, stream, end))
                    {
                    }
                    client.Client.Shutdown(SocketShutdown.Send);
                    await DrainAsync(stream, end);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser has gone away, or this server ends: nobody waits for an answer.
        }
        finally
        {
            Release();
        }
    }

    // A connection that is closed with something unread takes the answer back that is on its way.
    private static async Task DrainAsync(NetworkStream stream, CancellationToken end)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(end);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        byte[] rest = new byte[4096];
        for (int read = 0; read < MostDrained;)
        {
            int now = await stream.ReadAsync(rest, patience.Token);
            if (now == 0)
                return;
            read += now;
        }
    }

    private void Release()
    {
        try
        {
            _free.Release();
        }
        catch (ObjectDisposedException)
        {
            // The server has ended meanwhile.
        }
    }

    // Whether another request may follow on the connection.
    private async Task<bool> AnswerNextAsync(RequestReader reader, NetworkStream stream, CancellationToken end)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(end);
        patience.CancelAfter(s_patience);
        if (await reader.ReadAsync(patience.Token) is not { } request)
            return false;
        SiteAnswer answer = _files.Answer(request);
        bool goesOn = answer.Status is 200 or 304 or 404 && !request.EndsConnection;
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} {answer.Reason}\r\n");
        foreach ((string name, string value) in answer.Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        head.Append("Connection: ").Append(goesOn ? "keep-alive" : "close").Append("\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), patience.Token);
        if (request.Method != "HEAD" && answer.Body.Length > 0)
            await stream.WriteAsync(answer.Body, patience.Token);
        return goesOn;
    }
}
