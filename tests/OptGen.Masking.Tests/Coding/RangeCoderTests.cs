namespace OptGen.Masking.Tests;

public sealed class RangeCoderTests
{
    [Fact]
    public void Decoder_OfWhatTheEncoderWrote_GivesTheDecisions()
    {
        var random = new Random(1);
        for (var length = 0; length < 400; length++)
        {
            var kind = length % 4;
            var probabilities = Enumerable.Range(0, length).Select(_ => kind switch
            {
                0 => 1u << 31,
                1 => 1u + (uint)random.NextInt64(uint.MaxValue),
                2 => random.Next(2) == 0 ? 1u : uint.MaxValue,
                _ => (uint)Math.Max(1, Math.Pow(2, 32 * random.NextDouble()) - 1)
            }).ToArray();
            // Likely decisions, unlikely ones, and any: unlikely ones take the most bits.
            var bits = probabilities.Select(p => random.Next(3) switch { 0 => p > 1u << 31 ? 1 : 0, 1 => p > 1u << 31 ? 0 : 1, _ => random.Next(2) }).ToArray();
            var message = Write(bits, probabilities);
            Assert.Equal(bits, Read(message, probabilities));
            var information = bits.Zip(probabilities, (bit, p) => -Math.Log2(bit == 1 ? p / 4294967296.0 : 1 - (p / 4294967296.0))).Sum();
            Assert.InRange(message.Length, 0, (information / 8) + 2);
        }
    }

    [Fact]
    public void Encoder_IntervalAtACarry_CarriesThroughAllBytes()
    {
        // Zeros of probability 1/2 push low towards 1; the last decisions tip it over or not.
        for (var zeros = 1; zeros < 300; zeros++)
        {
            var bits = new int[zeros + 40];
            for (var i = zeros; i < bits.Length; i++) bits[i] = 1;
            var probabilities = Enumerable.Repeat(0x55555555u, bits.Length).ToArray();
            Assert.Equal(bits, Read(Write(bits, probabilities), probabilities));
        }
    }

    [Fact]
    public void Encoder_WithoutRoom_SaysSo()
    {
        var encoder = new RangeEncoder(new byte[8]);
        for (var i = 0; i < 200; i++) encoder.Code(i & 1, 1u << 31);
        Assert.True(encoder.IsFull);
    }

    private static byte[] Write(int[] bits, uint[] probabilities)
    {
        var buffer = new byte[(bits.Length * 4) + 16];
        var encoder = new RangeEncoder(buffer);
        for (var i = 0; i < bits.Length; i++) encoder.Code(bits[i], probabilities[i]);
        return buffer[..encoder.Finish()];
    }

    private static int[] Read(byte[] message, uint[] probabilities)
    {
        var decoder = new RangeDecoder(message);
        Assert.True(decoder.IsPossible);
        var bits = new int[probabilities.Length];
        for (var i = 0; i < bits.Length; i++) bits[i] = decoder.Code(0, probabilities[i]);
        Assert.True(decoder.IsAtEnd);
        return bits;
    }
}
