using System.Reflection;
using FsCheck;
using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.RunTime;

/// <summary>Networks that return several tensors: generated, made at run time, against the interpreter.</summary>
public sealed class SeveralResultTests
{
    private const int Width = 3;

    [Fact]
    public void Forward_OfRandomRecurrencesWithTwoResults_EqualsTheInterpreterInClassesAndAtRunTime()
    {
        string[] ends = ["out = (x_L, x_<L-1>)\n", "out = (T(x_L), x_L)\n", "out = (x_L, x_L)\n", "out = (x_L - 0.5*x_<L-1>, head(x_L))\n", "out = (sum[j=0..L](0.1*x_j), x_0)\n", "out = (S(x_L), x_L + S(x_L))\n"];
        List<(RandomNetwork Network, Recurrence Recurrence)> networks =
        [
            .. RandomRecurrenceTests.Sample(RandomNetwork.Generator, RandomCases.Of(600), new Rnd(20240404), isImplicit: false)
                .Where(n => !n.Network.Text.Contains("out =", StringComparison.Ordinal)).Select((n, i) => n.Network with { Text = n.Network.Text + ends[i % ends.Length] })
                .Select(n => Recurrence.TryParse(n.Text, new RecurrenceOptions { Layers = n.Layers, Inputs = n.NamesInput ? ["u"] : null }, out Recurrence? read, out _) ? (n, read!) : (n, null!))
                .Where(n => n.Item2 is not null)
        ];
        Assert.InRange(networks.Count, RandomCases.Of(600) / 8, RandomCases.Of(600));
        Assembly assembly = RandomNetworkRun.CompileAll([.. networks.Select(n => n.Network)]);
        var failures = new List<string>();
        for (int i = 0; i < networks.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            (RandomNetwork network, Recurrence recurrence) = networks[i];
            try
            {
                using var generated = (Module<Tensor, (Tensor, Tensor)>)RandomNetworkRun.MakeAny(assembly.GetType(RandomNetworkRun.ClassName(i))!);
                generated.to(float64);
                using var module = RandomModuleTests.Parse(network).ToModule<Module<Tensor, (Tensor, Tensor)>>(RandomModuleTests.Bind(network));
                module.to(float64);
                module.load_state_dict(generated.state_dict());
                InterpreterBindings bindings = RandomNetworkRun.Bind(generated, network, recurrence);
                Tensor input = randn([2, Width], dtype: float64);
                SameNetwork.Verify(generated, x => Loss(generated.call(x[0])), x => Loss(recurrence.RunAll(bindings, network.Layers, x[0])), [input], Comparison.ExactOrMissing);
                SameNetwork.Verify(module, x => Loss(module.call(x[0])), generated, x => Loss(generated.call(x[0])), [input], Comparison.Exact);
            }
            catch (Exception exception)
            {
                failures.Add($"{network.Text.ReplaceLineEndings("; ")} ({network.Layers} layers, stages: {network.HasStages}): {exception.GetBaseException().Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Take(20).Prepend($"{failures.Count} of {networks.Count} differ:")));
    }

    [Fact]
    public void Forward_OfTheSameTensorAndTheCallers_GivesHandlesOfTheirOwn()
    {
        Recurrence recurrence = Recurrence.Parse("x_<k+1> = 2*x_k; out = (x_L, x_0, x_L)");
        using var module = recurrence.ToModule<Module<Tensor, (Tensor, Tensor, Tensor)>>(new RecurrenceBindings { Layers = 2 });
        using Tensor x = ones(1);
        // The first pass makes what the module holds from then on.
        using (NewDisposeScope())
            module.call(x);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        (Tensor last, Tensor first, Tensor again) = module.call(x);

        Assert.Equal(before + 3, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        last.Dispose();
        first.Dispose();
        Assert.Equal(4f, again.item<float>());
        Assert.False(x.IsInvalid);
        again.Dispose();
    }

    [Fact]
    public void Iterates_OfSeveralResults_HaveThemAll()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = Recurrence.Parse("x_<k+1> = 2*x_k; out = (x_L, x_0 + x_L)").ToModule<Module<Tensor, (Tensor, Tensor)>>(new RecurrenceBindings { Layers = 2 });

        NetworkIterates iterates = ((IRecurrenceModule)module).Iterates(ones(1));

        Assert.Equal([4f, 5f], iterates.Outputs.Select(o => o.item<float>()));
        Assert.Equal([1f, 2f, 4f], iterates["x"].Select(o => o.item<float>()));
    }

    [Fact]
    public void ToModule_OfAnotherNumberOfResults_SaysWhatToWrite()
    {
        Recurrence recurrence = Recurrence.Parse("x_<k+1> = 2*x_k; out = (x_L, x_0)");

        Assert.Equal(
            "The recurrence has 1 input (x) and gives 2 tensors, so its module is a Module<Tensor, (Tensor, Tensor)>; write ToModule<Module<Tensor, (Tensor, Tensor)>>(bindings). (Parameter 'bindings')",
            Assert.Throws<ArgumentException>(() => recurrence.ToModule(new RecurrenceBindings { Layers = 2 })).Message);
        Assert.Equal("x_<k+1> = 2*x_k\nout = (x_L, x_0)", recurrence.Text);
        Assert.Contains("(x_{L}, x_{0})", recurrence.ToLatex(), StringComparison.Ordinal);
    }

    [Fact]
    public void PyTorch_OfSeveralResults_ReturnsATuple()
    {
        using var module = Recurrence.Parse("x_<k+1> = 2*x_k; y_<k+1> = y_k + x_k; out = (x_L, y_L)").ToModule<Module<Tensor, (Tensor, Tensor)>>(new RecurrenceBindings { Layers = 2 });

        string last = PyTorchExport.ToText(module).Split('\n').Last(line => line.Contains("return", StringComparison.Ordinal));

        Assert.Equal("return x, y", last.Trim());
    }

    private static Tensor Loss((Tensor First, Tensor Second) results) => Loss([results.First, results.Second]);

    private static Tensor Loss(List<Tensor> results) => results[0].sin().sum() + (3 * results[1]).tanh().sum();
}
