using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Names of the user's that generated code would like for itself.</summary>
public sealed class NameTests
{
    [Fact]
    public void Constructor_ParametersNamedLikeItsOwnParts_MakesTheModulesAskedFor()
    {
        const string Declaration = """
            [Stage(Layers = 1)] [Stage(Layers = 2)]
            [Update("x_<k+1> = x_k - 0.5*T(x_k) + stage*S(x_k)")]
            public partial class Named
            {
                private const double stage = 0.25;
                private static Module<Tensor, Tensor> T(int k, int T, int _T) => Linear(T, _T);
                private Module<Tensor, Tensor> S(int k, int T, int S) => Linear(S, T);
                private static Module<Tensor, Tensor> D(int stage, int _T, int _layers, int k) => Linear(_T, _layers * k);
            }
            """;
        Type type = RandomNetworkRun.Compile(Declaration).GetType("Named")!;
        ConstructorInfo constructor = type.GetConstructors().Single();
        var values = new Dictionary<string, object> { ["T"] = 4, ["_T"] = 4, ["S"] = 4, ["_layers"] = 2, ["k"] = 2, ["name"] = "named" };
        using var module = (Module<Tensor, Tensor>)constructor.Invoke([.. constructor.GetParameters().Select(p => values[p.Name!])]);
        Tensor x = randn(3, 4);

        Tensor found = module.call(x);

        Dictionary<string, ModuleList<Module<Tensor, Tensor>>> lists = module.named_children().ToDictionary(c => c.Item1, c => (ModuleList<Module<Tensor, Tensor>>)c.Item2);
        Tensor expected = x;
        for (int k = 0; k < 3; k++)
        {
            if (k == 1)
                expected = lists["D"][0].call(expected);
            expected = expected - (0.5 * lists["T"][k].call(expected)) + (0.25 * lists["S"][k].call(expected));
        }
        Assert.True((expected - found).abs().max().item<float>() < 1e-6);
    }

    /// <summary>A coefficient may bear the name of any variable that generated code has.</summary>
    [Theory]
    [InlineData("x_<k+1> = x_k - start*T(x_k) + 0.1*sum[i=0..k](j*T(x_i)) + scope*x_<k-1> - TxHistory*S(x_<k-6>)")]
    [InlineData("x_<k+1> = 0.5*x_k - 0.1*unknowns*T(x_<k+1> + given*x_k) - layer*S(x_k)")]
    [InlineData("x_<k+1> = result*x_k - xHistory*relu(argument*x_k - S(x_<k-5>)); out = x_L - x_<L-1>*moved")]
    public void Forward_CoefficientsNamedLikeVariables_EqualsTheSameWithOtherNames(string text)
    {
        string[] names = ["start", "j", "scope", "TxHistory", "unknowns", "given", "layer", "result", "xHistory", "argument", "moved"];
        string plain = names.Select((name, i) => (name, i)).Aggregate(
            text, (t, n) => System.Text.RegularExpressions.Regex.Replace(t, $@"\b{n.name}\*|\*{n.name}\b", m => m.Value.Replace(n.name, Other(n.i), StringComparison.Ordinal)));
        Assembly assembly = RandomNetworkRun.Compile(Declare("Nasty", text, names) + Declare("Plain", plain, [.. names.Select((_, i) => Other(i))]));
        using DisposeScope scope = NewDisposeScope();
        using var nasty = (Module<Tensor, Tensor>)Activator.CreateInstance(assembly.GetType("Nasty")!, 3, "nasty")!;
        using var other = (Module<Tensor, Tensor>)Activator.CreateInstance(assembly.GetType("Plain")!, 3, "plain")!;
        other.load_state_dict(nasty.state_dict());
        Tensor x = randn(2, 3);

        Assert.True(nasty.call(x).Equals(other.call(x)));
    }

    private static string Other(int number) => "q" + (char)('a' + number);

    private static string Declare(string name, string text, string[] coefficients) => $$"""
        [Stage(Layers = 2)] [Stage(Layers = 3)]
        [Update("{{text}}")]
        public partial class {{name}}
        {
            {{string.Concat(coefficients.Where(c => text.Contains(c + "*", StringComparison.Ordinal) || text.Contains("*" + c, StringComparison.Ordinal)).Select((c, i) => $"private const double {c} = 0.{i + 1};\n    "))}}
            private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
            private static Module<Tensor, Tensor> S(int k, int width) => Linear(width, width);
        }

        """;
}
