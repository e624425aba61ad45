using System.Globalization;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using OptGen.FixedPoint;
using OptGen.Tests.RunTime;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>
/// Values and gradients of random recurrences and of the gallery, as an emitter gave them that the interpreter agreed with. The file stands between
/// what is emitted now and every change of the parts that emitter and interpreter share. With OPTGEN_FREEZE=1 in the environment it is written anew.
/// </summary>
public sealed class FrozenNetworkTests
{
    private const int Width = 3;

    /// <summary>All of them take minutes; one in ten is run where OPTGEN_LONG does not ask for all.</summary>
    private static int Stride => RandomCases.Long ? 1 : 10;

    [Fact]
    public void Forward_FrozenRecurrences_HasTheFrozenValuesAndGradients()
    {
        if (Environment.GetEnvironmentVariable("OPTGEN_FREEZE") == "1")
            Freeze();
        string[] lines = [.. File.ReadLines(FileOf("networks.txt")).Where((_, i) => i % Stride == 0)];
        Assert.True(lines.Length >= 200);
        var cases = lines.Select(l => l.Split('|')).ToList();
        Assembly assembly = RandomNetworkRun.CompileAll([.. cases.Select(c => Read(c[0], c[1], c[2]))]);
        var failures = new List<string>();
        for (int i = 0; i < cases.Count; i++)
        {
            double[] found = Project(RandomNetworkRun.Make(assembly.GetType(RandomNetworkRun.ClassName(i))!));
            double[] frozen = [.. cases[i][3].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
            if (!AreClose(frozen, found))
                failures.Add($"{lines[i]}: found {Write(found)}");
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Take(20).Prepend($"{failures.Count} differ:")));
    }

    /// <summary>The same recurrences as modules that are made at run time, of which nothing is compiled.</summary>
    [Fact]
    public void ToModule_FrozenRecurrences_HasTheFrozenValuesAndGradients()
    {
        var failures = new List<string>();
        foreach (string line in File.ReadLines(FileOf("networks.txt")).Where((_, i) => i % Stride == 0))
        {
            string[] parts = line.Split('|');
            RandomNetwork network = Read(parts[0], parts[1], parts[2]);
            double[] frozen = [.. parts[3].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
            double[] found = Project(RandomModuleTests.Parse(network).ToModule(RandomModuleTests.Bind(network)));
            if (!AreClose(frozen, found))
                failures.Add($"{line}: found {Write(found)}");
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Take(20).Prepend($"{failures.Count} differ:")));
    }

    [Fact]
    public void Forward_Gallery_HasTheFrozenValuesAndGradients()
    {
        if (Environment.GetEnvironmentVariable("OPTGEN_FREEZE") == "1")
            File.WriteAllLines(FileOf("gallery.txt"), GeneratedModuleTests.Names.Select(n => $"{n}|{Write(Project(GeneratedModuleTests.Make(n).Module, GeneratedModuleTests.Width))}"));

        foreach (string[] line in File.ReadLines(FileOf("gallery.txt")).Select(l => l.Split('|')))
        {
            double[] frozen = [.. line[1].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
            double[] found = Project(GeneratedModuleTests.Make(line[0]).Module, GeneratedModuleTests.Width);
            Assert.True(AreClose(frozen, found), $"{line[0]}: frozen {line[1]}, found {Write(found)}");
        }
    }

    private static bool AreClose(double[] expected, double[] found) =>
        expected.Zip(found).All(p => Math.Abs(p.First - p.Second) <= 1e-10 * Math.Max(1, Math.Abs(p.First)));

    private static string Write(double[] numbers) => string.Join(' ', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));

    private static string FileOf(string name) => Path.Combine(
        typeof(FrozenNetworkTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!, "Frozen", name);

    private static RandomNetwork Read(string text, string layers, string stages) =>
        new(text.Replace("; ", "\n", StringComparison.Ordinal) + "\n", int.Parse(layers, CultureInfo.InvariantCulture), stages == "staged");

    private static void Freeze()
    {
        var networks = RandomRecurrenceTests.Sample(RandomNetwork.Generator, 1750, new Rnd(20240401), isImplicit: false)
            .Concat(RandomRecurrenceTests.Sample(RandomImplicitNetwork.Layered, 200, new Rnd(20240402), isImplicit: true))
            .Concat(RandomRecurrenceTests.Sample(RandomImplicitNetwork.Equilibrium, 100, new Rnd(20240403), isImplicit: true)).ToList();
        Assembly assembly = RandomNetworkRun.CompileAll([.. networks.Select(n => n.Network)]);
        var lines = new List<string>();
        for (int i = 0; i < networks.Count; i++)
        {
            RandomNetwork network = networks[i].Network;
            Type type = assembly.GetType(RandomNetworkRun.ClassName(i))!;
            using DisposeScope scope = NewDisposeScope();
            if (RandomNetworkRun.Compare(type, network, networks[i].Recurrence) is null)
            {
                string text = network.Text.TrimEnd('\n').Replace("\n", "; ", StringComparison.Ordinal);
                lines.Add($"{text}|{network.Layers}|{(network.HasStages ? "staged" : "plain")}|{Write(Project(RandomNetworkRun.Make(type)))}");
            }
        }

        File.WriteAllLines(FileOf("networks.txt"), lines);
    }

    /// <summary>Three numbers: of the value, of the input's gradient and of all parameters' gradients, each weighted so that no two elements can change places.</summary>
    private static double[] Project(Module<Tensor, Tensor> module, int width = Width)
    {
        using DisposeScope scope = NewDisposeScope();
        module.to(float64);
        if (((module as IRecurrenceModule)?.Implicit ?? module.GetType().GetProperty("Implicit")?.GetValue(module)) is ImplicitSolve solves)
            solves.Options = ImplicitModuleTests.Exact(ImplicitModuleTests.ExactAdjoint);
        var parameters = module.parameters().ToList();
        using (no_grad())
        {
            for (int i = 0; i < parameters.Count; i++)
                parameters[i].copy_(Waves(parameters[i].shape, 0.7, i).mul(0.5));
        }

        Tensor input = Waves([2, width], 1.3, 0.4).requires_grad_();
        Tensor value = module.call(input);
        IList<Tensor> gradients = autograd.grad([(value * Waves(value.shape, 0.9, 0.2)).sum()], [input, .. parameters], allow_unused: true);
        double ofParameters = gradients.Skip(1).Select((g, i) => Math.Cos(i + 1) * Weigh(g)).Sum();
        double[] numbers = [Weigh(value), Weigh(gradients[0]), ofParameters];
        module.Dispose();
        return numbers;
    }

    private static double Weigh(Tensor tensor) => tensor.IsInvalid ? 0 : (tensor.detach() * Waves(tensor.shape, 0.8, 1.1)).sum().item<double>();

    private static Tensor Waves(long[] shape, double step, double start) =>
        torch.sin(arange(shape.Aggregate(1L, (a, b) => a * b), dtype: float64) * step + start).reshape(shape);
}
