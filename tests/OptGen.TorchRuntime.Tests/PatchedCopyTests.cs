using System.Runtime.Versioning;

namespace OptGen.TorchRuntimeTests;

[SupportedOSPlatform("linux")]
public sealed class PatchedCopyTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly byte[] _content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    public void Dispose() => _sandbox.Dispose();

    [LinuxFact]
    public void Store_EmptyCache_WritesOneFile()
    {
        string path = PatchedCopy.Store(Path.Combine(_sandbox.Cache, "a", "b"), _content);

        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.Equal(["a/b/libLibTorchSharp.so"], _sandbox.CachedFiles);
    }

    [LinuxFact]
    public void Store_SameContent_LeavesTheFileAlone()
    {
        string path = PatchedCopy.Store(_sandbox.Cache, _content);
        DateTime old = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, old);

        Assert.Equal(path, PatchedCopy.Store(_sandbox.Cache, _content));
        Assert.Equal(old, File.GetLastWriteTimeUtc(path));
    }

    [LinuxFact]
    public void Store_ForeignFile_IsReplaced()
    {
        string[] files = ["cut", "empty", "one bit changed", "longer", "a link to nowhere"];
        Assert.All(files, Replaces);
    }

    private void Replaces(string with)
    {
        string path = Path.Combine(_sandbox.Cache, "libLibTorchSharp.so");
        byte[] flipped = [.. _content];
        flipped[^1] ^= 1;
        File.Delete(path);
        if (with == "a link to nowhere")
            File.CreateSymbolicLink(path, "/nowhere");
        else
            File.WriteAllBytes(path, with switch { "cut" => _content[..5000], "empty" => [], "longer" => [.. _content, 0], _ => flipped });

        Assert.Equal(_content, File.ReadAllBytes(PatchedCopy.Store(_sandbox.Cache, _content)));
        Assert.Single(_sandbox.CachedFiles);
    }

    [LinuxFact]
    public void Store_FolderOfThatName_ThrowsAndLeavesNothing()
    {
        Directory.CreateDirectory(Path.Combine(_sandbox.Cache, "libLibTorchSharp.so", "inside"));

        Assert.ThrowsAny<Exception>(() => PatchedCopy.Store(_sandbox.Cache, _content));
        Assert.Empty(_sandbox.CachedFiles);
    }

    [LinuxFact]
    public void Store_ManyAtOnce_AllSeeWholeFiles()
    {
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            Assert.Equal(_content, File.ReadAllBytes(PatchedCopy.Store(_sandbox.Cache, _content))));
        Assert.Single(_sandbox.CachedFiles);
    }

    [LinuxFact]
    public void Store_UnderAFile_Throws()
    {
        Assert.ThrowsAny<IOException>(() => PatchedCopy.Store(_sandbox.Unwritable, _content));
    }
}

/// <summary>A test of what happens on Linux alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "The patched copy is written on Linux alone.";
    }
}
