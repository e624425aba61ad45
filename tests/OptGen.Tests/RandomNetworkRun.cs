using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.FixedPoint;
using OptGen.Generators;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Declares, generates, compiles and runs random networks, and holds each against the interpreter.</summary>
internal static class RandomNetworkRun
{
    private const int Width = 3;

    /// <summary>Asserts equal values and equal gradients of the input and of every parameter.</summary>
    public static void AssertAllEqualInterpreter(IReadOnlyList<(RandomNetwork Network, Recurrence Recurrence)> networks)
    {
        Assembly assembly = CompileAll([.. networks.Select(n => n.Network)]);
        var failures = new List<string>();
        for (int i = 0; i < networks.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            string? failure;
            try
            {
                failure = Compare(assembly.GetType(ClassName(i))!, networks[i].Network, networks[i].Recurrence);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                failure = exception.GetBaseException().ToString();
            }

            if (failure is not null)
                failures.Add($"{networks[i].Network.Text.ReplaceLineEndings("; ")} ({networks[i].Network.Layers} layers, stages: {networks[i].Network.HasStages}): {failure}");
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    /// <summary>A recurrence without factories has a constructor that asks for no width.</summary>
    public static Module<Tensor, Tensor> Make(Type type) => (Module<Tensor, Tensor>)MakeAny(type);

    /// <summary>The same of a network that may return several tensors.</summary>
    public static torch.nn.Module MakeAny(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().Single();
        object[] arguments = constructor.GetParameters().Length == 2 ? [Width, type.Name] : [type.Name];
        return (torch.nn.Module)constructor.Invoke(arguments);
    }

    public static string ClassName(int number) => $"Random{number}";

    /// <summary>Generates and compiles declarations, with the usual namespaces in scope.</summary>
    public static Assembly Compile(string declarations, Func<Diagnostic, string>? describe = null)
    {
        const string Usings = """
            using OptGen;
            using OptGen.Blocks;
            using TorchSharp;
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            """;
        var parseOptions = new CSharpParseOptions(LanguageVersion.CSharp13);
        string[] trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "RandomNetworks",
            [CSharpSyntaxTree.ParseText(Usings + declarations, parseOptions)],
            trusted.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        using var image = new MemoryStream();
        var result = generated.Emit(image);
        var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10);
        Assert.True(result.Success, string.Join(Environment.NewLine, errors.Select(describe ?? (d => d.ToString()))));
        image.Position = 0;
        return new AssemblyLoadContext("RandomNetworks", isCollectible: false).LoadFromStream(image);
    }

    /// <summary>Compiles all networks, each under the name of its number.</summary>
    public static Assembly CompileAll(List<RandomNetwork> networks, bool handOutIterates = false) =>
        Compile(string.Concat(networks.Select((n, i) => n.Declare(ClassName(i), handOutIterates) + Environment.NewLine)), d => Describe(d, networks));

    private static string Describe(Diagnostic diagnostic, List<RandomNetwork> networks)
    {
        string file = Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? "");
        int number = networks.FindIndex(n => file == ClassName(networks.IndexOf(n)) + ".g.cs");
        return $"{diagnostic} {(number < 0 ? "" : networks[number].Text.ReplaceLineEndings("; "))}";
    }

    /// <summary>What differs between a generated module and the interpreter; null when nothing does.</summary>
    public static string? Compare(Type type, RandomNetwork network, Recurrence recurrence)
    {
        using Module<Tensor, Tensor> module = Make(type);
        module.to(float64);
        var solves = (ImplicitSolve?)module.GetType().GetProperty("Implicit")?.GetValue(module);
        if (solves is null == recurrence.IsImplicit)
            return "only one side solves anything";
        solves?.Options = ImplicitModuleTests.Exact(ImplicitModuleTests.ExactAdjoint);
        InterpreterBindings bindings = Bind(module, network, recurrence);
        try
        {
            // Where a solve begins has no gradient at its solution, and one that vanishes through all iterations.
            SameNetwork.Verify(
                module, x => module.call(x[0]), x => recurrence.Run(bindings, network.Layers, x[0]), [randn([2, Width], dtype: float64)],
                solves is null ? Comparison.Exact : Comparison.ExactOrMissing);
            return null;
        }
        catch (CheckFailedException failure)
        {
            return failure.Message;
        }
    }

    internal static InterpreterBindings Bind(torch.nn.Module module, RandomNetwork network, Recurrence recurrence)
    {
        var bindings = new InterpreterBindings { Implicit = ImplicitModuleTests.Exact(new UnrolledAdjoint()) };
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
                "n" => tensor(2.0, dtype: float64),
                "f" => tensor(0.25, dtype: float64),
                _ when RandomNetwork.LikeLocals.Contains(name) => tensor(0.25, dtype: float64),
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
