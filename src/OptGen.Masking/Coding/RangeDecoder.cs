using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OptGen.Masking;

/// <summary>Reads what <see cref="RangeEncoder"/> wrote. Any bytes can be read: those that no encoder wrote give some decisions.</summary>
internal ref struct RangeDecoder : IRangeCoder
{
    private readonly ReadOnlySpan<byte> input;
    private ulong code; // the message minus the encoder's low
    private ulong range = ulong.MaxValue;
    private int read;

    /// <summary>Begins to read a message, which is followed by zeros without end.</summary>
    public RangeDecoder(ReadOnlySpan<byte> input)
    {
        this.input = input;
        code = ((ulong)Word() << 32) | Word();
        IsPossible = code < range;
    }

    /// <summary>Whether an encoder can have written the beginning.</summary>
    public readonly bool IsPossible { get; }

    /// <inheritdoc/>
    public readonly bool IsFull => false;

    /// <summary>Whether all bytes of the message have been read.</summary>
    public readonly bool IsAtEnd => read >= input.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Code(int bit, uint probabilityOfOne)
    {
        var bound = Math.BigMul(range, (ulong)probabilityOfOne << 32, out _);
        var one = code < bound ? 1 : 0;
        var zero = (ulong)one - 1; // all ones where the bit is 0
        range = bound ^ ((bound ^ (range - bound)) & zero);
        code -= bound & zero;
        if (range >> 32 == 0)
        {
            code = (code << 32) | Word();
            range <<= 32;
        }

        return one;
    }

    private uint Word()
    {
        var left = input.Length - read;
        uint word = 0;
        if (left >= sizeof(uint))
            word = BinaryPrimitives.ReadUInt32BigEndian(input[read..]);
        else
            for (var i = 0; i < left; i++) word |= (uint)input[read + i] << (24 - 8 * i);
        read = left <= sizeof(uint) ? Math.Max(read, input.Length) : read + sizeof(uint);
        return word;
    }
}
