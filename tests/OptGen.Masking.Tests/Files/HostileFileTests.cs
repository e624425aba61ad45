using System.Buffers.Binary;
using OptGen.Tests.Shared;

namespace OptGen.Masking.Tests;

/// <summary>Files that are damaged or made to do harm: each is a <see cref="MaskFileException"/>, or contents that keep every rule.</summary>
public sealed class HostileFileTests
{
    private static readonly MaskFileLimits Limits = new(MaxBytes: 1 << 20, MaxWeights: 1 << 20);

    // Each prototype kind and fill, and each coding of masks.
    private static readonly byte[][] Files =
    [
        .. Samples.Fills.SelectMany((fill, i) => new[] { 0.5, 0.05 }.Select((fraction, j) => MaskFile.ToBytes(Samples.Of(i, fill, (i + j) % 4, fraction)))),
        MaskFile.ToBytes(Samples.Small())
    ];

    [Fact]
    public void Read_EverySingleBitFlipped_IsRejected()
    {
        foreach (var file in new[] { Files[^1], Files[1] })
        {
            for (var bit = 0; bit < 8 * file.Length; bit++)
            {
                var flipped = (byte[])file.Clone();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                var error = Assert.Throws<MaskFileException>(() => MaskFile.FromBytes(flipped, Limits));
                Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
                if (error.Section != MaskFileSection.File) Assert.StartsWith($"Section '{error.Section.ToString().ToLowerInvariant()}': ", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Read_EveryBitOfASection_NamesTheSection()
    {
        var file = Files[^1];
        var at = 20;
        foreach (var (section, bytes) in Enum.GetValues<MaskFileSection>().Skip(1).Zip(FileParts.Sections(file)))
        {
            for (var i = at + 16; i < at + 16 + bytes.Length; i++)
            {
                var flipped = (byte[])file.Clone();
                flipped[i] ^= 4;
                var error = Assert.Throws<MaskFileException>(() => MaskFile.FromBytes(flipped));
                Assert.Equal(section, error.Section);
                Assert.Contains("is written, so it is damaged.", error.Message, StringComparison.Ordinal);
            }

            at += 16 + bytes.Length;
        }
    }

    [Fact]
    public void Read_EveryTruncationAndWhatFollows_IsRejected()
    {
        foreach (var file in Files)
        {
            for (var length = 0; length < file.Length; length++) Assert.Throws<MaskFileException>(() => MaskFile.FromBytes(file.AsSpan(0, length)));
            Assert.Throws<MaskFileException>(() => MaskFile.FromBytes([.. file, 0]));
            Assert.Throws<MaskFileException>(() => MaskFile.FromBytes([.. file, .. file]));
        }
    }

    [Fact]
    public void Read_RandomMutations_AreRejected()
    {
        var random = new Random(1);
        for (var i = 0; i < RandomCases.Of(100_000); i++)
        {
            var file = Files[i % Files.Length];
            var mutated = Mutate(random, file);
            if (mutated.AsSpan().SequenceEqual(file)) continue;
            Assert.Throws<MaskFileException>(() => MaskFile.FromBytes(mutated, Limits));
        }
    }

    [Fact]
    public void Read_RandomMutationsUnderRightChecksums_AreRejectedOrKeepEveryRule()
    {
        var random = new Random(2);
        int rejected = 0, accepted = 0;
        var sections = new HashSet<MaskFileSection>();
        for (var i = 0; i < RandomCases.Of(100_000); i++)
        {
            var file = Files[i % Files.Length];
            var parts = FileParts.Sections(file);
            var which = random.Next(4);
            parts[which] = Mutate(random, parts[which]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var contents = MaskFile.FromBytes(FileParts.Assemble(parts), Limits);
                Assert.Null(ContentsRules.Fault(contents, Limits));
                Assert.Equal(contents, MaskFile.FromBytes(MaskFile.ToBytes(contents, Limits), Limits));
                accepted++;
            }
            catch (MaskFileException error)
            {
                sections.Add(error.Section);
                rejected++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        }

        // Both happen, or the test tests nothing: a changed gain or value cannot be told from one that was meant.
        Assert.True(rejected > accepted && accepted > 100);
        Assert.Superset(new HashSet<MaskFileSection> { MaskFileSection.Manifest, MaskFileSection.Prototype, MaskFileSection.Masks, MaskFileSection.Tensors }, sections);
    }

    [Fact]
    public void Read_SizesThatLie_AreRejectedBeforeMemoryIsReserved()
    {
        var parts = FileParts.Sections(Files[^1]);
        // The note's length, the number of weights, a size of a shape, a mask's length, the number of tensors.
        (int Section, int At, string Fault)[] lies =
        [
            (0, 0, "Section 'manifest': the architecture note has 4294967295 bytes; the limit is 65536."),
            (0, 27, "Section 'manifest': the number of weights is 4294967295, for which 104 bytes are too few."),
            (0, 43, "Section 'manifest': weight 'a.weight' has the shape [4294967295, 5], whose sizes are not all from 1 to 2147483647."),
            (2, 1, "Section 'masks': the mask of 'a.weight' at byte 5 of the section needs 4294967295 bytes, but only 13 are left."),
            (3, 0, "Section 'tensors': the number of tensors is 4294967295, for which 18 bytes are too few."),
            (3, 14, "Section 'tensors': tensor 'a.bias' at byte 18 of the section needs 8589934590 bytes, but only 4 are left.")
        ];
        foreach (var (section, at, fault) in lies)
        {
            var lying = parts.Select(part => (byte[])part.Clone()).ToArray();
            BinaryPrimitives.WriteUInt32LittleEndian(lying[section].AsSpan(at), uint.MaxValue);
            var file = FileParts.Assemble(lying);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<MaskFileException>(() => MaskFile.FromBytes(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 18);
            Assert.Equal(fault, error.Message);
        }
    }

    [Fact]
    public void Read_FewBytesForManyWeights_StaysWithinTheLimit()
    {
        // A mask that keeps all weights takes no bytes, so a small file can ask for any number of weights.
        var contents = Samples.Small(new ConstantPrototype(1)) with { Fill = new DenseFill(), Weights = [Big(1 << 20)] };
        var file = MaskFile.ToBytes(contents, Limits);
        Assert.InRange(file.Length, 0, 300);
        Assert.Equal(contents, MaskFile.FromBytes(file, Limits));
        Assert.Equal("Section 'manifest': there are more than 1048575 masked weights, which is the limit.",
            Assert.Throws<MaskFileException>(() => MaskFile.FromBytes(file, new MaskFileLimits(MaxWeights: (1 << 20) - 1))).Message);

        static MaskedWeight Big(int count) => new() { Name = "big", Shape = [count], Kept = count, Gain = 1, Mask = [.. Enumerable.Repeat((byte)255, count / 8)] };
    }

    /// <summary>One to four random changes: bits flipped, bytes set, cut out, doubled, put in, or numbers set to what is at a border.</summary>
    private static byte[] Mutate(Random random, byte[] bytes)
    {
        ulong[] borders = [0, 1, 127, 128, 255, 256, 32767, 65535, int.MaxValue, 1u << 31, uint.MaxValue, long.MaxValue, ulong.MaxValue];
        List<byte> changed = [.. bytes];
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(changed.Count + 1);
            var length = Math.Min(random.Next(1, 9), changed.Count - at);
            switch (random.Next(6))
            {
                case 0 when length > 0: changed[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when length > 0: changed[at] = (byte)random.Next(256); break;
                case 2: changed.RemoveRange(at, length); break;
                case 3: changed.InsertRange(at, changed.GetRange(at, length)); break;
                case 4: changed.InsertRange(at, Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256))); break;
                case 5:
                    var border = BitConverter.GetBytes(borders[random.Next(borders.Length)]);
                    for (var j = 0; j < Math.Min(length, 1 << random.Next(4)); j++) changed[at + j] = border[j];
                    break;
            }
        }

        return [.. changed];
    }
}
