using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace OptGen.Masking.Fuzz;

/// <summary>Which edges between branches inputs have taken, and how often, as AFL counts: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, more.</summary>
internal sealed unsafe class Coverage : IDisposable
{
    private const int Size = 1 << 16;
    private readonly byte* map = (byte*)NativeMemory.AlignedAlloc(Size, 64);
    private readonly byte[] seen = new byte[Size];

    public Coverage()
    {
        NativeMemory.Clear(map, Size);
        Trace.SharedMem = map;
    }

    /// <summary>How many edges any input has taken.</summary>
    public int Edges { get; private set; }

    /// <summary>Runs something, and says whether it took an edge as often as nothing before.</summary>
    public bool IsNew(Action run)
    {
        NativeMemory.Clear(map, Size);
        Trace.PrevLocation = 0;
        run();
        var isNew = false;
        for (var i = 0; i < Size; i += sizeof(ulong))
        {
            if (*(ulong*)(map + i) == 0) continue;
            for (var j = i; j < i + sizeof(ulong); j++)
            {
                if (map[j] == 0) continue;
                var bucket = (byte)(map[j] switch { < 4 => 1 << (map[j] - 1), < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 });
                if ((seen[j] & bucket) != 0) continue;
                if (seen[j] == 0) Edges++;
                seen[j] |= bucket;
                isNew = true;
            }
        }

        return isNew;
    }

    public void Dispose()
    {
        fixed (byte* nowhere = GC.AllocateArray<byte>(Size, pinned: true)) Trace.SharedMem = nowhere; // whatever still runs writes there
        NativeMemory.AlignedFree(map);
    }
}
