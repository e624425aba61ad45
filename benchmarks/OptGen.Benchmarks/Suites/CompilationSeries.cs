using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// A compilation with a number of files that a generator has work in, one file each, and one more that has nothing to do with it. What is
/// timed is the generator driver alone; the edited compilations are made beforehand, as an editor makes them.
/// </summary>
internal sealed class CompilationSeries
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    private readonly Func<IIncrementalGenerator> _generator;
    private readonly CSharpCompilation _compilation;
    private readonly SyntaxTree _unrelated;
    private readonly SyntaxTree _edited;
    private readonly Func<int, SyntaxTree> _edit;
    private GeneratorDriver? _driver;
    private int _edits;
    private bool _isChecked;

    /// <summary>Makes the compilation.</summary>
    /// <param name="generator">Makes the generator.</param>
    /// <param name="references">What the files refer to.</param>
    /// <param name="count">How many files there are.</param>
    /// <param name="source">The text of the file with a number, as it is after so many edits.</param>
    public CompilationSeries(Func<IIncrementalGenerator> generator, IEnumerable<MetadataReference> references, int count, Func<int, int, string> source)
    {
        _generator = generator;
        SyntaxTree[] trees = [.. Enumerable.Range(0, count).Select(i => Parse(source(i, 0), $"File{i}.cs"))];
        _unrelated = Parse(Unrelated(0), "Unrelated.cs");
        _edited = trees[count / 2];
        _edit = edit => Parse(source(count / 2, edit), _edited.FilePath);
        _compilation = CSharpCompilation.Create(
            "Benchmark", trees.Append(_unrelated), references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>A new driver runs on files it has never seen; the seconds that took.</summary>
    public double FirstRun(int count)
    {
        var seconds = 0.0;
        for (var i = 0; i < count; i++)
        {
            var trees = _compilation.SyntaxTrees.Select(tree => tree.WithRootAndOptions(tree.GetRoot(), ParseOptions));
            seconds += Time(NewDriver(), _compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees), out var driver);
            if (!_isChecked) Check(driver);
        }

        return seconds;
    }

    /// <summary>The file without a class to generate for changes: a statement in a method.</summary>
    public double UnrelatedEdit(int count) => Edits(count, _unrelated, edit => Parse(Unrelated(edit), _unrelated.FilePath));

    /// <summary>The text of one of the files changes.</summary>
    public double EditOfOne(int count) => Edits(count, _edited, _edit);

    private double Edits(int count, SyntaxTree tree, Func<int, SyntaxTree> edit)
    {
        _driver ??= NewDriver().RunGenerators(_compilation);
        var seconds = 0.0;
        for (var i = 0; i < count; i++)
        {
            var compilation = _compilation.ReplaceSyntaxTree(tree, edit(++_edits));
            seconds += Time(_driver!, compilation, out _driver);
        }

        return seconds;
    }

    private static double Time(GeneratorDriver driver, Compilation compilation, out GeneratorDriver after)
    {
        var start = Stopwatch.GetTimestamp();
        after = driver.RunGenerators(compilation);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private CSharpGeneratorDriver NewDriver() => CSharpGeneratorDriver.Create([_generator().AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>A generator that fails or writes nothing would be fast.</summary>
    private void Check(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results[0];
        if (result.Exception is not null || result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
            throw new InvalidOperationException($"The generator measured failed: {result.Exception?.ToString() ?? result.Diagnostics[0].ToString()}");
        if (result.GeneratedSources.IsEmpty) throw new InvalidOperationException($"The generator measured wrote nothing for {_compilation.SyntaxTrees.Length} files.");
        _isChecked = true;
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    private static string Unrelated(int edit) => $$"""
        namespace Benchmark;

        public static class Unrelated
        {
            public static int Value()
            {
                int value = {{edit}};
                return value;
            }
        }
        """;
}
