using Microsoft.CodeAnalysis;
using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.Generators.Tests.Binding;

/// <summary>What the verdict says of operators that contain a two-layer network.</summary>
public class TwoLayerTests
{
    private const string Modules = """
        [ContainsTwoLayer]
        public class Stated : Module<Tensor, Tensor>
        {
            public Stated() : base("Stated") { }
            public override Tensor forward(Tensor x) => x.alias();
        }
        public class Derived : Stated;
        """;

    [Theory]
    [InlineData("static Stated T(int k) => new();", true)]
    [InlineData("static Derived T(int k) => new();", true)]
    [InlineData("readonly Stated T = new();", true)]
    [InlineData("Stated T { get; } = new();", true)]
    [InlineData("[ContainsTwoLayer] static Module<Tensor, Tensor> T(int k) => new Stated();", true)]
    [InlineData("static OptGen.Blocks.TwoLayer T(int k) => new(3, 4);", true)]
    [InlineData("static Module<Tensor, Tensor> T(int k) => new Stated();", false)]
    [InlineData("static Linear T(int k) => Linear(3, 3);", false)]
    [InlineData("[ContainsTwoLayer] static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => block(k);", true)]
    [InlineData("static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => block(k);", false)]
    [InlineData("static Stated T(int k, Func<int, Stated> block) => block(k);", true)]
    public void Verdict_OfAnOperator_SaysWhatIsStated(string member, bool isStated)
    {
        var run = new GeneratorRun(TestCompilation.Create(Modules, Networks.Class("x_<k+1> = x_k - 0.5*T(x_k)", member)));

        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        string text = Assert.Single(run.Result.GeneratedSources).SourceText.ToString();
        Assert.Equal(isStated, text.Contains("with the effective step 0.5 for T. T contains a two-layer network.</para>", StringComparison.Ordinal));
        Assert.Equal(isStated, text.Contains("TwoLayerOperators = [\"T\"],", StringComparison.Ordinal));
        Assert.Equal(isStated, text.Contains("for T. T contains a two-layer network.\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Verdict_OfSeveralOperators_NamesThemAll()
    {
        var run = new GeneratorRun(TestCompilation.Create(
            Modules, Networks.Class("x_<k+1> = x_k - 0.5*T(x_k) - 0.5*S(x_k) - 0.5*R(x_k)", "static Stated T(int k) => new();", "static Linear S(int k) => Linear(3, 3);", "static Stated R(int k) => new();")));
        Assert.Contains("T, R contain a two-layer network.", Assert.Single(run.Result.GeneratedSources).SourceText.ToString(), StringComparison.Ordinal);
    }
}
