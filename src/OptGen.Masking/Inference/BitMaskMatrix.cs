using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OptGen.Masking;

/// <summary>
/// A masked weight as a matrix that is never written out: a bit for each of its numbers, and the few values of a repeated prototype. Rows are decoded one group at a time into
/// a buffer that the first cache holds, and used for all samples.
/// </summary>
/// <remarks>Sums are taken in another order than torch takes them, so results differ in the last digits.</remarks>
internal sealed class BitMaskMatrix
{
    /// <summary>How many rows are decoded and used at once.</summary>
    private const int Group = 4;

    private const int Lanes = 8;

    private static readonly Vector256<int> BitOfLane = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);

    private readonly byte[] _bits;
    private readonly int _rowBytes;
    private readonly float[] _values;
    private readonly int _period;
    private readonly int _start;

    /// <summary>Packs a mask.</summary>
    /// <param name="mask">The mask's bits, row by row without gaps, least significant first.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="values">The prototype times the layer's gain; number i of the matrix, in row-major order, is number (start + i) modulo their count.</param>
    /// <param name="start">Where in the prototype the matrix begins.</param>
    public BitMaskMatrix(ReadOnlySpan<byte> mask, int rows, int columns, ReadOnlySpan<float> values, int start)
    {
        Rows = rows;
        Columns = columns;
        _rowBytes = (columns + 7) / 8;
        _bits = new byte[(long)rows * _rowBytes];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                long place = (long)row * columns + column;
                if (((mask[(int)(place >> 3)] >> (int)(place & 7)) & 1) != 0)
                    _bits[(long)row * _rowBytes + (column >> 3)] |= (byte)(1 << (column & 7));
            }
        }
        // So many repetitions that a vector's lanes, from any place in the period on, are there in one piece.
        int repetitions = (Lanes + values.Length - 1) / values.Length;
        _period = values.Length * repetitions;
        _values = new float[_period + Lanes];
        for (int i = 0; i < _values.Length; i++)
            _values[i] = values[i % values.Length];
        _start = start;
    }

    /// <summary>The number of rows: outputs.</summary>
    public int Rows { get; }

    /// <summary>The number of columns: inputs.</summary>
    public int Columns { get; }

    /// <summary>How many bytes are held.</summary>
    public long Bytes => _bits.LongLength + sizeof(float) * _values.LongLength;

    /// <summary>Writes a row out.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="destination">At least as long as the columns, rounded up to a multiple of 8; what is beyond them gets zeros.</param>
    public void Decode(int row, Span<float> destination)
    {
        int place = (int)((_start + (long)row * Columns) % _period);
        ReadOnlySpan<byte> bits = _bits.AsSpan(row * _rowBytes, _rowBytes);
        ref float values = ref MemoryMarshal.GetArrayDataReference(_values);
        destination = destination[..(_rowBytes * Lanes)];
        ref float result = ref MemoryMarshal.GetReference(destination);
        for (int i = 0; i < bits.Length; i++)
        {
            Vector256<int> isKept = Vector256.Equals(Vector256.Create((int)bits[i]) & BitOfLane, BitOfLane);
            (isKept & Vector256.LoadUnsafe(ref values, (nuint)place).AsInt32()).AsSingle().StoreUnsafe(ref result, (nuint)(i * Lanes));
            place += Lanes;
            if (place >= _period)
                place -= _period;
        }
    }

    /// <summary>y = x W^T + b.</summary>
    /// <param name="x">Samples times columns.</param>
    /// <param name="samples">Their number.</param>
    /// <param name="bias">As many as rows, or none.</param>
    /// <param name="y">Samples times rows.</param>
    public void Multiply(ReadOnlySpan<float> x, int samples, ReadOnlySpan<float> bias, Span<float> y)
    {
        Require(x, (long)samples * Columns, bias, y, (long)samples * Rows);
        int width = _rowBytes * Lanes;
        float[] buffer = new float[Group * width];
        for (int row = 0; row < Rows; row += Group)
        {
            int count = DecodeGroup(row, width, buffer);
            for (int sample = 0; sample < samples; sample++)
            {
                ReadOnlySpan<float> values = x.Slice(sample * Columns, Columns);
                Vector256<float> sums = Products(values, buffer, width);
                for (int i = 0; i < count; i++)
                    y[sample * Rows + row + i] = sums[i] + (bias.IsEmpty ? 0 : bias[row + i]);
            }
        }
    }

    /// <summary>y = W x + b for each image: x and y have a row of pixels for each channel.</summary>
    /// <param name="x">Samples times columns times pixels.</param>
    /// <param name="samples">Their number.</param>
    /// <param name="pixels">How many pixels a channel has.</param>
    /// <param name="bias">As many as rows, or none.</param>
    /// <param name="y">Samples times rows times pixels.</param>
    public void MultiplyPixels(ReadOnlySpan<float> x, int samples, int pixels, ReadOnlySpan<float> bias, Span<float> y)
    {
        Require(x, (long)samples * Columns * pixels, bias, y, (long)samples * Rows * pixels);
        int width = _rowBytes * Lanes;
        float[] buffer = new float[Group * width];
        Span<float> biases = stackalloc float[Group];
        for (int row = 0; row < Rows; row += Group)
        {
            int count = DecodeGroup(row, width, buffer);
            biases.Clear();
            if (!bias.IsEmpty)
                bias.Slice(row, count).CopyTo(biases);
            for (int sample = 0; sample < samples; sample++)
            {
                ReadOnlySpan<float> image = x.Slice(sample * Columns * pixels, Columns * pixels);
                Span<float> result = y.Slice((sample * Rows + row) * pixels, count * pixels);
                int pixel = 0;
                for (; pixels - pixel >= Lanes; pixel += Lanes)
                    PixelTile(image, pixels, pixel, buffer, width, biases, result, count);
                for (; pixel < pixels; pixel++)
                {
                    for (int i = 0; i < count; i++)
                    {
                        float sum = biases[i];
                        for (int column = 0; column < Columns; column++)
                            sum += buffer[i * width + column] * image[column * pixels + pixel];
                        result[i * pixels + pixel] = sum;
                    }
                }
            }
        }
    }

    private int DecodeGroup(int row, int width, float[] buffer)
    {
        int count = Math.Min(Group, Rows - row);
        for (int i = 0; i < count; i++)
            Decode(row + i, buffer.AsSpan(i * width, width));
        buffer.AsSpan(count * width).Clear();
        return count;
    }

    // The products of one sample with four rows, in the first four lanes.
    private static Vector256<float> Products(ReadOnlySpan<float> values, float[] rows, int width)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        ref float weights = ref MemoryMarshal.GetArrayDataReference(rows);
        Vector256<float> a = Vector256<float>.Zero, b = a, c = a, d = a;
        int i = 0;
        for (; values.Length - i >= Lanes; i += Lanes)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref first, (nuint)i);
            a = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)i), a);
            b = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)(width + i)), b);
            c = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)(2 * width + i)), c);
            d = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref weights, (nuint)(3 * width + i)), d);
        }
        float sumA = Vector256.Sum(a), sumB = Vector256.Sum(b), sumC = Vector256.Sum(c), sumD = Vector256.Sum(d);
        for (; i < values.Length; i++)
        {
            float x = values[i];
            sumA += x * rows[i];
            sumB += x * rows[width + i];
            sumC += x * rows[2 * width + i];
            sumD += x * rows[3 * width + i];
        }
        return Vector256.Create(sumA, sumB, sumC, sumD, 0, 0, 0, 0);
    }

    // Eight pixels of four output channels.
    private void PixelTile(ReadOnlySpan<float> image, int pixels, int pixel, float[] rows, int width, ReadOnlySpan<float> biases, Span<float> result, int count)
    {
        ref float first = ref MemoryMarshal.GetReference(image);
        Vector256<float> a = Vector256.Create(biases[0]), b = Vector256.Create(biases[1]), c = Vector256.Create(biases[2]), d = Vector256.Create(biases[3]);
        ReadOnlySpan<float> w0 = rows.AsSpan(0, Columns), w1 = rows.AsSpan(width, Columns), w2 = rows.AsSpan(2 * width, Columns), w3 = rows.AsSpan(3 * width, Columns);
        for (int column = 0; column < w0.Length; column++)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref first, (nuint)(column * pixels + pixel));
            a = Vector256.MultiplyAddEstimate(x, Vector256.Create(w0[column]), a);
            b = Vector256.MultiplyAddEstimate(x, Vector256.Create(w1[column]), b);
            c = Vector256.MultiplyAddEstimate(x, Vector256.Create(w2[column]), c);
            d = Vector256.MultiplyAddEstimate(x, Vector256.Create(w3[column]), d);
        }
        a.CopyTo(result[pixel..]);
        if (count > 1)
            b.CopyTo(result[(pixels + pixel)..]);
        if (count > 2)
            c.CopyTo(result[(2 * pixels + pixel)..]);
        if (count > 3)
            d.CopyTo(result[(3 * pixels + pixel)..]);
    }

    private void Require(ReadOnlySpan<float> x, long inputs, ReadOnlySpan<float> bias, Span<float> y, long outputs)
    {
        if (x.Length != inputs || y.Length != outputs || (!bias.IsEmpty && bias.Length != Rows))
            throw new ArgumentException($"A matrix of {Rows} rows and {Columns} columns does not turn {x.Length} numbers into {y.Length}, with {bias.Length} biases.");
    }
}
