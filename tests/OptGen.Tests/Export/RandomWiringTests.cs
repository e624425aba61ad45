using System.Xml.Linq;
using FsCheck;
using OptGen.FixedPoint;
using OptGen.Wiring;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.Export;

/// <summary>Pictures of random recurrences: the network computed from the arrows alone has the value that the interpreter gives, and every writer can write it.</summary>
public sealed class RandomWiringTests
{
    [Fact]
    public void Wiring_OfRandomRecurrences_HasTheInterpretersValue() =>
        AssertSame(RandomRecurrenceTests.Sample(RandomNetwork.Generator, RandomCases.Of(3_000), new Rnd(20240401), isImplicit: false), 1e-11);

    [Fact]
    public void Wiring_OfRandomImplicitRecurrences_HasTheInterpretersValue() =>
        AssertSame(
            [.. RandomRecurrenceTests.Sample(RandomImplicitNetwork.Layered, RandomCases.Of(300), new Rnd(20240402), isImplicit: true), .. RandomRecurrenceTests.Sample(RandomImplicitNetwork.Equilibrium, 20, new Rnd(20240403), isImplicit: true)], 1e-9);

    private static void AssertSame(List<(RandomNetwork Network, Recurrence Recurrence)> networks, double tolerance)
    {
        using IDisposable off = no_grad();
        var failures = new List<string>();
        foreach ((RandomNetwork network, Recurrence recurrence) in networks)
        {
            using DisposeScope scope = NewDisposeScope();
            try
            {
                InterpreterBindings bindings = Bind(recurrence);
                Tensor input = randn([2, 3], dtype: float64);
                int layers = network.IsEquilibrium ? 1 : network.Layers;

                Tensor found = new GraphRun(WiringTests.Unroll(recurrence, layers), bindings, name => recurrence.FirstModule(name, layers), recurrence.PlanOf(layers, []).Scalars).Run([input]);

                double difference = (found - recurrence.Run(bindings, layers, input)).abs().max().item<double>();
                if (!(difference <= tolerance))
                    failures.Add($"{network.Text.ReplaceLineEndings("; ")} ({layers} layers): {difference:G3}");
                XDocument.Parse(recurrence.WiringSvg(layers));
                Assert.NotEmpty(recurrence.ToDot(layers) + recurrence.ToMermaid(layers) + recurrence.ToLatex());
            }
            catch (Exception exception)
            {
                failures.Add($"{network.Text.ReplaceLineEndings("; ")}: {exception.GetBaseException().Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Take(20).Prepend($"{failures.Count} of {networks.Count} differ:")));
    }

    /// <summary>Operators and coefficients that are told apart by name and index.</summary>
    private static InterpreterBindings Bind(Recurrence recurrence)
    {
        var bindings = new InterpreterBindings { Implicit = ImplicitModuleTests.Exact(new UnrolledAdjoint()) };
        foreach (string name in recurrence.Operators)
            bindings.Operators[name] = (k, x) => x[0].Times(0.5 + (0.05 * k)).Plus(Comparison.Number(name[0] / 300.0)).tanh();
        // One without index is asked for the number of the layer, and is the same in all of them.
        foreach (CoefficientPlan coefficient in recurrence.Plan.Coefficients)
            bindings.Coefficients[coefficient.Name] = at => Comparison.Number(0.3 + (coefficient.Name[0] / 1000.0) + (coefficient.IndexCount == 0 ? 0 : 0.02 * at.Sum()));
        return bindings;
    }
}
