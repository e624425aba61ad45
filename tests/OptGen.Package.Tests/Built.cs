using System.Reflection;

namespace OptGen.Package.Tests;

/// <summary>What the build of this project says about the packages that it has made.</summary>
internal static class Built
{
    public static string Feed { get; } = Value("PackageFeed");

    public static string Version { get; } = Value("PackageVersion");

    public static string TorchSharpVersion { get; } = Value("TorchSharpVersion");

    /// <summary>The package with torch's native library, or "none".</summary>
    public static string TorchNative { get; } = Value("TorchNative");

    public static string TorchNativeVersion { get; } = TorchNative.StartsWith("libtorch-", StringComparison.Ordinal) ? Value("LibTorchVersion") : TorchSharpVersion;

    /// <summary>Where the machine keeps packages that it has unpacked.</summary>
    public static string PackageCache { get; } = Value("NuGetPackageRoot");

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Value("ProjectDirectory"), "../.."));

    public static string[] Packages { get; } = ["OptGen", "OptGen.Evolution", "OptGen.Evolution.Redis", "OptGen.Masking", "OptGen.Networks", "OptGen.Optimizers", "OptGen.Search", "OptGen.Testing", "OptGen.TorchRuntime", "OptGen.Training"];

    private static string Value(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
