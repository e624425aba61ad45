using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace OptGen.Package.Tests;

/// <summary>What is in the packages.</summary>
public class PackageTests
{
    public static TheoryData<string> Packages => [.. Built.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_HoldsLibraryDocumentationReadmeAndSymbols(string package)
    {
        string[] files = Files(package, ".nupkg");
        Assert.Contains($"lib/net10.0/{package}.dll", files);
        Assert.Contains($"lib/net10.0/{package}.xml", files);
        Assert.Contains("README.md", files);
        Assert.DoesNotContain(files, f => f.EndsWith(".so", StringComparison.Ordinal) || f.EndsWith(".pdb", StringComparison.Ordinal));
        Assert.Contains($"lib/net10.0/{package}.pdb", Files(package, ".snupkg"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_NamesLicenceReadmeAndDescriptionButNoIconAndNoHost(string package)
    {
        XElement metadata = Metadata(package);
        Assert.Equal("MIT", Child(metadata, "license")?.Value);
        Assert.Equal("README.md", Child(metadata, "readme")?.Value);
        Assert.NotEqual("Package Description", Child(metadata, "description")?.Value);
        Assert.Null(Child(metadata, "icon"));
        Assert.Null(Child(metadata, "projectUrl"));
        Assert.Null(Child(metadata, "repository")?.Attribute("url"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_DependsOnWhatItNeedsAlone(string package)
    {
        string[] dependencies = [.. Metadata(package).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => $"{e.Attribute("id")!.Value} {e.Attribute("version")!.Value}")];
        string[] torch = [$"TorchSharp {Built.TorchSharpVersion}"];

        string[] own = package switch
        {
            "OptGen.TorchRuntime" => [],
            "OptGen.Evolution" => [$"OptGen {Built.Version}", $"OptGen.Optimizers {Built.Version}", $"OptGen.TorchRuntime {Built.Version}", "System.IO.Hashing 10.0.15"],
            "OptGen.Evolution.Redis" => [$"OptGen.Evolution {Built.Version}", $"OptGen.TorchRuntime {Built.Version}", "StackExchange.Redis 3.4.35", "System.IO.Hashing 10.0.15"],
            "OptGen.Masking" => [$"OptGen.TorchRuntime {Built.Version}", $"OptGen {Built.Version}", "System.IO.Hashing 10.0.15"],
            "OptGen.Networks" or "OptGen.Testing" => [$"OptGen.TorchRuntime {Built.Version}", $"OptGen {Built.Version}"],
            "OptGen.Search" => [$"OptGen {Built.Version}", $"OptGen.Training {Built.Version}", $"OptGen.TorchRuntime {Built.Version}"],
            "OptGen.Training" =>
            [
                $"OptGen {Built.Version}", $"OptGen.Optimizers {Built.Version}", $"OptGen.TorchRuntime {Built.Version}", "OxyPlot.Core 2.2.0", "Spectre.Console 0.57.2", "System.IO.Hashing 10.0.15", "TorchSharp.PyBridge 1.4.4"
            ],
            _ => [$"OptGen.TorchRuntime {Built.Version}"]
        };
        Assert.Equal(own.Concat(torch).Order(StringComparer.Ordinal), dependencies.Order(StringComparer.Ordinal));
    }

#if !DEBUG // Debug builds name their paths, for debuggers; nobody publishes those.
    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_NamesNoPathOfThisMachine(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(PackageFile(package, ".nupkg"));
        foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.FullName.EndsWith(".dll", StringComparison.Ordinal)))
        {
            using StreamReader reader = new(entry.Open(), Encoding.Latin1);
            string text = reader.ReadToEnd();
            Assert.Contains(".pdb", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.TrimEndingDirectorySeparator(Built.Root), text, StringComparison.Ordinal);
        }
    }
#endif

    [Fact]
    public void OptGen_HoldsTheCompilerHalf()
    {
        string[] files = Files("OptGen", ".nupkg");
        Assert.Equal(
            ["analyzers/dotnet/cs/OptGen.CodeFixes.dll", "analyzers/dotnet/cs/OptGen.Generators.dll"],
            files.Where(f => f.StartsWith("analyzers/", StringComparison.Ordinal)));
        Assert.Contains("buildTransitive/OptGen.props", files);
        Assert.Contains("buildTransitive/OptGen.targets", files);
    }

    /// <summary>Without them snapshots would be compiled, and not be found where builds rewrite source paths.</summary>
    [Fact]
    public void Testing_HoldsItsTargets() => Assert.Contains("buildTransitive/OptGen.Testing.targets", Files("OptGen.Testing", ".nupkg"));

    private static string[] Files(string package, string extension)
    {
        using ZipArchive archive = ZipFile.OpenRead(PackageFile(package, extension));
        return [.. archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal)];
    }

    private static XElement Metadata(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(PackageFile(package, ".nupkg"));
        using Stream stream = archive.GetEntry(package + ".nuspec")!.Open();
        return XElement.Load(stream).Elements().First();
    }

    private static XElement? Child(XElement metadata, string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name);

    private static string PackageFile(string package, string extension) => Path.Combine(Built.Feed, $"{package}.{Built.Version}{extension}");
}
