using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Generators;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Random recurrences, declared, generated, compiled and run, against the interpreter.</summary>
public sealed class RandomRecurrenceTests
{
    private const int Count = 220;
    private const int Width = 3;

    [Fact]
    public void Forward_RandomRecurrences_EqualInterpreterInValueAndEveryGradient()
    {
        List<(RandomNetwork Network, Recurrence Recurrence)> networks = Sample();
        Assembly assembly = Compile(networks.ConvertAll(n => n.Network));
        var failures = new List<string>();
        for (int i = 0; i < networks.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            using Module<Tensor, Tensor> module = Make(assembly.GetType(ClassName(i))!);
            module.to(float64);
            string? failure = Compare(module, networks[i].Network, networks[i].Recurrence);
            if (failure is not null)
                failures.Add($"{networks[i].Network.Text.ReplaceLineEndings("; ")} ({networks[i].Network.Layers} layers, stages: {networks[i].Network.HasStages}): {failure}");
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    /// <summary>A recurrence without factories has a constructor that asks for no width.</summary>
    private static Module<Tensor, Tensor> Make(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().Single();
        object[] arguments = constructor.GetParameters().Length == 2 ? [Width, type.Name] : [type.Name];
        return (Module<Tensor, Tensor>)constructor.Invoke(arguments);
    }

    private static string ClassName(int number) => $"Random{number}";

    private static List<(RandomNetwork Network, Recurrence Recurrence)> Sample()
    {
        var networks = new List<(RandomNetwork, Recurrence)>();
        foreach (RandomNetwork network in RandomNetwork.Generator.Sample(Count * 3, new Rnd(20240325), 20))
        {
            var options = new RecurrenceOptions
            {
                Layers = network.Layers,
                Inputs = network.NamesInput ? ["u"] : null,
                Coefficients = { ["a"] = CoefficientKnowledge.Constant(0.3) }
            };
            // A state that nothing reads, or an operator used in two ways, is refused: that is tested elsewhere.
            if (networks.Count < Count && Recurrence.TryParse(network.Text, options, out Recurrence? recurrence, out _))
                networks.Add((network, recurrence!));
        }

        Assert.Equal(Count, networks.Count);
        return networks;
    }

    private static Assembly Compile(List<RandomNetwork> networks)
    {
        var source = new StringBuilder(
            """
            using OptGen;
            using TorchSharp;
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            """);
        for (int i = 0; i < networks.Count; i++)
            source.AppendLine(networks[i].Declare(ClassName(i)));
        var parseOptions = new CSharpParseOptions(LanguageVersion.CSharp13);
        string[] trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "RandomNetworks",
            [CSharpSyntaxTree.ParseText(source.ToString(), parseOptions)],
            trusted.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        using var image = new MemoryStream();
        var result = generated.Emit(image);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10)));
        image.Position = 0;
        return new AssemblyLoadContext("RandomNetworks", isCollectible: false).LoadFromStream(image);
    }

    private static string? Compare(Module<Tensor, Tensor> module, RandomNetwork network, Recurrence recurrence)
    {
        Tensor input = randn([2, Width], dtype: float64, requires_grad: true);
        List<Tensor> variables = [input, .. module.parameters()];
        Tensor generated = module.call(input);
        Tensor interpreted = recurrence.Run(Bind(module, network, recurrence), network.Layers, input);
        double difference = (generated - interpreted).abs().max().item<double>();
        if (!(difference <= 1e-12))
            return $"values differ by {difference:g3}";
        IList<Tensor> actual = autograd.grad([generated.sum()], variables, allow_unused: true);
        IList<Tensor> expected = autograd.grad([interpreted.sum()], variables, allow_unused: true);
        for (int i = 0; i < variables.Count; i++)
        {
            if (actual[i].IsInvalid != expected[i].IsInvalid)
                return $"gradient {i} is missing on one side";
            if (!actual[i].IsInvalid && !((actual[i] - expected[i]).abs().max().item<double>() <= 1e-12))
                return $"gradient {i} differs by {(actual[i] - expected[i]).abs().max().item<double>():g3}";
        }

        return null;
    }

    private static RecurrenceBindings Bind(Module<Tensor, Tensor> module, RandomNetwork network, Recurrence recurrence)
    {
        var bindings = new RecurrenceBindings();
        foreach ((string name, torch.nn.Module child) in module.named_children())
        {
            int first = recurrence.Operators.Contains(name) ? recurrence.FirstModule(name, network.Layers) : 0;
            bindings.Operators[name] = (number, arguments) =>
                child is ModuleList<Module<Tensor, Tensor>> list ? list[number - first].call(arguments[0]) : ((Module<Tensor, Tensor>)child).call(arguments[0]);
        }

        foreach (string name in recurrence.Coefficients)
        {
            bindings.Coefficients[name] = indices => name switch
            {
                "a" => tensor(0.3, dtype: float64),
                "w" => tensor(1.0 / (indices[0] + 2), dtype: float64),
                "h" => tensor(0.1 / (1 + indices[0] + indices[1]), dtype: float64),
                "c" => module.get_parameter("c")![indices[0]],
                _ => module.get_parameter("g")!.sigmoid()
            };
        }

        if (network.HasStages)
        {
            var transitions = (ModuleList<Module<Tensor, Tensor>>)module.named_children().Single(c => c.Item1 == "D").Item2;
            bindings.Stages.Add(new RecurrenceStage(1, StageHistory.Restart, x => transitions[0].call(x)));
            bindings.Stages.Add(new RecurrenceStage(network.Layers - 1, StageHistory.Project, x => transitions[1].call(x)));
        }

        return bindings;
    }
}
