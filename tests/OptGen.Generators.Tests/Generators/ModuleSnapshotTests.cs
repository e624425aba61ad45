using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Testing;

namespace OptGen.Generators.Tests.Generators;

/// <summary>The text of generated modules: for each Snapshots/NAME.cs, what the generator writes is Snapshots/NAME.verified.cs.</summary>
/// <remarks><c>OPTGEN_UPDATE=1 dotnet test tests/OptGen.Generators.Tests --filter ModuleSnapshotTests</c> writes the files anew.</remarks>
public class ModuleSnapshotTests
{
    private const string Folder = "Snapshots";
    private const string Verified = ".verified.cs";

    public static TheoryData<string> Names =>
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Tests, Folder), "*.cs")
            .Where(f => !f.EndsWith(Verified, StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)
    ];

    /// <summary>The snapshots that show what becomes of a class with an error.</summary>
    private static readonly string[] s_wrong = ["Mistake"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_OfEveryInput_MatchesItsSnapshot(string name)
    {
        GeneratedSourceResult source = Assert.Single(Run(name).Result.GeneratedSources);

        string text = source.SourceText.ToString();
        Snapshot.Verify(text, Path.Combine(RepositoryFiles.Tests, Folder, name + Verified));
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain('\t', text);
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_OfEveryInput_HasNoSyntaxError(string name)
    {
        SyntaxTree tree = Assert.Single(Run(name).Result.GeneratedSources).SyntaxTree;

        Assert.Empty(tree.GetDiagnostics().Select(d => d.ToString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Input_IsWithoutErrors_UnlessItShowsOne(string name)
    {
        IEnumerable<string> errors = Diagnose.Of(Compile(name)).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());

        Assert.Equal(s_wrong.Contains(name), errors.Any());
    }

    [Fact]
    public void Snapshots_AllHaveAnInput() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Tests, Folder), "*" + Verified),
        f => Assert.True(File.Exists(f[..^Verified.Length] + ".cs"), $"{Path.GetFileName(f)} has no input beside it."));

    private static CSharpCompilation Compile(string name) =>
        TestCompilation.Create(File.ReadAllText(Path.Combine(RepositoryFiles.Tests, Folder, name + ".cs")).ReplaceLineEndings("\n"));

    private static GeneratorRun Run(string name) => new(Compile(name));
}
