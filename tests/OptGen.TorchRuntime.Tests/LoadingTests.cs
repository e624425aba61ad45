using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OptGen.TorchRuntimeTests;

/// <summary>What a program sees whose first line uses torch.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void FirstLineUsesTorch_Runs()
    {
        byte[] before = SHA256.HashData(RealLibrary.Bytes());

        AssertRan(Run());

        Assert.Equal(before, SHA256.HashData(RealLibrary.Bytes()));
        Assert.DoesNotContain(Sandbox.Files(AppContext.BaseDirectory), f => f.Split('/', '\\').Contains("cpu"));
    }

    [Fact]
    public void LoadFromManyThreads_Runs() => AssertRan(Child.Run(AppContext.BaseDirectory, _sandbox.Environment, "threads"));

    // The event of the default context does not fire for assemblies of another one.
    [Fact]
    public void TorchSharpInAnotherContext_Runs() => AssertRan(Child.Run(AppContext.BaseDirectory, _sandbox.Environment, "plugin"));

    [OldSystemFact]
    public void EmptyCache_HoldsOneFileAfterwards()
    {
        AssertRan(Run());

        string file = Assert.Single(_sandbox.CachedFiles);
        Assert.Matches("^optgen/[0-9a-f]{16}/libLibTorchSharp.so$", file);
        Assert.Equal(ElfPatch.Patch(RealLibrary.Bytes(), out _), File.ReadAllBytes(Path.Combine(_sandbox.Cache, file)));
        Assert.Empty(Sandbox.Files(_sandbox.Home));
        Assert.Empty(Sandbox.Files(_sandbox.Temporary));
    }

    [OldSystemFact]
    public void EmptyCache_FourProcessesAtOnce_AllRun()
    {
        Assert.All(Child.RunAtOnce(4, AppContext.BaseDirectory, _sandbox.Environment), AssertRan);
        Assert.Single(_sandbox.CachedFiles);
    }

    [OldSystemFact]
    public void CutFileInTheCache_IsReplacedAndRuns()
    {
        AssertRan(Run());
        string file = Path.Combine(_sandbox.Cache, Assert.Single(_sandbox.CachedFiles));
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..100_000]);

        AssertRan(Run());

        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [OldSystemFact]
    public void RelativeCacheVariable_IsIgnored()
    {
        _sandbox.Environment["XDG_CACHE_HOME"] = "relative";

        AssertRan(Run());

        Assert.StartsWith(".cache/optgen/", Assert.Single(Sandbox.Files(_sandbox.Home)), StringComparison.Ordinal);
    }

    [OldSystemFact]
    public void UnwritableCache_RunsAndLeavesNothing()
    {
        _sandbox.Environment["XDG_CACHE_HOME"] = _sandbox.Unwritable;

        AssertRan(Run());

        Assert.Empty(Directory.GetFileSystemEntries(_sandbox.Temporary));
    }

    [OldSystemFact]
    public void NothingCanBeWritten_SaysSoInOneSentence()
    {
        _sandbox.Environment["XDG_CACHE_HOME"] = _sandbox.Environment["TMPDIR"] = _sandbox.Unwritable;
        AssertRefused(Run(), "TorchSharp's native library needs a patched copy on this system, which could not be made or loaded (", "XDG_CACHE_HOME or TMPDIR");
    }

    [OldSystemFact]
    public void AnotherSymbolOfThatVersion_SaysSoInOneSentence()
    {
        // A second symbol takes the version's index.
        byte[] library = RealLibrary.Bytes(), patched = ElfPatch.Patch(library, out _)!;
        int symbol = Enumerable.Range(0, library.Length).First(i => library[i] == 18 && patched[i] == 1);
        BinaryPrimitives.WriteUInt16LittleEndian(library.AsSpan(symbol - 2), 18);
        AssertRefused(
            Run(_sandbox.Program(library)), "libLibTorchSharp.so needs GLIBCXX_3.4.32 of libstdc++, which this system does not have, and cannot be patched because "
            + "_ZSt21ios_base_library_initv is not all that it needs of that version", "GCC 13.2 or newer");
    }

    [OldSystemFact]
    public void OlderGlibcThanNeeded_SaysSoInOneSentence()
    {
        // No system has glibc 9.34. The version's hash stands beside the place of its name.
        byte[] library = RealLibrary.Bytes();
        int name = library.AsSpan().IndexOf("GLIBC_2.34\0"u8);
        library[name + 6] = (byte)'9';
        int hash = library.AsSpan().IndexOf(BitConverter.GetBytes(ElfHash("GLIBC_2.34")));
        BitConverter.GetBytes(ElfHash("GLIBC_9.34")).CopyTo(library, hash);
        AssertRefused(Run(_sandbox.Program(library)), "TorchSharp's native library needs GLIBC_9.34, and the glibc of this system is older", "glibc 9.34 or newer");
    }

    [OldSystemFact]
    public void NoLibtorch_SaysSoInOneSentence() => AssertRefused(
        Run(_sandbox.Program(RealLibrary.Bytes(), "libtorch.so", "libtorch_cpu.so", "libc10.so")), "which is not there", "the package TorchSharp-cpu");

    [OldSystemFact]
    public void NoLibrary_SaysSoInOneSentence() =>
        AssertRefused(Run(_sandbox.Program([], "libLibTorchSharp.so")), "libLibTorchSharp.so is in none of ", "the package TorchSharp-cpu");

    [OldSystemFact]
    public void LibraryIsNoLibrary_SaysSoInOneSentence() =>
        AssertRefused(Run(_sandbox.Program([1, 2, 3])), "it is no whole shared library for x86-64", "GCC 13.2 or newer");

    private Child Run(string? folder = null) => Child.Run(folder ?? AppContext.BaseDirectory, _sandbox.Environment);

    private static void AssertRan(Child child)
    {
        Assert.True(child.ExitCode == 0, child.Output + child.Error);
        Assert.Equal("sum 12", child.Output.Trim());
    }

    private void AssertRefused(Child child, string what, string advice)
    {
        Assert.NotEqual(0, child.ExitCode);
        string sentence = child.Error.Split('\n').Single(l => l.Contains("OptGen.TorchRuntimeException: ", StringComparison.Ordinal));
        Assert.Contains(what, sentence, StringComparison.Ordinal);
        Assert.Contains(advice, sentence, StringComparison.Ordinal);
        // Neither TorchSharp's page of trace nor its copies of the libraries.
        Assert.DoesNotContain("LoadNativeBackend", child.Output + child.Error, StringComparison.Ordinal);
        Assert.Empty(child.Output);
        Assert.Empty(Directory.GetDirectories(AppContext.BaseDirectory, "cpu", SearchOption.AllDirectories));
        Assert.DoesNotContain(_sandbox.CachedFiles, f => !f.EndsWith("/libLibTorchSharp.so", StringComparison.Ordinal));
    }

    // The hash of the System V ABI, by which the loader compares names of versions.
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (char c in name)
        {
            hash = (hash << 4) + c;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}
