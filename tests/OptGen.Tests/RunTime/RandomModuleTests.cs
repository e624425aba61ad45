using System.Reflection;
using System.Text.RegularExpressions;
using FsCheck;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.RunTime;

/// <summary>Random recurrences as modules made at run time, against the classes that are generated of them.</summary>
public sealed class RandomModuleTests
{
    private const int Width = 3;

    /// <remarks>f is a readonly member, which a class holds where it writes a constant out; a number of bindings is as a constant. Sums with it may differ in their last bit.</remarks>
    [Fact]
    public void ToModule_RandomRecurrences_HaveTheBitsOfGeneratedModules() =>
        AssertSameBits(RandomRecurrenceTests.Sample(RandomNetwork.Generator, RandomCases.Of(1_000), new Rnd(20240327), isImplicit: false)
            .FindAll(n => !n.Network.Text.Contains("f*", StringComparison.Ordinal)));

    [Fact]
    public void ToModule_RandomImplicitRecurrences_HaveTheBitsOfGeneratedModules() =>
        AssertSameBits(
            [.. RandomRecurrenceTests.Sample(RandomImplicitNetwork.Layered, RandomCases.Of(200), new Rnd(20240328), isImplicit: true), .. RandomRecurrenceTests.Sample(RandomImplicitNetwork.Equilibrium, 10, new Rnd(20240329), isImplicit: true)]);

    /// <summary>What a class says that declares a random network.</summary>
    internal static RecurrenceBindings Bind(RandomNetwork network)
    {
        RecurrenceBindings bindings = new() { Layers = network.IsEquilibrium || network.HasStages ? null : network.Layers };
        foreach (string name in new[] { "T", "S" }.Where(n => Reads($@"\b{n}(_(k|<[^>]*>))?\(")))
            bindings.Operator(name, _ => Make());
        foreach (string name in new[] { "R", "stem", "head" }.Where(n => Reads($@"\b{n}\(")))
            bindings.Operator(name, Make());
        foreach ((string name, double value) in new[] { ("a", 0.3), ("n", 2), ("f", 0.25), ("start", 0.25), ("scope", 0.25), ("xNext", 0.25) }.Where(c => Reads($@"\b{c.Item1}\b")))
            bindings.Coefficient(name, value);
        if (Reads(@"\bw_"))
            bindings.Coefficient("w", k => 1.0 / (k + 2));
        if (Reads(@"\bh_<"))
            bindings.Coefficient("h", (k, j) => 0.1 / (1 + k + j));
        if (Reads(@"\bc_"))
            bindings.Learned("c", 0.2, perLayer: true);
        if (Reads(@"\bg\b"))
            bindings.Learned("g", 0.4, minimum: 0, maximum: 1);
        if (network.HasStages)
            bindings.Stage(1).Stage(network.Layers - 2).Stage(1, StageHistory.Project).Transition(_ => Make());
        return bindings;

        bool Reads(string pattern) => Regex.IsMatch(network.Text, pattern);

        static Module<Tensor, Tensor> Make() => Sequential(Linear(Width, Width), Tanh());
    }

    /// <summary>The recurrence as the class reads it.</summary>
    internal static Recurrence Parse(RandomNetwork network) => Recurrence.Parse(network.Text, new RecurrenceOptions { Inputs = network.NamesInput ? ["u"] : null });

    private static void AssertSameBits(List<(RandomNetwork Network, Recurrence Recurrence)> networks)
    {
        Assembly assembly = RandomNetworkRun.CompileAll([.. networks.Select(n => n.Network)]);
        var failures = new List<string>();
        for (int i = 0; i < networks.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            try
            {
                using Module<Tensor, Tensor> generated = RandomNetworkRun.Make(assembly.GetType(RandomNetworkRun.ClassName(i))!);
                generated.to(float64);
                using Module<Tensor, Tensor> module = GalleryBindings.Copy(generated, Parse(networks[i].Network), Bind(networks[i].Network));
                RecurrenceModuleTests.Settle(generated, module);
                RecurrenceModuleTests.AssertSameBits(generated, module, randn([2, Width], dtype: float64));
            }
            catch (Exception exception)
            {
                failures.Add($"{networks[i].Network.Text.ReplaceLineEndings("; ")} ({networks[i].Network.Layers} layers, stages: {networks[i].Network.HasStages}): {exception.GetBaseException().Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Take(20).Prepend($"{failures.Count} of {networks.Count} differ:")));
    }
}
