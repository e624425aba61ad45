using OptGen.Blocks;
using OptGen.Drafting;
using OptGen.FixedPoint;
using OptGen.Training.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Export.PyTorch;

/// <summary>PyTorch modules that are written of a recurrence alone compute what the recurrence does, once they are given operators.</summary>
[Collection("default generator")]
public sealed class PyTorchDraftTests
{
    [FactWithPythonTorch]
    public void Drafts_GivenOperators_ComputeTheSame()
    {
        manual_seed(21);
        using var oracle = new PythonOracle();
        var coefficients = new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal) { ["a"] = DraftCoefficient.Number(0.25), ["b"] = DraftCoefficient.Trained(0.5, 0, 1) };
        RecurrenceBindings Bindings(int layers) => new() { Layers = layers };

        Add(oracle, "momentum", "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", 5, coefficients, $"T={Linears(5)}",
            Bindings(5).Coefficient("a", 0.25).Learned("b", 0.5, minimum: 0, maximum: 1).Operator("T", _ => Linear(4, 4)));
        Add(oracle, "layers", "x_<k+1> = x_k - c_<k+1>*T(x_k)", 3, null, $"T={Linears(3)}",
            Bindings(3).Learned("c", 0.5, perLayer: true).Operator("T", _ => Linear(4, 4)));
        Add(oracle, "pairs", "y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))", 4, null, $"T={Linears(4)}",
            Bindings(4).Learned("h", 0.5, perPair: true).Operator("T", _ => Linear(4, 4)));
        Add(oracle, "implicit", "x_<k+1> = x_k - 0.1*(T(x_<k+1>) + T(x_k))", 2, null, $"T={Linears(3)}",
            new RecurrenceBindings { Layers = 2, Implicit = new SolveOptions() }.Operator("T", _ => Linear(4, 4)));
        Add(oracle, "equilibrium", "z_0 = S(u); z = 0.1*tanh(W(z)) + S(u)", 1, null, "S=nn.Linear(4, 4), W=nn.Linear(4, 4)",
            new RecurrenceBindings().Operator("W", Linear(4, 4)).Operator("S", Linear(4, 4)));
        Add(oracle, "adjoint", "x_<k+1> = prox[s](x_k - 0.25*K^T(K(x_k) - S(x_k)))", 2, new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal) { ["s"] = DraftCoefficient.Number(0.5) },
            "S=[nn.Linear(4, 4) for _ in range(2)], K=type('K', (nn.Linear,), {'adjoint': lambda self, y: y @ self.weight})(4, 4, bias=False), prox=lambda x, s: x / (1 + s)",
            Bindings(2).Coefficient("s", 0.5).Operator("K", new LinearMap(4, 4)).Operator("S", _ => Linear(4, 4)).Function("prox", (Tensor x, double s) => x / (1 + s)));
        Assert.Empty(oracle.Differences());
    }

    private static string Linears(int count) => $"[nn.Linear(4, 4) for _ in range({count})]";

    private static void Add(PythonOracle oracle, string name, string text, int layers, Dictionary<string, DraftCoefficient>? coefficients, string arguments, RecurrenceBindings bindings)
    {
        var options = new DraftOptions { Layers = layers };
        var draft = Draft.Read(text, coefficients is null ? options : options with { Coefficients = coefficients });
        Module<Tensor, Tensor> network = Recurrence.Parse(text).ToModule(bindings);
        oracle.Add(new PythonCase(name, network, [randn([3, 4], dtype: float64)], x => network.call(x[0]), $"MyNetwork({arguments})") { Text = draft.ToPyTorch() });
    }
}
