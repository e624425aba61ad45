using System.Net.Sockets;
using System.Text;

namespace OptGen.Tool.Serving;

/// <summary>The head of a request, and whether it could be read.</summary>
/// <param name="Method">Such as GET; empty where the head is damaged.</param>
/// <param name="Target">The path as it was sent, without a query.</param>
/// <param name="Headers">The headers by name, in lower case.</param>
internal sealed record Request(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A head that cannot be read.</summary>
    public static Request Damaged { get; } = new("", "", new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Whether something follows the head that would be taken for the next one, or the other side wants no next one.</summary>
    public bool EndsConnection =>
        Headers.ContainsKey("transfer-encoding") || Header("content-length") is not ("" or "0") || Header("connection").Contains("close", StringComparison.OrdinalIgnoreCase);

    public string Header(string name) => Headers.TryGetValue(name, out string? value) ? value : "";
}

/// <summary>Reads one request after another from a connection.</summary>
internal sealed class RequestReader(NetworkStream stream)
{
    private const int LongestHead = 16 * 1024;

    private static readonly byte[] s_end = "\r\n\r\n"u8.ToArray();

    private readonly byte[] _buffer = new byte[LongestHead];
    private int _filled;

    /// <summary>The next request; null where the connection has ended.</summary>
    public async Task<Request?> ReadAsync(CancellationToken end)
    {
        int length;
        while ((length = _buffer.AsSpan(0, _filled).IndexOf(s_end)) < 0)
        {
            if (_filled == LongestHead)
                return Request.Damaged;
            int read = await stream.ReadAsync(_buffer.AsMemory(_filled), end);
            if (read == 0)
                return null;
            _filled += read;
        }
        string head = Encoding.Latin1.GetString(_buffer, 0, length);
        int used = length + s_end.Length;
        _buffer.AsSpan(used, _filled - used).CopyTo(_buffer);
        _filled -= used;
        return Parse(head);
    }

    private static Request Parse(string head)
    {
        string[] lines = head.Split("\r\n");
        string[] first = lines[0].Split(' ');
        if (first.Length != 3 || !first[2].StartsWith("HTTP/1.", StringComparison.Ordinal) || !first[1].StartsWith('/'))
            return Request.Damaged;
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                return Request.Damaged;
            headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }
        // HTTP/1.0 ends after one answer.
        if (first[2] == "HTTP/1.0")
            headers["connection"] = "close";
        return new Request(first[0], first[1].Split('?')[0], headers);
    }
}
