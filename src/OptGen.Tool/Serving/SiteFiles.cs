using System.Globalization;
using System.Text;

namespace OptGen.Tool.Serving;

/// <summary>An answer to a request.</summary>
internal sealed record SiteAnswer(int Status, string Reason, IReadOnlyList<(string Name, string Value)> Headers, ReadOnlyMemory<byte> Body);

/// <summary>The files of a folder, as a site.</summary>
internal sealed class SiteFiles
{
    private static readonly (string Name, string Ending)[] s_codings = [("br", ".br"), ("gzip", ".gz")];

    private readonly string _root;
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    /// <summary>Takes the names of the files that are there: nothing else is ever served, whatever a request asks for.</summary>
    public SiteFiles(string folder)
    {
        _root = Path.GetFullPath(folder);
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string path in Directory.EnumerateFiles(_root, "*", options))
            _paths[Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/')] = path;
    }

    public SiteAnswer Answer(Request request)
    {
        if (request.Method.Length == 0)
            return Refusal(400, "Bad Request", "This is no request of HTTP/1.1.");
        if (request.Method is not ("GET" or "HEAD"))
            return Refusal(405, "Method Not Allowed", "Files are read here, and nothing else.", ("Allow", "GET, HEAD"));
        string name = Uri.UnescapeDataString(request.Target[1..]);
        if (name.Length == 0 || name.EndsWith('/'))
            name += "index.html";
        return _paths.TryGetValue(name, out string? path) && File.Exists(path) ? Found(request, name, path) : Refusal(404, "Not Found", "There is no such file.");
    }

    private SiteAnswer Found(Request request, string name, string path)
    {
        (string coding, string file) = Chosen(name, path, request.Header("accept-encoding"));
        var about = new FileInfo(file);
        // The compressed bytes are another thing than the plain ones.
        string tag = string.Create(CultureInfo.InvariantCulture, $"\"{about.LastWriteTimeUtc.Ticks:x}-{about.Length:x}{(coding.Length > 0 ? "-" + coding : "")}\"");
        List<(string, string)> headers =
        [
            ("Content-Type", MediaTypes.Of(name)), ("ETag", tag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")
        ];
        if (request.Header("if-none-match").Split(',', StringSplitOptions.TrimEntries).Contains(tag))
            return new SiteAnswer(304, "Not Modified", headers, default);
        byte[] body;
        try
        {
            body = File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refusal(404, "Not Found", "The file cannot be read.");
        }
        if (coding.Length > 0)
            headers.Add(("Content-Encoding", coding));
        headers.Add(("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)));
        return new SiteAnswer(200, "OK", headers, body);
    }

    // The first of br and gzip that the browser takes and that is there.
    private (string Coding, string File) Chosen(string name, string path, string accepted)
    {
        foreach ((string coding, string ending) in s_codings)
        {
            if (Takes(accepted, coding) && _paths.TryGetValue(name + ending, out string? compressed) && File.Exists(compressed))
                return (coding, compressed);
        }
        return ("", path);
    }

    private static bool Takes(string accepted, string coding)
    {
        foreach (string entry in accepted.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = entry.Split(';', StringSplitOptions.TrimEntries);
            if (!parts[0].Equals(coding, StringComparison.OrdinalIgnoreCase))
                continue;
            string? quality = parts.Skip(1).FirstOrDefault(p => p.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
            return quality is null || (double.TryParse(quality[2..], CultureInfo.InvariantCulture, out double weight) && weight > 0);
        }
        return false;
    }

    private static SiteAnswer Refusal(int status, string reason, string why, params (string, string)[] headers)
    {
        byte[] body = Encoding.UTF8.GetBytes(why + "\n");
        return new SiteAnswer(status, reason, [.. headers, ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture))], body);
    }
}
