using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace OptGen;

/// <summary>
/// Writes the patched library to the user's cache, or loads what lies there: $XDG_CACHE_HOME (~/.cache) /optgen/HASH/libLibTorchSharp.so. Where that
/// cannot be written, or holds no programs (noexec), a private temporary folder takes its place and is removed once the library is loaded.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class PatchedCopy
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Loads the library with these bytes.</summary>
    /// <exception cref="TorchRuntimeException">It could not be written anywhere, or does not load.</exception>
    public static nint Load(byte[] library)
    {
        List<string> refusals = [];
        if (CacheFolder() is { } cache && Try(() => Load(Store(Path.Combine(cache, "optgen", Hash(library)), library)), refusals) is var cached and not 0)
            return cached;
        if (Try(() => LoadFromTemporaryFolder(library), refusals) is var temporary and not 0)
            return temporary;
        throw new TorchRuntimeException(LoadingRefusal.Sentence(refusals));
    }

    /// <summary>The file in this folder, with this content: the one that is there, or a new one.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It could not be written.</exception>
    public static string Store(string folder, byte[] library)
    {
        string path = Path.Combine(folder, TorchRuntime.LibraryFile);
        if (Holds(path, library))
            return path;
        Directory.CreateDirectory(folder, OwnerOnly);
        // Another process may load the file at this moment, or write it: the name always stands for a whole file.
        string part = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (FileStream stream = new(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
                stream.Write(library);
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }

        return path;
    }

    // A cut or foreign file must not be loaded. The length comes first: it tells devices and pipes, which must not be read.
    private static bool Holds(string path, byte[] library)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length == library.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(library);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static nint LoadFromTemporaryFolder(byte[] library)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("optgen-");
        try
        {
            return Load(Store(folder.FullName, library));
        }
        finally
        {
            Remove(folder);
        }
    }

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays behind harms nobody; what was loaded stays loaded.
        }
    }

    private static nint Load(string path) => NativeLibrary.Load(path);

    private static nint Try(Func<nint> load, List<string> refusals)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or BadImageFormatException)
        {
            refusals.Add(e.Message);
            return 0;
        }
    }

    private static string Hash(byte[] library) => Convert.ToHexStringLower(SHA256.HashData(library))[..16];

    // Relative paths in the variable are to be ignored, says the XDG Base Directory Specification.
    private static string? CacheFolder()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathFullyQualified(cache))
            return cache;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.IsPathFullyQualified(home) ? Path.Combine(home, ".cache") : null;
    }
}
