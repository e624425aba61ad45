using System.Buffers.Binary;

namespace OptGen.TorchRuntimeTests;

public class ElfPatchTests
{
    private static int Times { get; } = Environment.GetEnvironmentVariable("OPTGEN_LONG") == "1" ? 10 : 1;

    [Fact]
    public void RealLibrary_Patch_ChangesNameVersionAndFlagAlone()
    {
        byte[] original = RealLibrary.Bytes(), copy = [.. original];

        byte[]? patched = ElfPatch.Patch(original, out string refusal);

        Assert.NotNull(patched);
        Assert.Empty(refusal);
        Assert.Equal(copy, original);
        Assert.Equal(original.Length, patched.Length);
        int[] changed = [.. Enumerable.Range(0, original.Length).Where(i => original[i] != patched[i])];
        int name = original.AsSpan().IndexOf("_ZSt21ios_base_library_initv\0"u8);
        int[] outside = [.. changed.Where(i => i < name || i >= name + TinyLibrary.Symbol.Length)];
        Assert.Equal("getppid\0"u8.ToArray(), patched[name..(name + 8)]);
        // Index 18 of the version becomes 1, and flags 0 become 2.
        Assert.Equal([(18, 1), (0, 2)], outside.Select(i => ((int)original[i], (int)patched[i])));
    }

    [Fact]
    public void PatchedLibrary_Patch_IsRefused()
    {
        byte[] patched = ElfPatch.Patch(new TinyLibrary().Bytes(), out _)!;

        Assert.Null(ElfPatch.Patch(patched, out string refusal));
        Assert.Equal("it does not need that version just once", refusal);
    }

    [Fact]
    public void RealLibrary_CutAnywhere_IsRefused()
    {
        byte[] original = RealLibrary.Bytes();
        Random random = new(1);
        int[] lengths = [.. Enumerable.Range(0, 200), .. Enumerable.Range(0, 200 * Times).Select(_ => random.Next(original.Length)), original.Length - 1];
        Assert.All(lengths, length => Assert.Null(ElfPatch.Patch(original[..length], out _)));
    }

    [Fact]
    public void TinyLibrary_CutAnywhere_IsRefused()
    {
        byte[] original = new TinyLibrary().Bytes();
        Assert.All(Enumerable.Range(0, original.Length), length => Assert.Null(ElfPatch.Patch(original[..length], out _)));
    }

    [Fact]
    public void RandomBytes_Patch_IsRefused()
    {
        Random random = new(2);
        byte[] header = new TinyLibrary().Bytes()[..64];
        for (int i = 0; i < 20_000 * Times; i++)
        {
            byte[] bytes = new byte[random.Next(4096)];
            random.NextBytes(bytes);
            // Every other file looks like a library at first sight.
            if (i % 2 == 0)
                header.AsSpan(0, Math.Min(header.Length, bytes.Length)).CopyTo(bytes);
            Assert.Null(ElfPatch.Patch(bytes, out string refusal));
            Assert.NotEmpty(refusal);
        }
    }

    [Fact]
    public void MutatedTinyLibrary_Patch_NeverThrowsNorWrites()
    {
        byte[] original = new TinyLibrary().Bytes();
        (int patched, int refused) = Mutate(original, 50_000 * Times, 3);
        // Both happen: some bytes matter, some do not.
        Assert.True(patched > 0 && refused > 0, $"{patched} were patched, {refused} refused");
    }

    [Fact]
    public void MutatedRealLibrary_Patch_NeverThrowsNorWrites() => Mutate(RealLibrary.Bytes(), 200 * Times, 4);

    // Each mutant has one to four numbers changed, to extremes or at random, mostly where tables are.
    private static (int Patched, int Refused) Mutate(byte[] original, int count, int seed)
    {
        Random random = new(seed);
        ulong[] extremes = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff, 0x7fffffffffffffff, 0xffffffffffffffff, (ulong)original.Length, (ulong)original.Length - 1];
        long tables = BinaryPrimitives.ReadInt64LittleEndian(original.AsSpan(0x28));
        byte[] mutant = [.. original], before = [.. original];
        int patched = 0, refused = 0;
        for (int i = 0; i < count; i++)
        {
            List<int> places = [];
            for (int n = random.Next(1, 5); n > 0; n--)
            {
                int size = 1 << random.Next(4), at = random.Next(3) switch
                {
                    0 => random.Next(64), 1 => (int)tables + random.Next(original.Length - (int)tables), _ => random.Next(original.Length)
                };
                byte[] number = BitConverter.GetBytes(random.Next(2) == 0 ? extremes[random.Next(extremes.Length)] : (ulong)random.NextInt64());
                size = Math.Min(size, original.Length - at);
                number.AsSpan(0, size).CopyTo(mutant.AsSpan(at));
                number.AsSpan(0, size).CopyTo(before.AsSpan(at));
                places.Add(at);
            }

            byte[]? result = ElfPatch.Patch(mutant, out string refusal);
            Assert.True(mutant.AsSpan().SequenceEqual(before), "the original was written to");
            Assert.Equal(result is null, refusal.Length > 0);
            if (result is null)
                refused++;
            else
            {
                patched++;
                Assert.Equal(mutant.Length, result.Length);
                Assert.True(Differences(mutant, result) <= TinyLibrary.Symbol.Length + 4);
            }

            foreach (int at in places)
            {
                int size = Math.Min(8, original.Length - at);
                original.AsSpan(at, size).CopyTo(mutant.AsSpan(at));
                original.AsSpan(at, size).CopyTo(before.AsSpan(at));
            }
        }

        return (patched, refused);
    }

    private static int Differences(byte[] one, byte[] other)
    {
        int count = 0;
        for (int i = 0; i < one.Length; i++)
            count += one[i] == other[i] ? 0 : 1;
        return count;
    }

    [Fact]
    public void TinyLibrary_Patch_Succeeds() => Assert.NotNull(ElfPatch.Patch(new TinyLibrary().Bytes(), out _));

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    private static readonly Dictionary<string, (Action<TinyLibrary> Change, string Refusal)> s_cases = new()
    {
        ["another processor"] = (l => l.Machine = 183, "it is no whole shared library for x86-64"),
        ["a program"] = (l => l.FileType = 2, "it is no whole shared library for x86-64"),
        ["versions of its own"] = (l => l.DefinesVersions = true, "it is no whole shared library for x86-64"),
        ["two tables of symbols"] = (l => l.SecondSymbolTable = true, "it is no whole shared library for x86-64"),
        ["no such version"] = (l => l.Needed[1] = ("libstdc++.so.6", [("GLIBCXX_3.4", 0, 3)]), "it does not need that version just once"),
        ["that version of another library"] = (l => l.Needed[1] = ("libother.so.6", l.Needed[1].Versions), "it does not need that version just once"),
        ["that version twice"] = (l => l.Needed.Insert(0, ("libother.so", [(TinyLibrary.Version, 0, 19)])), "it does not need that version just once"),
        ["that version weak already"] = (l => l.Needed[1] = ("libstdc++.so.6", [(TinyLibrary.Version, 2, 18)]), "it does not need that version just once"),
        ["two versions with its index"] = (l => l.Needed[0] = ("libc.so.6", [("GLIBC_2.2.5", 0, 18)]), "it does not need that version just once"),
        ["an index without meaning"] = (l => l.Needed[1] = ("libstdc++.so.6", [(TinyLibrary.Version, 0, 1)]), "it does not need that version just once"),
        ["another symbol of that version"] = (l => l.Symbols.Add(("_ZSt3endv", 18)), "_ZSt21ios_base_library_initv is not all that it needs of that version"),
        ["another symbol in its place"] = (l => l.Symbols[1] = ("_ZSt3endv", 18), "_ZSt21ios_base_library_initv is not all that it needs of that version"),
        ["a hidden symbol of that version"] = (l => l.Symbols.Add(("_ZSt3endv", 18 | 0x8000)), "_ZSt21ios_base_library_initv is not all that it needs of that version"),
        ["the symbol of no version"] = (l => l.Symbols[1] = (TinyLibrary.Symbol, 1), "_ZSt21ios_base_library_initv is not all that it needs of that version"),
        ["the symbol defined"] = (l => l.SymbolSection = 5, "_ZSt21ios_base_library_initv is not all that it needs of that version"),
        ["a longer name"] = (l => l.Symbols[1] = (TinyLibrary.Symbol + "x", 18), "_ZSt21ios_base_library_initv is not all that it needs of that version"),
        ["a name that is its end"] = (l => l.Symbols.Add(("library_initv", 2)), "the name _ZSt21ios_base_library_initv has other readers in it"),
        ["a name that ends in it"] = (l => l.Symbols.Insert(0, ("x" + TinyLibrary.Symbol, 2)), "the name _ZSt21ios_base_library_initv has other readers in it"),
        ["the same name of another version"] = (l => l.Symbols.Add((TinyLibrary.Symbol, 3)), "the name _ZSt21ios_base_library_initv has other readers in it"),
        ["a library that is its end"] = (l => l.Dynamic.Add((1, "initv")), "the name _ZSt21ios_base_library_initv has other readers in it"),
        ["a version that is its end"] = (l => l.Needed[0] = ("libc.so.6", [("initv", 0, 2)]), "the name _ZSt21ios_base_library_initv has other readers in it")
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void OtherLibrary_Patch_IsRefused(string with)
    {
        TinyLibrary library = new();
        s_cases[with].Change(library);

        Assert.Null(ElfPatch.Patch(library.Bytes(), out string refusal));
        Assert.Equal(s_cases[with].Refusal, refusal);
    }

    [Fact]
    public void VersionsInACircle_Patch_Ends()
    {
        // Each entry leads to itself: a reader that follows it counts to four milliards of libraries.
        byte[] library = new TinyLibrary().Bytes();
        int needed = library.AsSpan().IndexOf((ReadOnlySpan<byte>)[1, 0, 1, 0]);
        BinaryPrimitives.WriteUInt32LittleEndian(library.AsSpan(needed + 12), 0);
        Assert.Null(ElfPatch.Patch(library, out _));
        BinaryPrimitives.WriteUInt16LittleEndian(library.AsSpan(needed + 2), ushort.MaxValue);
        Assert.Null(ElfPatch.Patch(library, out _));
    }
}
