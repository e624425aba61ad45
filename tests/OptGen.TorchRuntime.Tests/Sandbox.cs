namespace OptGen.TorchRuntimeTests;

/// <summary>Folders for one test: a home, a cache, a temporary folder, and a program whose native library can be another one.</summary>
internal sealed class Sandbox : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("optgen-runtime-");

    public Sandbox()
    {
        Home = _root.CreateSubdirectory("home").FullName;
        Cache = _root.CreateSubdirectory("cache").FullName;
        Temporary = _root.CreateSubdirectory("tmp").FullName;
        Environment = new()
        {
            ["HOME"] = Home, ["XDG_CACHE_HOME"] = Cache, ["TMPDIR"] = Temporary, ["DOTNET_EnableDiagnostics"] = "0"
        };
    }

    public string Home { get; }

    public string Cache { get; }

    public string Temporary { get; }

    public Dictionary<string, string?> Environment { get; }

    /// <summary>Every file of the cache, relative to it.</summary>
    public string[] CachedFiles => Files(Cache);

    /// <summary>A path at which nothing can be written, whoever asks: a folder would have to lie in a file.</summary>
    public string Unwritable
    {
        get
        {
            string file = Path.Combine(_root.FullName, "file");
            File.WriteAllText(file, "");
            return Path.Combine(file, "folder");
        }
    }

    public static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f))];

    /// <summary>A copy of this program with another native library; the half gigabyte of libtorch is linked, except what is left out.</summary>
    public string Program(byte[] library, params string[] leftOut)
    {
        DirectoryInfo program = _root.CreateSubdirectory("program");
        foreach (string file in Files(AppContext.BaseDirectory))
        {
            string source = Path.Combine(AppContext.BaseDirectory, file), copy = Path.Combine(program.FullName, file), name = Path.GetFileName(file);
            if (leftOut.Contains(name))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (name == Path.GetFileName(RealLibrary.Path))
                File.WriteAllBytes(copy, library);
            else if (name.Contains(".so", StringComparison.Ordinal))
                File.CreateSymbolicLink(copy, source);
            else
                File.Copy(source, copy);
        }

        return program.FullName;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
