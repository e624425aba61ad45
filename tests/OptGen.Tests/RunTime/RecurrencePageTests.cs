using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.RunTime;

/// <summary>
/// The code of docs/recurrences.md is what is compiled here and does what the page says; its pictures are those that are drawn now. With OPTGEN_UPDATE=1 in the environment they are
/// written anew.
/// </summary>
public sealed class RecurrencePageTests
{
    private static string Project => typeof(RecurrencePageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;

    private static string Docs => Path.Combine(Project, "..", "..", "docs");

    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string compiled = Unindented(File.ReadAllText(Path.Combine(Project, "RunTime", "RecurrencePageTests.cs")));
        string[] shown = Regex.Matches(File.ReadAllText(Path.Combine(Docs, "recurrences.md")), "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)
            .Select(m => Unindented(m.Groups["code"].Value)).ToArray();

        Assert.Equal(3, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_Module_RunsAndSaysWhatItIs()
    {
        using DisposeScope scope = NewDisposeScope();
        var recurrence = Recurrence.Parse("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)");
        foreach (RecurrenceState state in recurrence.States)
            Console.WriteLine($"{state.Name} keeps {state.Kept}");
        Console.WriteLine(recurrence.Verdict.Text);

        Module<Tensor, Tensor> net = recurrence.ToModule(new RecurrenceBindings { Layers = 12 }
            .Operator("T", k => new TwoLayer(64, 256))
            .Coefficient("a", 0.5)
            .Learned("b", 1.0));

        Assert.Equal([2L, 64L], net.call(randn(2, 64)).shape);
        Assert.Equal(1 + (12 * 4), net.state_dict().Count);
        Assert.Same(recurrence, ((IRecurrenceModule)net).Recurrence);
        net.Dispose();
    }

    [Fact]
    public void Page_PictureOfANetwork_IsWritten()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, HeavyBall.Recurrence.WiringSvg(layers: 3));
            Assert.StartsWith("<svg", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static TheoryData<string> Pictures => [.. s_pictures.Keys];

    private static readonly Dictionary<string, Func<string>> s_pictures = new(StringComparer.Ordinal)
    {
        ["heavy-ball.svg"] = () => HeavyBall.Recurrence.WiringSvg(3),
        ["ladmm.svg"] = () => LinearizedAlternatingDirections.Recurrence.WiringSvg(3),
        ["roots-unstable.svg"] = () => Recurrence.Parse("x_<k+1> = -4*x_k + 5*x_<k-1> + b*(4*T(x_k) + 2*T(x_<k-1>))").RootsSvg()
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Page_Pictures_AreThoseDrawnNow(string picture)
    {
        string file = Path.Combine(Docs, "pictures", picture);
        string drawn = s_pictures[picture]();
        if (Environment.GetEnvironmentVariable("OPTGEN_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, drawn);
        }

        Assert.Contains($"(pictures/{picture})", File.ReadAllText(Path.Combine(Docs, "recurrences.md")), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), drawn);
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
