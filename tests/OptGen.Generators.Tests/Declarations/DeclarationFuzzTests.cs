using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.Generators.Tests.Declarations;

/// <summary>
/// Whatever a class looks like that bears [Update]: it compiles without a warning, or it has an OPTG error and none of C# in what is generated for it.
/// </summary>
/// <remarks>OPTGEN_SEED=N takes that one class alone: a finding of a batch is looked at this way.</remarks>
public partial class DeclarationFuzzTests
{
    private const int Batch = 250;

    private const string Usings = "global using System.Collections.Generic; global using System.Threading;";

    // What a declaration itself earns, whatever is generated: unused or hiding members, no documentation, obsolete or lowercase names.
    private static readonly HashSet<string> s_usersOwn = ["CS0108", "CS0114", "CS0169", "CS0414", "CS0649", "CS1591", "CS8981", "CS0628", "CS0067", "CS0168", "CS0219", "CS9113", "CS8860", "CS0659", "CS0660", "CS0661", "CS8632"];

    [Fact]
    public void Class_DeclaredInAnyWay_CompilesWithoutAWarningOrHasAnError()
    {
        int[] seeds = Environment.GetEnvironmentVariable("OPTGEN_SEED") is { Length: > 0 } one
            ? [int.Parse(one, CultureInfo.InvariantCulture)]
            : [.. Enumerable.Range(0, RandomCases.Long ? 10_000 : 400)];
        List<string> findings = [];
        int refused = 0;
        foreach (int[] batch in seeds.Chunk(Batch))
            refused += Check([.. batch.Select(RandomDeclaration.Of)], findings);

        Assert.True(findings.Count == 0, $"{findings.Count} findings in {seeds.Length} classes:\n\n{string.Join("\n\n", findings.Take(30))}");
        // Both outcomes are met often.
        if (seeds.Length > 100)
            Assert.InRange(refused, seeds.Length / 5, seeds.Length * 4 / 5);
    }

    /// <summary>Examines a batch in one compilation, and then the classes without an OPTG error in one of their own; gives how many have one.</summary>
    private static int Check(RandomDeclaration[] declarations, List<string> findings)
    {
        Dictionary<int, RandomDeclaration> bySeed = declarations.ToDictionary(d => d.Seed);
        CSharpCompilation compilation = TestCompilation.Create([Usings, .. declarations.SelectMany(d => d.Files)]).WithOptions(Options);
        compilation = WithDocumentation(compilation);
        GeneratorDriverRunResult run = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGenerators(compilation).GetRunResult();
        if (run.Results.Single().Exception is { } exception)
        {
            findings.Add(declarations.Length == 1 ? Finding(declarations[0], exception.ToString()) : $"The generator failed in a batch: {exception}");
            foreach (RandomDeclaration alone in declarations.Length == 1 ? [] : declarations)
                Check([alone], findings);
            return 0;
        }

        CSharpCompilation output = compilation.AddSyntaxTrees(run.GeneratedTrees);
        Dictionary<SyntaxTree, int> seeds = output.SyntaxTrees.ToDictionary(t => t, SeedOf);
        HashSet<int> refused = [];
        foreach (Diagnostic error in Diagnose.Of(output).Concat(run.Diagnostics).Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            refused.Add(seeds[error.Location.SourceTree!]);
            if (error.Id == "OPTG240")
                findings.Add(Finding(bySeed[seeds[error.Location.SourceTree!]], error.ToString()));
        }
        // Errors of declarations keep the compiler from looking for warnings, so the good ones are compiled by themselves.
        HashSet<SyntaxTree> generated = [.. run.GeneratedTrees];
        CompileAll(isRefused: true, d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree is { } tree && generated.Contains(tree), "An error in what is generated, beside an OPTG error");
        CompileAll(isRefused: false, d => IsFinding(d, generated), "No OPTG error, and yet");
        return refused.Count;

        void CompileAll(bool isRefused, Func<Diagnostic, bool> isFinding, string what)
        {
            ImmutableArray<Diagnostic> found = output.RemoveSyntaxTrees(seeds.Where(t => t.Value >= 0 && refused.Contains(t.Value) != isRefused).Select(t => t.Key)).GetDiagnostics();
            foreach (IGrouping<int, Diagnostic> one in found.Where(isFinding).GroupBy(d => d.Location.SourceTree is { } tree ? seeds[tree] : -1))
            {
                string all = string.Join("\n", one.Take(3));
                if (one.Key < 0)
                    findings.Add(all);
                else
                    findings.Add(Finding(bySeed[one.Key], $"{what}: {all}"));
            }
        }
    }

    private static bool IsFinding(Diagnostic diagnostic, HashSet<SyntaxTree> generated) => diagnostic.Severity switch
    {
        DiagnosticSeverity.Error => true,
        DiagnosticSeverity.Warning => !s_usersOwn.Contains(diagnostic.Id) || diagnostic.Location.SourceTree is { } tree && generated.Contains(tree),
        _ => false
    };

    private static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);

    private static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    /// <summary>The same files, named by their seeds, read with their documentation.</summary>
    private static CSharpCompilation WithDocumentation(CSharpCompilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(tree.GetText(), ParseOptions, tree.FilePath));
        return compilation;
    }

    /// <summary>The seed in the names that are declared in a file; -1 for the global usings.</summary>
    private static int SeedOf(SyntaxTree tree)
    {
        Match mark = Mark().Match(tree.ToString());
        return mark.Success ? int.Parse(mark.Groups["seed"].Value, CultureInfo.InvariantCulture) : -1;
    }

    private static string Finding(RandomDeclaration declaration, string what) => $"OPTGEN_SEED={declaration.Seed}: {what}\n{declaration}";

    [GeneratedRegex(@"\bS(?<seed>\d+)_", RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();
}
