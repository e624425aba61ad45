using System.Reflection;
using Microsoft.CodeAnalysis;
using OptGen.Benchmarks.Harness;
using OptGen.Generators;
using TorchSharp;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// The generator in an editor's hands: its first run over many classes, and what a keystroke costs then. The .NET SDK's own generator of
/// regular expressions does the same with as many patterns, and a generator that binds nothing shows what Roslyn itself takes.
/// </summary>
internal static class GeneratorSuite
{
    private const int Count = 1000;

    private static readonly string[] Recurrences =
    [
        "x_<k+1> = x_k - 0.{0}*T(x_k)",
        "x_<k+1> = x_k + a*(x_k - x_<k-1>) - 0.{0}*T(x_k)",
        "y_k = x_k + (k/(k+3))*(x_k - x_<k-1>); x_<k+1> = y_k - 0.{0}*T(y_k)",
        "v_<k+1> = a*v_k + (1-a)*T(x_k); x_<k+1> = x_k + 0.{0}*v_<k+1>"
    ];

    private static readonly string[] Patterns =
    [
        "^[a-z]{{2,{0}}}$",
        @"(\d+)-(\w+){0}",
        "(?:one|two|three){0}+",
        @"\b[A-Z]\w*{0}\b"
    ];

    public static Suite Create()
    {
        var references = References();
        var ours = Networks(Count);
        var regex = new CompilationSeries(RegexGenerator(), references, Count, RegexSource);
        var empty = new CompilationSeries(() => new EmptyGenerator(), references, Count, NetworkSource);
        List<Case> cases =
        [
            new("first run, 1,000 classes: per class", "ms", 0.5, ours.FirstRun) { Once = true, Pairs = 15, Items = Count },
            new("first run, per item: classes against patterns of the Regex generator", "ms", 1, ours.FirstRun, regex.FirstRun)
                { Once = true, Pairs = 9, Items = Count, TheirItems = Count },
            new("first run, per class: against Roslyn with an empty transform", "ms", null, ours.FirstRun, empty.FirstRun)
                { Once = true, Pairs = 9, Items = Count, TheirItems = Count },
            new("unrelated edit: against the Regex generator", "ms", null, ours.UnrelatedEdit, regex.UnrelatedEdit) { Once = true, Pairs = 15 },
            new("unrelated edit: against an empty transform", "ms", 2.5, ours.UnrelatedEdit, empty.UnrelatedEdit) { Once = true, Pairs = 15 },
            new("unrelated edit, 1,000 classes", "ms", null, ours.UnrelatedEdit),
            new("one edited: against the Regex generator", "ms", null, ours.EditOfOne, regex.EditOfOne) { Once = true, Pairs = 15 },
            new("one edited: against an empty transform", "ms", 2.5, ours.EditOfOne, empty.EditOfOne) { Once = true, Pairs = 15 },
            new("one recurrence edited, 1,000 classes", "ms", null, ours.EditOfOne)
        ];
        foreach (var (count, pairs) in (ReadOnlySpan<(int, int)>)[(10, 31), (100, 15), (10_000, 3)])
        {
            cases.Add(new Case($"first run, {count:N0} classes: per class, against 1,000", "ms", count > Count ? 1.1 : null, Networks(count).FirstRun, ours.FirstRun)
                { Once = true, Pairs = pairs, Items = count, TheirItems = Count });
        }

        return new Suite(
            "generator",
            Machine.Describe($"Roslyn {typeof(Compilation).Assembly.GetName().Version}", "theirs: the .NET SDK's Regex generator, or Roslyn with an empty transform"),
            cases);

        CompilationSeries Networks(int count) => new(() => new NetworkGenerator(), references, count, NetworkSource);
    }

    private static string NetworkSource(int number, int edit) => $$"""
        using OptGen;
        using TorchSharp;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace Benchmark;

        [Update("{{string.Format(Recurrences[number % Recurrences.Length], $"{number + 1}{edit:0000}1")}}", Layers = 5)]
        public partial class Network{{number}}
        {
            private const double a = 0.5;

            private static Module<Tensor, Tensor> T(int k, int width) => Sequential(Linear(width, width), ReLU());
        }
        """;

    private static string RegexSource(int number, int edit) => $$"""
        using System.Text.RegularExpressions;

        namespace Benchmark;

        public static partial class Patterns{{number}}
        {
            [GeneratedRegex(@"{{string.Format(Patterns[number % Patterns.Length], 100 + number + edit)}}")]
            private static partial Regex Pattern();
        }
        """;

    private static MetadataReference[] References()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal));
        return [.. platform.Append(typeof(UpdateAttribute).Assembly.Location).Append(typeof(torch).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path))];
    }

    /// <summary>The generator that comes with the SDK whose runtime this is.</summary>
    private static Func<IIncrementalGenerator> RegexGenerator()
    {
        const string file = "System.Text.RegularExpressions.Generator.dll";
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.GetFullPath(Path.Combine(runtime, "../../../packs/Microsoft.NETCore.App.Ref"));
        var path = Directory.Exists(packs)
            ? Directory.EnumerateFiles(packs, file, SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (path is null)
            throw new BenchmarkException($"There is no {file} under '{packs}', which the other side of this suite is; install a .NET SDK there.");
        // By name: the assembly's code fixes refer to an editor's libraries, which are not here.
        var type = Assembly.LoadFrom(path).GetType("System.Text.RegularExpressions.Generator.RegexGenerator", throwOnError: true)!;
        return () => (IIncrementalGenerator)Activator.CreateInstance(type)!;
    }

    /// <summary>Finds the annotated classes the way Roslyn offers for it, and writes a file of two words for each.</summary>
    private sealed class EmptyGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            var names = context.SyntaxProvider.ForAttributeWithMetadataName(
                typeof(UpdateAttribute).FullName!, (_, _) => true, (found, _) => found.TargetSymbol.Name);
            context.RegisterSourceOutput(names, (production, name) => production.AddSource(name + ".g.cs", "// empty"));
        }
    }
}
