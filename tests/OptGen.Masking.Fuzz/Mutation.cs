namespace OptGen.Masking.Fuzz;

/// <summary>Random changes of bytes.</summary>
internal static class Mutation
{
    private static readonly ulong[] Borders = [0, 1, 2, 3, 7, 8, 9, 127, 128, 255, 256, 1024, 1025, 32767, 65535, 65536, int.MaxValue, 1u << 31, uint.MaxValue, 1UL << 52, long.MaxValue, ulong.MaxValue];

    /// <summary>One to eight changes.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="bytes">What is changed; it stays as it is.</param>
    /// <param name="other">Other bytes of the kind, to take pieces from.</param>
    public static byte[] Of(Random random, byte[] bytes, byte[] other)
    {
        List<byte> changed = [.. bytes];
        for (var i = 1 << random.Next(4); i > 0; i--)
        {
            var at = random.Next(changed.Count + 1);
            var length = Math.Min(1 << random.Next(6), changed.Count - at);
            switch (random.Next(8))
            {
                case 0 when length > 0:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when length > 0:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 2 when length > 0:
                    changed[at] += (byte)random.Next(-8, 9);
                    break;
                case 3:
                    changed.RemoveRange(at, length);
                    break;
                case 4:
                    changed.InsertRange(at, changed.GetRange(at, length));
                    break;
                case 5:
                    changed.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                    break;
                case 6:
                    var border = BitConverter.GetBytes(Borders[random.Next(Borders.Length)]);
                    for (var j = 0; j < Math.Min(length, 1 << random.Next(4)) && j < border.Length; j++) changed[at + j] = border[j];
                    break;
                case 7 when other.Length > 0:
                    var from = random.Next(other.Length);
                    var piece = other.AsSpan(from, Math.Min(1 << random.Next(7), other.Length - from)).ToArray();
                    if (random.Next(2) == 0) changed.RemoveRange(at, Math.Min(piece.Length, changed.Count - at));
                    changed.InsertRange(at, piece);
                    break;
            }
        }

        return [.. changed];
    }
}
