using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OptGen.Masking;

/// <summary>Writes decisions of given probabilities into as few bits as these take: a range coder.</summary>
/// <remarks>
/// The message is a number in [0, 1), written as a big-endian binary fraction. Each decision narrows the interval [low, low + range) in which it lies, in
/// proportion to its probability. low and range are fractions in units of 2^-64 of the words already written; when range falls below 2^32, the upper 32 bits of low
/// are written and both are scaled by 2^32. docs/masking-format.md has the same in full.
/// </remarks>
internal ref struct RangeEncoder : IRangeCoder
{
    private readonly Span<byte> output;
    private ulong low;
    private ulong range = ulong.MaxValue;
    private int written;

    /// <summary>Writes into a buffer. What has no place in it is a message that is too long: <see cref="IsFull"/>.</summary>
    public RangeEncoder(Span<byte> output) => this.output = output;

    /// <inheritdoc/>
    public bool IsFull { get; private set; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Code(int bit, uint probabilityOfOne)
    {
        var bound = Math.BigMul(range, (ulong)probabilityOfOne << 32, out _);
        var zero = (ulong)bit - 1; // all ones where the bit is 0
        var added = bound & zero;
        range = bound ^ ((bound ^ (range - bound)) & zero);
        low += added;
        if (low < added) Carry();
        if (range >> 32 == 0) Shift();
        return bit;
    }

    /// <summary>Ends the message by as few bytes as tell it from all others, and gives its length. Zeros at its end are left out.</summary>
    public int Finish()
    {
        for (var bytes = 0; bytes <= sizeof(ulong); bytes++)
        {
            // The lowest number from low on that has zeros after these bytes.
            var rest = bytes == 0 ? ulong.MaxValue : bytes == sizeof(ulong) ? 0 : ulong.MaxValue >> (8 * bytes);
            var value = unchecked(low + rest) & ~rest;
            if (unchecked(value - low) >= range) continue;
            if (value < low) Carry();
            low = value;
            break;
        }

        Shift();
        Shift();
        while (written > 0 && output[written - 1] == 0) written--;
        return written;
    }

    private void Shift()
    {
        if (output.Length - written < sizeof(uint))
        {
            IsFull = true;
            written = 0; // whatever follows is thrown away
        }

        BinaryPrimitives.WriteUInt32BigEndian(output[written..], (uint)(low >> 32));
        written += sizeof(uint);
        low <<= 32;
        range <<= 32;
    }

    // The interval lies below 1, so a byte that is not 255 comes before the first.
    private readonly void Carry()
    {
        var at = written - 1;
        while (at >= 0 && ++output[at] == 0) at--;
    }
}
