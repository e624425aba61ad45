using System.Net;
using System.Net.Sockets;
using System.Text;
using OptGen.Tool.Serving;

namespace OptGen.Tool.Tests;

/// <summary>What <c>optgen play</c> serves, and what it refuses.</summary>
public sealed class PlayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private readonly StaticServer _server;
    private readonly Task _running;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

    public PlayTests()
    {
        string site = Path.Combine(_folder.Path, "site");
        Directory.CreateDirectory(Path.Combine(site, "_framework"));
        Directory.CreateDirectory(Path.Combine(site, "sub"));
        File.WriteAllText(_folder.File("secret.txt"), "secret");
        foreach ((string name, string text) in new[] { ("index.html", "<p>page</p>"), ("a.js", "plain"), ("a.js.br", "brotli"), ("a.js.gz", "gzip"), ("_framework/a.wasm", "wasm"), ("sub/index.html", "<p>sub</p>"), ("only.css.gz", "gzip"), ("ä b.svg", "svg"), (".hidden", "hidden") })
            File.WriteAllText(Path.Combine(site, name), text);
        File.CreateSymbolicLink(Path.Combine(site, "link.txt"), _folder.File("secret.txt"));
        _server = new StaticServer(site, 0);
        _running = _server.RunAsync(_end.Token);
        _client.BaseAddress = new Uri(_server.Address);
    }

    public void Dispose()
    {
        _end.Cancel();
        _running.GetAwaiter().GetResult();
        _client.Dispose();
        _server.Dispose();
        _end.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8", "<p>page</p>")]
    [InlineData("/index.html", "text/html; charset=utf-8", "<p>page</p>")]
    [InlineData("/index.html?v=1", "text/html; charset=utf-8", "<p>page</p>")]
    [InlineData("/sub/", "text/html; charset=utf-8", "<p>sub</p>")]
    [InlineData("/a.js", "text/javascript; charset=utf-8", "plain")]
    [InlineData("/_framework/a.wasm", "application/wasm", "wasm")]
    [InlineData("/%C3%A4%20b.svg", "image/svg+xml", "svg")]
    public async Task File_ThatIsThere_ComesWithItsType(string path, string type, string text)
    {
        using HttpResponseMessage answer = await _client.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, type, text), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync()));
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("br", "br", "brotli")]
    [InlineData("gzip, deflate, br", "br", "brotli")]
    [InlineData("gzip", "gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip", "gzip")]
    [InlineData("deflate", "", "plain")]
    [InlineData("brotli", "", "plain")]
    public async Task File_ThatIsThereCompressed_ComesAsTheBrowserTakesIt(string takes, string coding, string text)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, "/a.js", ("Accept-Encoding", takes));
        Assert.Equal((coding, text), (string.Join(", ", answer.Content.Headers.ContentEncoding), await answer.Content.ReadAsStringAsync()));
        Assert.Equal("text/javascript; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
    }

    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("/_framework/../../secret.txt")]
    [InlineData("//secret.txt")]
    [InlineData("/%00")]
    [InlineData("/%")]
    [InlineData("/link.txt")]
    [InlineData("/_framework")]
    [InlineData("/_framework/")]
    [InlineData("/only.css")]
    [InlineData("/INDEX.HTML")]
    [InlineData("/nothing.js")]
    public async Task Path_ThatIsNoFileOfTheFolder_IsNotFound(string path)
    {
        string answer = await RawAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 Not Found\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nThere is no such file.\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_OfAFile_HasTheLengthAndNoBody()
    {
        string answer = await RawAsync("HEAD /a.js HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 5\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "405 Method Not Allowed")]
    [InlineData("GET /\r\n\r\n", "400 Bad Request")]
    [InlineData("GET http://other/ HTTP/1.1\r\n\r\n", "400 Bad Request")]
    [InlineData("GET / HTTP/2\r\n\r\n", "400 Bad Request")]
    [InlineData("GET / HTTP/1.1\r\nno header\r\n\r\n", "400 Bad Request")]
    [InlineData("\u0016\u0003\u0001\r\n\r\n", "400 Bad Request")]
    public async Task Request_ThatIsNoneForFiles_IsRefusedAndTheConnectionEnds(string request, string status) =>
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", await RawAsync(request), StringComparison.Ordinal);

    [Fact]
    public async Task Head_ThatIsTooLong_IsRefused() =>
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", await RawAsync("GET /" + new string('a', 16 * 1024)), StringComparison.Ordinal);

    [Fact]
    public async Task Requests_OnOneConnection_AreAnsweredInTheirOrder()
    {
        string answer = await RawAsync("GET /a.js HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1\r\n\r\nGET /_framework/a.wasm HTTP/1.1\r\nConnection: close\r\n\r\n");
        Assert.Equal(["200", "404", "200"], answer.Split("HTTP/1.1 ").Skip(1).Select(a => a[..3]));
        Assert.EndsWith("\r\n\r\nwasm", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatTheBrowserHas_IsNotSentAgainUntilItChanges()
    {
        using HttpResponseMessage first = await SendAsync(HttpMethod.Get, "/a.js");
        string tag = first.Headers.ETag!.ToString();
        using HttpResponseMessage second = await SendAsync(HttpMethod.Get, "/a.js", ("If-None-Match", tag));
        using HttpResponseMessage compressed = await SendAsync(HttpMethod.Get, "/a.js", ("If-None-Match", tag), ("Accept-Encoding", "br"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "site", "a.js"), "changed");
        using HttpResponseMessage third = await SendAsync(HttpMethod.Get, "/a.js", ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK, HttpStatusCode.OK), (second.StatusCode, compressed.StatusCode, third.StatusCode));
        Assert.Equal("changed", await third.Content.ReadAsStringAsync());
    }

    [Fact]
    public void Port_ThatIsTaken_IsSaidInASentence()
    {
        var run = ToolRun.Of("play", Path.Combine(_folder.Path, "site"), "--no-open", "--port", $"{_server.Port}");
        Assert.Equal((ExitCode.Usage, "", $"The port {_server.Port} is taken; name another with --port, or none to have one found.\n"), (run.Code, run.Output, run.Error));
    }

    [Theory]
    [InlineData("--port takes a number from 1 to 65535, not 0.", "--port", "0")]
    [InlineData("--port takes a number from 1 to 65535, not 65536.", "--port", "65536")]
    public void Port_ThatCannotBe_IsSaidInASentence(string sentence, params string[] options)
    {
        var run = ToolRun.Of(["play", Path.Combine(_folder.Path, "site"), "--no-open", .. options]);
        Assert.Equal((ExitCode.Usage, "", sentence + "\n"), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public void Folder_WithoutThePage_IsSaidInASentence()
    {
        Assert.Equal($"There is no playground in {_folder.Path}: ./build.sh playground makes one in artifacts/playground.\n", ToolRun.Of("play", _folder.Path, "--no-open").Error);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request);
    }

    // What a client that is no browser sends, byte for byte.
    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
