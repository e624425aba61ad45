using System.Globalization;

namespace OptGen.Evolution.Redis;

/// <summary>The order of a stream's entries.</summary>
internal static class StreamId
{
    /// <summary>Whether an entry came after another. Identifiers are <c>milliseconds-number</c>.</summary>
    public static bool IsAfter(string id, string other)
    {
        var (milliseconds, number) = Parts(id);
        var (otherMilliseconds, otherNumber) = Parts(other);
        return milliseconds > otherMilliseconds || (milliseconds == otherMilliseconds && number > otherNumber);
    }

    private static (ulong Milliseconds, ulong Number) Parts(string id)
    {
        int hyphen = id.IndexOf('-', StringComparison.Ordinal);
        return (ulong.Parse(id.AsSpan(0, hyphen), CultureInfo.InvariantCulture), ulong.Parse(id.AsSpan(hyphen + 1), CultureInfo.InvariantCulture));
    }
}
