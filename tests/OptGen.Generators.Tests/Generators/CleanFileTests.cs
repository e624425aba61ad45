using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Generators;

/// <summary>Generated files raise no warning, whatever the project asks for: every warning on, documentation demanded, nullable on and off.</summary>
public class CleanFileTests
{
    private static readonly string[] s_declarations =
    [
        Class("x_<k+1> = x_k - a*T(x_k) - b_k*S(x_k)", "[Obsolete] static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);", "[Obsolete(\"use U\")] static Module<Tensor, Tensor> S(int width) => null!;",
            "[Obsolete] const double a = 0.5;", "[Obsolete(\"old\")] static int b(int k) => k;"),
        Class("x_<k+1> = x_k - T(x_k)", T).Replace("class N", "class net", StringComparison.Ordinal),
        "[Obsolete] " + Class("x_<k+1> = x_k - T(x_k)", T),
        Class("x_<k+1> = x_k - T(x_k)", "static Module<Tensor, Tensor>? T(int k, string? text = null, int? width = null, object? o = null) => null;"),
        Class("x_<k+1> = x_k - T(x_k) - F(x_k)", "static Module<Tensor, Tensor> T(string text, string[] names, System.Collections.Generic.List<string?> list) => null!;", "static Tensor F(Tensor x) => x;"),
        Class("x_<k+1> = x_k - a*b_k*G[c_<k,0>](x_k) - d_<k,1>*F(x_k)", "readonly int a = 1;", "static readonly decimal[] b = null!;", "readonly float[][] c = null!;", "readonly ulong[,] d = null!;",
            "static Tensor F(Tensor x) => x;", "static Tensor G(Tensor x, double s) => x;"),
        Class("x_<k+1> = x_k - a*b_k*T(x_<k+1>) - (a + d_k)*T(x_k)", T, "[Learnable(0.5, Min = 0)] public partial Parameter a { get; }", "[Learnable(0.5, PerLayer = true, Channels = 2)] public partial Parameter b { get; }", "static double d(int k) => k;"),
        Class("x_<k+1> = x_k - sum[j=0..k](h_<k,j>*to(x_j)) - parameters(x_k) - train(x_k) - apply(x_k) - Dispose(x_k) - name(x_k)", "static double h(int k, int j) => 1;",
            "static new Module<Tensor, Tensor> to(int k, int width) => Linear(width, width);", "static new Module<Tensor, Tensor> parameters(int k, int width) => Linear(width, width);", "static new Module<Tensor, Tensor> train(int k, int width) => Linear(width, width);",
            "new Module<Tensor, Tensor> apply { get; } = null!;", "static new Module<Tensor, Tensor> Dispose(int k, int width) => Linear(width, width);", "static Module<Tensor, Tensor> name(int k, int width) => Linear(width, width);"),
        Class("x_<k+1> = x_k - forward(x_k) - call(x_k)", "static Module<Tensor, Tensor> forward(int k, int width) => Linear(width, width);", "static new Module<Tensor, Tensor> call(int k, int width) => Linear(width, width);"),
        Class("x_<k+1> = x_k - T(x_k) - S(x_k)", "static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);", "static Module<Tensor, Tensor> S(int width, int k) => Linear(width, k);"),
        Class("x_<k+1> = x_k - 1e20*T(x_k) - 3.14159265358979323846264338327950288*x_<k-1> - 2^64*F(x_k) + 1e18*k*S(x_k) + 0.123456789*x_k", T, "static Tensor F(Tensor x) => x;", "static Tensor S(Tensor x) => x;"),
        "/// <summary>A class.</summary>\n" + Class("x_<k+1> = x_k - T(x_k)", "internal enum Mode { A }", "internal static Module<Tensor, Tensor> T(int k, Mode mode) => null!;"),
        Class("x_<k+1> = x_k - T(x_k)", "private enum Mode { A }", "private static Module<Tensor, Tensor> T(int k, Mode[] mode, int n) => null!;"),
        Class("x_<k+1> = x_k - T(x_k)", "protected enum Mode { A }", "private static Module<Tensor, Tensor> T(int k, System.Collections.Generic.List<Mode> mode) => null!;").Replace("partial class", "abstract partial class", StringComparison.Ordinal),
        "internal sealed class Hidden { } " + Class("x_<k+1> = x_k - T(x_k)", "private static Module<Tensor, Tensor> T(int k, Hidden mode) => null!;"),
        "internal sealed class Hidden { } " + Class("x_<k+1> = x_k - T(x_k)", "private static Module<Tensor, Tensor> T(int k, Hidden mode) => null!;").Replace("public partial", "internal partial", StringComparison.Ordinal),
        "public partial class Outer { private enum Mode { A } " + Class("x_<k+1> = x_k - T(x_k)", "private static Module<Tensor, Tensor> T(int k, Mode mode) => null!;").Replace("public partial", "private partial", StringComparison.Ordinal) + " }",
        "public partial class Outer { private enum Mode { A } " + Class("x_<k+1> = x_k - T(x_k)", "private static Module<Tensor, Tensor> T(int k, Mode mode) => null!;") + " }",
        "public abstract class B : Module<Tensor, Tensor> { protected B(string name, int n = 1) : base(name) { } } " + Class("x_<k+1> = x_k - T(x_k)", T).Replace("class N", "class N : B", StringComparison.Ordinal),
        Class("x_<k+1> = x_k - T(x_k) # \\0 \\ud800 \\t \\\" { } // \\u2028# \\u0085", T),
        "[Update(@\"x_<k+1> = x_k - T(x_k) # \"\" { } // \u2028# \u0085\")] public partial class N { " + T + " }",
        "[Update(\"\"\"x_<k+1> = x_k - T(x_k) # \" {0} \u200b\"\"\")] public partial class N { " + T + " }"
    ];

    public static TheoryData<int, NullableContextOptions> Cases
    {
        get
        {
            var cases = new TheoryData<int, NullableContextOptions>();
            for (int i = 0; i < s_declarations.Length; i++)
            {
                cases.Add(i, NullableContextOptions.Enable);
                cases.Add(i, NullableContextOptions.Disable);
            }
            return cases;
        }
    }

    public static TheoryData<string> Gallery => [.. Directory.GetFiles(Path.Combine(RepositoryFiles.Tests, "Snapshots"), "*.cs").Select(f => Path.GetFileNameWithoutExtension(f)).Where(f => !f.Contains('.') && f != "Mistake")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void GeneratedFile_OfANastyDeclaration_HasNoWarningAndNoError(int number, NullableContextOptions nullable) => AssertClean(s_declarations[number], nullable);

    [Theory]
    [MemberData(nameof(Gallery))]
    public void GeneratedFile_OfTheGallery_HasNoWarningAndNoError(string name)
    {
        string source = File.ReadAllText(Path.Combine(RepositoryFiles.Tests, "Snapshots", name + ".cs"));
        AssertClean(source, NullableContextOptions.Enable);
        AssertClean(source, NullableContextOptions.Disable);
    }

    private static void AssertClean(string source, NullableContextOptions nullable)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        compilation = compilation.WithOptions(compilation.Options.WithNullableContextOptions(nullable).WithWarningLevel(9999).WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        // With documentation demanded, CS1591 and what is wrong in comments are warnings too.
        var options = (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(tree.GetText(), options.WithDocumentationMode(DocumentationMode.Diagnose), tree.FilePath));
        var run = new GeneratorRun(compilation);

        Assert.DoesNotContain(Diagnose.Of(compilation), IsError);
        SyntaxTree generated = Assert.Single(run.Result.GeneratedSources).SyntaxTree;
        Assert.DoesNotContain("has a mistake", generated.ToString(), StringComparison.Ordinal);
        Assert.Equal("", string.Join("\n", run.Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && (d.Location.SourceTree == generated || IsError(d))).Select(d => $"{d.Id} {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")));
    }

    /// <summary>The user's own part may have warnings here, made errors by the option; what C# refuses is none of them.</summary>
    private static bool IsError(Diagnostic diagnostic) => diagnostic.DefaultSeverity == DiagnosticSeverity.Error;
}
