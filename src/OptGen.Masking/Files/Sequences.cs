using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OptGen.Masking;

/// <summary>Arrays compared by what they hold, numbers bit for bit.</summary>
internal static class Sequences
{
    public static bool Same<T>(ImmutableArray<T> one, ImmutableArray<T> other) where T : struct =>
        one.IsDefault == other.IsDefault && MemoryMarshal.AsBytes(one.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(other.AsSpan()));

    public static int Hash<T>(ImmutableArray<T> values) where T : struct
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return hash.ToHashCode();
    }
}
