using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Generators;

public class IncrementalTests
{
    private static readonly string s_source = Class(
        "x_<k+1> = x_k - a*T(x_k) - b_k*prox[c](x_k)", T, "[Learnable(1, Min = 0)] public partial Parameter a { get; }", "static double b(int k) => k;",
        "const double c = 2;", "static Tensor prox(Tensor x, double s) => x;");

    [Fact]
    public void Run_Again_DoesNothing()
    {
        CSharpCompilation compilation = TestCompilation.Create(s_source);

        GeneratorRun run = new GeneratorRun(compilation).Again(compilation.Clone());

        AssertNothingNew(run);
    }

    [Fact]
    public void Run_AfterAnEditElsewhere_DoesNothing()
    {
        CSharpCompilation compilation = TestCompilation.Create(s_source, "class Other { }");
        var run = new GeneratorRun(compilation);

        AssertNothingNew(run.Again(Edit(compilation, 2, "class Other { int _field; }")));
    }

    [Fact]
    public void Run_AfterLinesMove_DoesNothing()
    {
        CSharpCompilation compilation = TestCompilation.Create(s_source);
        var run = new GeneratorRun(compilation);

        AssertNothingNew(run.Again(Edit(compilation, 1, "// a comment\n\n" + s_source)));
    }

    [Fact]
    public void Run_AfterOneRecurrenceChanges_WritesThatOneOnly()
    {
        string other = s_source.Replace("class N", "class M", StringComparison.Ordinal);
        CSharpCompilation compilation = TestCompilation.Create(s_source, other);
        var run = new GeneratorRun(compilation);

        run.Again(Edit(compilation, 2, other.Replace("x_k - a", "x_k + a", StringComparison.Ordinal)));

        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], run.ReasonsOf(TrackingNames.File).OrderBy(r => r.ToString()));
    }

    [Theory]
    [InlineData("Tolerance = 1e-3", "Tolerance = 0.001", IncrementalStepRunReason.Cached)]
    [InlineData("Tolerance = 1e-3", "Tolerance = 1e-4", IncrementalStepRunReason.Modified)]
    [InlineData("Solver = typeof(PicardSolver)", "Solver = typeof(OptGen.FixedPoint.PicardSolver)", IncrementalStepRunReason.Cached)]
    [InlineData("Solver = typeof(PicardSolver)", "Solver = typeof(BroydenSolver)", IncrementalStepRunReason.Modified)]
    [InlineData("[Lipschitz(0.5)]", "[Lipschitz(0.25)]", IncrementalStepRunReason.Cached)]
    public void Run_AfterASettingChanges_WritesAnewOnlyWhatMeansSomethingElse(string before, string after, IncrementalStepRunReason reason)
    {
        string source = $$"""
            using OptGen.FixedPoint;
            [Update("x_<k+1> = x_k - T(x_<k+1>)")]
            [Implicit({{(before.StartsWith('[') ? "" : before)}})]
            public partial class N { {{(before.StartsWith('[') ? before : "")}} {{T}} }
            """;
        CSharpCompilation compilation = TestCompilation.Create(source);
        var run = new GeneratorRun(compilation);

        run.Again(Edit(compilation, 1, source.Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal([reason], run.ReasonsOf(TrackingNames.File));
    }

    [Fact]
    public void Run_ClassesThatDifferInCaseOnly_HaveFilesOfTheirOwn()
    {
        string other = s_source.Replace("class N", "class n", StringComparison.Ordinal);

        var run = new GeneratorRun(TestCompilation.Create(s_source, other));

        Assert.Equal(2, run.Result.GeneratedSources.Select(s => s.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    /// <summary>Two files of one name would be an error that takes every network of the project.</summary>
    [Theory]
    [InlineData("class N<A>", "class N_1")]
    [InlineData("class N<A>", "class N<A, B>")]
    [InlineData("class N", "class N<A>")]
    public void Run_ClassesOfNearlyOneName_HaveFilesOfTheirOwn(string one, string two)
    {
        string[] sources = [.. new[] { one, two }.Select(header => s_source.Replace("class N", header, StringComparison.Ordinal))];

        var run = new GeneratorRun(TestCompilation.Create(sources));

        Assert.Equal(2, run.Result.GeneratedSources.Length);
    }

    [Fact]
    public void Run_NestedClassBesideADottedOne_HaveFilesOfTheirOwn()
    {
        string nested = $"namespace A {{ public partial class B {{ {s_source} }} }}";
        string dotted = $"namespace A.C {{ {s_source} }} namespace A {{ public partial class D {{ {s_source} }} }}";

        var run = new GeneratorRun(TestCompilation.Create(nested, dotted));

        Assert.Equal(["A.B+N.g.cs", "A.C.N.g.cs", "A.D+N.g.cs"], run.Result.GeneratedSources.Select(s => s.HintName).Order(StringComparer.Ordinal));
    }

    /// <summary>File systems end at 255 bytes.</summary>
    [Theory]
    [InlineData("N", 300)]
    [InlineData("Ñ", 200)]
    [InlineData("名", 200)]
    public void Run_LongNames_HaveShortFilesOfTheirOwn(string letter, int length)
    {
        string name = string.Concat(Enumerable.Repeat(letter, length));
        string[] sources = [.. new[] { name, "A" + name[1..] }.Select(n => s_source.Replace("class N", "class " + n, StringComparison.Ordinal))];

        var run = new GeneratorRun(TestCompilation.Create(sources));

        string[] names = [.. run.Result.GeneratedSources.Select(s => s.HintName)];
        Assert.Equal(2, names.Distinct().Count());
        Assert.All(names, n => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(n), 1, 160));
    }

    [Fact]
    public void Run_TwoPartsWithAttributes_WriteOneFile()
    {
        var run = new GeneratorRun(TestCompilation.Create(
            $"[Update(\"y_k = x_k\")] partial class N {{ {T} }}", "[Update(\"x_<k+1> = y_k - T(x_k)\")] partial class N { }"));

        Assert.Equal("N.g.cs", Assert.Single(run.Result.GeneratedSources).HintName);
    }

    [Theory]
    [InlineData("public class N")]
    [InlineData("public partial record N")]
    [InlineData("public static partial class N")]
    [InlineData("public partial class N : Exception")]
    [InlineData("public partial class N(int width)")]
    public void Run_ClassThatCannotBeCompleted_WritesNothing(string header)
    {
        var run = new GeneratorRun(TestCompilation.Create(s_source.Replace("public partial class N", header, StringComparison.Ordinal)));

        Assert.Empty(run.Result.GeneratedSources);
    }

    [Fact]
    public void Steps_HoldNothingOfTheCompilation()
    {
        var run = new GeneratorRun(TestCompilation.Create(s_source));

        foreach (string step in TrackingNames.All)
        {
            foreach ((object value, _) in run.Result.TrackedSteps[step].SelectMany(s => s.Outputs))
                AssertNoSymbols(value, step, []);
        }
    }

    private static void AssertNothingNew(GeneratorRun run)
    {
        foreach (string step in TrackingNames.All)
        {
            Assert.NotEmpty(run.ReasonsOf(step));
            Assert.All(run.ReasonsOf(step), r => Assert.True(r is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step} is {r}."));
        }
        IEnumerable<IncrementalStepRunReason> outputs = run.Result.TrackedOutputSteps.Values.SelectMany(s => s).SelectMany(s => s.Outputs).Select(o => o.Reason);
        Assert.All(outputs, r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string source)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(source)));
    }

    /// <summary>Walks everything a value refers to.</summary>
    private static void AssertNoSymbols(object? value, string path, HashSet<object> seen)
    {
        if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            return;
        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or Location or SemanticModel or SyntaxReference, $"{path} holds a {value.GetType()}.");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
                AssertNoSymbols(item, path + "[]", seen);
        }
        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                AssertNoSymbols(field.GetValue(value), $"{path}.{field.Name}", seen);
        }
    }
}
