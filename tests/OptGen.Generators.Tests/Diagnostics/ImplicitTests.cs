using Microsoft.CodeAnalysis;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>What is said of layers that are solved, and of the attribute that says how.</summary>
public class ImplicitTests
{
    private const string Bounded = "[Lipschitz(0.5)] static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);";

    [Theory]
    [InlineData("Damping = [|0|]", "Damping is 0; it must be above 0 and at most 1.")]
    [InlineData("Damping = [|1.01|]", "Damping is 1.01; it must be above 0 and at most 1.")]
    [InlineData("Damping = [|double.NaN|]", "Damping is not a number; it must be above 0 and at most 1.")]
    [InlineData("Tolerance = [|-1e-9|]", "Tolerance is -1E-09; it must be at least 0 and finite.")]
    [InlineData("RelativeTolerance = [|double.NaN|]", "RelativeTolerance is not a number; it must be at least 0 and finite.")]
    [InlineData("RelativeTolerance = [|double.PositiveInfinity|]", "RelativeTolerance is infinity; it must be at least 0 and finite.")]
    [InlineData(
        "Tolerance = 0, RelativeTolerance = [|0|]",
        "Tolerance and RelativeTolerance are both 0, so no solve would end before MaxIterations; give one of them a value above 0.")]
    [InlineData("MaxIterations = [|0|]", "MaxIterations is 0; it must be at least 1.")]
    [InlineData("BackwardTolerance = [|0|]", "BackwardTolerance is 0; it must be above 0 and finite.")]
    [InlineData("BackwardMaxIterations = [|-3|]", "BackwardMaxIterations is -3; it must be at least 1.")]
    [InlineData("Gradient = GradientMode.Phantom, PhantomSteps = [|0|]", "PhantomSteps is 0; it must be at least 1.")]
    [InlineData("Gradient = GradientMode.Phantom, PhantomDamping = [|2|]", "PhantomDamping is 2; it must be above 0 and at most 1.")]
    [InlineData("Gradient = [|(GradientMode)7|]", "Gradient is 7, which GradientMode does not have; write Implicit, JacobianFree, Phantom or Unrolled.")]
    [InlineData("OnNonConvergence = [|(NonConvergence)(-1)|]", "OnNonConvergence is -1, which NonConvergence does not have; write Throw, Warn or Accept.")]
    public void Setting_OutOfRange_IsReportedAtItsValue(string settings, string message) => Single(settings, "OPTG234", message);

    [Theory]
    [InlineData("Gradient = GradientMode.JacobianFree, BackwardTolerance = [|1e-8|]", "BackwardTolerance has no effect with the gradient JacobianFree, which solves nothing backward; remove one of the two.")]
    [InlineData("Gradient = GradientMode.Unrolled, BackwardMaxIterations = [|9|]", "BackwardMaxIterations has no effect with the gradient Unrolled, which solves nothing backward; remove one of the two.")]
    [InlineData("Gradient = GradientMode.Phantom, BackwardSolver = [|typeof(PicardSolver)|]", "BackwardSolver has no effect with the gradient Phantom, which solves nothing backward; remove one of the two.")]
    [InlineData("PhantomSteps = [|3|]", "PhantomSteps has no effect with the gradient Implicit; remove it, or write Gradient = GradientMode.Phantom.")]
    [InlineData("Gradient = GradientMode.JacobianFree, PhantomDamping = [|0.5|]", "PhantomDamping has no effect with the gradient JacobianFree; remove it, or write Gradient = GradientMode.Phantom.")]
    public void Setting_WithoutEffect_IsReportedAtItsValue(string settings, string message) => Single(settings, "OPTG235", message);

    [Theory]
    [InlineData("string", "string", "it does not derive from OptGen.FixedPoint.FixedPointSolver; choose AndersonSolver, PicardSolver, BroydenSolver, NewtonKrylovSolver or a type of your own that does")]
    [InlineData("int[]", "int[]", "it does not derive from OptGen.FixedPoint.FixedPointSolver; choose AndersonSolver, PicardSolver, BroydenSolver, NewtonKrylovSolver or a type of your own that does")]
    [InlineData("FixedPointSolver", "FixedPointSolver", "it is abstract; choose a type that derives from it")]
    [InlineData("Open<>", "Open<>", "its type arguments are left open; write them")]
    [InlineData("WithArguments", "WithArguments", "it has no public constructor without parameters; add one")]
    [InlineData("OfFile", "OfFile", "it is visible in one file only, and the generated part is another; remove file")]
    [InlineData("Open<OfFile>", "Open<OfFile>", "it is visible in one file only, and the generated part is another; remove file")]
    [InlineData("Demanding", "Demanding", "it has required members, which nothing would set; give them defaults")]
    public void Solver_ThatCannotBeMade_IsReportedAtItsType(string type, string name, string reason)
    {
        foreach (string setting in new[] { "Solver", "BackwardSolver" })
            Single($"{setting} = [|typeof({type})|]", "OPTG236", $"{name} cannot solve the layers of N: {reason}.");
    }

    [Theory]
    [InlineData("AndersonSolver")]
    [InlineData("PicardSolver")]
    [InlineData("BroydenSolver")]
    [InlineData("NewtonKrylovSolver")]
    [InlineData("Open<int>")]
    [InlineData("Holder.Own")]
    [InlineData("Content")]
    public void Solver_ThatCanBeMade_IsNotReported(string type) => Assert.Empty(Diagnose.Of(Source($"Solver = typeof({type}), BackwardSolver = typeof({type})")));

    [Theory]
    [InlineData("Shared = [|\"B\"|]", "OPTG234", "Shared names B, which is no input; the inputs are x, A.")]
    [InlineData("Shared = [|\"A, x\"|]", "OPTG235", "Shared names x, which only begins a state and so has a row for each sample; remove it.")]
    public void SharedInput_ThatIsNone_IsReportedAtItsName(string settings, string id, string message) => Diagnose.Single(
        $$"""
        using OptGen.FixedPoint;
        [Update("x_<k+1> = x_k - 0.5*times(x_<k+1>, A)", Inputs = "x, A")]
        [Implicit({{settings}})]
        public partial class N { [Lipschitz(0.5)] static Tensor times(Tensor x, Tensor a) => x; }
        """,
        id, message);

    [Fact]
    public void SharedInput_ThatEquationsRead_IsNotReported() => Assert.Empty(Diagnose.Of(
        """
        [Update("x_<k+1> = x_k - 0.5*times(x_<k+1>, A)", Inputs = "x, A")]
        [Implicit(Shared = "A")]
        public partial class N { [Lipschitz(0.5)] static Tensor times(Tensor x, Tensor a) => x; }
        """));

    [Fact]
    public void Attribute_WhereNothingIsSolved_IsAWarning()
    {
        Diagnostic diagnostic = Diagnose.Single(
            $$"""
            [Update("x_<k+1> = x_k - T(x_k)")]
            [[|Implicit(Tolerance = 1e-3)|]]
            public partial class N { {{Bounded}} }
            """,
            "OPTG237", "No equation of N reads what it computes, so there is nothing to solve and [Implicit] has no effect; remove it.");

        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
    }

    [Theory]
    [InlineData("x_<k+1> = x_k - 0.5*[|T|](x_<k+1>)")]
    [InlineData("x_<k+1> = x_k - 0.25*T(x_k) - 0.25*[|T|](x_<k+1>)")]
    [InlineData("y_k = x_k - 0.5*T(x_k); x_<k+1> = y_k - 0.5*[|T|](x_<k+1> + y_k)")]
    [InlineData("y_<k+1> = 0.5*[|T|](x_<k+1>); x_<k+1> = x_k + 0.5*tanh(y_<k+1>)")]
    public void Operator_OnWhatIsSolvedFor_IsNotedAtItsUse(string recurrence)
    {
        Diagnostic diagnostic = Diagnose.Single(
            Networks.Class(recurrence, Networks.T), "OPTG238",
            "T is evaluated on what its own layer solves for, and no Lipschitz bound of T is stated, so nothing shows that there is one solution; "
            + "write [Lipschitz(…)] on T, or let its type implement IBoundedModule.");

        Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity);
    }

    [Theory]
    [InlineData("x_<k+1> = x_k - 0.5*T(x_<k+1>)", Bounded)]
    [InlineData("x_<k+1> = x_k - 0.5*T(x_<k+1>)", "[Lipschitz(0.5)] Module<Tensor, Tensor> T { get; } = null!;")]
    [InlineData("x_<k+1> = x_k - 0.5*T(x_<k+1>)", "[Lipschitz(0.5)] readonly Module<Tensor, Tensor> T = null!;")]
    [InlineData("x_<k+1> = x_k - 0.5*T(x_<k+1>)", "static BoundedModule T(int k, int width) => new();")]
    [InlineData("x_<k+1> = prox[0.5](x_k - 0.5*x_<k+1>)", "static Tensor prox(Tensor x, double s) => x;")]
    [InlineData("x_<k+1> = x_k - 0.5*tanh(x_<k+1>)", "")]
    public void Operator_WithABoundOrAResolvent_IsNotNoted(string recurrence, string member) => Assert.DoesNotContain(
        "OPTG238", Diagnose.Of(
        Networks.Class(recurrence, member) + """
            public class BoundedModule() : Module<Tensor, Tensor>(""), OptGen.FixedPoint.IBoundedModule
            {
                public double LipschitzBound => 0.5;
                public override Tensor forward(Tensor x) => x;
            }
            """).Select(d => d.Id));

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("double.NaN")]
    [InlineData("double.PositiveInfinity")]
    public void Lipschitz_ThatIsNoBound_IsReportedAtItsValue(string bound)
    {
        Diagnostic diagnostic = Assert.Single(Diagnose.Of(Networks.Class("x_<k+1> = x_k - T(x_k)", Bounded.Replace("0.5", bound, StringComparison.Ordinal))));

        Assert.Equal("OPTG239", diagnostic.Id);
        Assert.Equal(bound, diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
    }

    [Theory]
    [InlineData("Layers = [|4|], Inputs = \"u\"", "", "OPTG220", "N is an equilibrium, which is solved once and has no layers; leave Layers out.")]
    [InlineData("Inputs = \"u\"", "[[|Stage(Layers = 2)|]]", "OPTG221", "N is an equilibrium, which is solved once and has no layers; remove [Stage].")]
    public void Equilibrium_WithLayers_IsReported(string argument, string attribute, string id, string message) => Diagnose.Single(
        $$"""
        [Update("z = 0.5*T(z) + u", {{argument}})] {{attribute}}
        public partial class N { [Lipschitz(1)] static Module<Tensor, Tensor> T(int width) => Linear(width, width); }
        """,
        id, message);

    /// <summary>What uses a class with a mistake in its settings has no errors of its own.</summary>
    [Fact]
    public void Surface_OfAClassWithAWrongSetting_HasTheProperty()
    {
        var run = new GeneratorRun(TestCompilation.Create(Source("Damping = 7").Replace("public class Holder", """
            public static class Use
            {
                public static object Of(N net) => net.Implicit.Options;
            }
            public class Holder
            """, StringComparison.Ordinal)));

        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
    }

    private static void Single(string settings, string id, string message)
    {
        (string source, SourceSpan span) = Marked.Read(Source(settings).ReplaceLineEndings("\n"));
        var compilation = TestCompilation.Create(source);
        Diagnostic diagnostic = Assert.Single(Diagnose.Of(compilation));
        Diagnose.AssertDiagnostic(diagnostic, source, span, id, message);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        var run = new GeneratorRun(compilation);
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
    }

    private static string Source(string settings) => $$"""
        using OptGen.FixedPoint;
        using System.Diagnostics.CodeAnalysis;

        [Update("x_<k+1> = x_k - 0.5*T(x_<k+1>)", Layers = 4)]
        [Implicit({{settings}})]
        public partial class N
        {
            {{Bounded}}
        }

        public class Holder
        {
            internal record Own : FixedPointSolver { public override SolverRun Start(FixedPointSystem system) => null!; }
        }
        file record OfFile : Holder.Own { }
        public record Open<T> : FixedPointSolver { public override SolverRun Start(FixedPointSystem system) => null!; }
        public record WithArguments(int Count) : FixedPointSolver { public override SolverRun Start(FixedPointSystem system) => null!; }
        public record Demanding : FixedPointSolver { public required int Count { get; init; } public override SolverRun Start(FixedPointSystem system) => null!; }
        public record Content : Demanding { [SetsRequiredMembers] public Content() { } }
        """;
}
