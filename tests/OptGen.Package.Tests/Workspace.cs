namespace OptGen.Package.Tests;

/// <summary>
/// A folder of somebody else's projects: in the system's temporary folder, with the packages from the local feed and a packages folder
/// that holds none of an earlier run.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("optgen-package-");

    public Workspace()
    {
        Feed = _root.CreateSubdirectory("feed").FullName;
        Write("nuget.config", NuGetConfig(_root.CreateSubdirectory("packages").FullName, Feed));
    }

    /// <summary>Where packages of these projects can be put for others of them.</summary>
    public string Feed { get; }

    /// <summary>The reference to torch's native library that a program needs.</summary>
    public static string NativeReference { get; } =
        Built.TorchNative == "none" ? "" : $"""<PackageReference Include="{Built.TorchNative}" Version="{Built.TorchNativeVersion}" />""";

    /// <summary>A reference to a package of this repository.</summary>
    public static string Reference(string package) => $"""<PackageReference Include="{package}" Version="{Built.Version}" />""";

    /// <summary>A project's text, with these properties and items.</summary>
    public static string Project(string properties, params string[] items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {string.Join('\n', items)}
          </ItemGroup>
        </Project>
        """;

    /// <summary>Where a file or folder of this one lies.</summary>
    public string PathOf(string path) => Path.Combine(_root.FullName, path);

    /// <summary>Writes a file.</summary>
    public void Write(string path, string text)
    {
        string file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Runs the command dotnet in one of the folders.</summary>
    public (int ExitCode, string Output) Run(string folder, params string[] arguments) => DotNet.Run(PathOf(folder), arguments);

    /// <summary>Builds a project and says what the build said.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Build(string folder, params string[] arguments)
    {
        (int code, string output) = Run(folder, ["build", "-c", "Release", "-v:minimal", "-tl:off", "-p:GenerateFullPaths=false", .. arguments]);
        return code == 0 ? output : throw new InvalidOperationException(output);
    }

    /// <summary>Runs what the last build of a program has made.</summary>
    public (int ExitCode, string Output) RunProgram(string folder, params string[] arguments) =>
        Run(folder, [Path.Combine("bin", "Release", "net10.0", $"{folder}.dll"), .. arguments]);

    /// <summary>Removes the folder.</summary>
    public void Dispose() => _root.Delete(recursive: true);

    // torch's native library is half a gigabyte: what this machine has unpacked already is read where it lies.
    private static string NuGetConfig(string packages, string feed) => $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{packages}" />
          </config>
          <fallbackPackageFolders>
            <add key="machine" value="{Built.PackageCache}" />
          </fallbackPackageFolders>
          <packageSources>
            <add key="optgen" value="{Built.Feed}" />
            <add key="own" value="{feed}" />
          </packageSources>
        </configuration>
        """;
}
