using System.Reflection;

namespace OptGen.Package.Tests;

/// <summary>What the build of this project says about the packages that it has made.</summary>
internal static class Built
{
    public static string Feed { get; } = Value("PackageFeed");

    public static string Version { get; } = Value("PackageVersion");

    public static bool OverSystemTorch { get; } = Value("OptGenTorch") == "System";

    public static string TorchSharpVersion { get; } = Value("TorchSharpVersion");

    /// <summary>The package with TorchSharp's native part, or "none".</summary>
    public static string TorchSharpNative { get; } = Value("OptGenTorchNative");

    public static string NativeLibrary { get; } = Value("NativeLibrary");

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Value("ProjectDirectory"), "../.."));

    public static string[] Packages { get; } = OverSystemTorch
        ? ["OptGen", "OptGen.Optimizers", "OptGen.SystemTorch", "OptGen.Training"]
        : ["OptGen", "OptGen.Optimizers", "OptGen.Training"];

    private static string Value(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
