using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Examples.Tests;

/// <summary>The code of docs/implicit.md is what is compiled here, and does what the page says.</summary>
public sealed class ImplicitPageTests
{
    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string project = typeof(ImplicitPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string compiled = Unindented(File.ReadAllText(Path.Combine(project, "ImplicitPageExamples.cs")));
        string page = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "implicit.md"));

        string[] shown = Regex.Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value)).ToArray();

        Assert.Equal(8, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_Network_IsSolvedAndLearns()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using var net = new EquilibriumNetwork(width: 16);
        Tensor u = randn(8, 16), labels = arange(8);

        Assert.Equal(SolveStatus.Converged, ImplicitPageExamples.Report(net, u).Status);
        ImplicitPageExamples.SetSolver(net);
        using var optimizer = optim.Adam(net.parameters(), 1e-2);
        float first = ImplicitPageExamples.Step(net, u, labels, optimizer).item<float>(), last = first;
        for (int step = 0; step < 20; step++)
            last = ImplicitPageExamples.Step(net, u, labels, optimizer).item<float>();

        Assert.True(last < first / 2, $"The loss was {first} and is {last}.");
        Assert.Equal(20, Assert.IsType<AndersonSolver>(net.Implicit.Options.Solver).Memory);
    }

    [Fact]
    public void Page_OwnSolver_Solves()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        manual_seed(2);
        using var net = new EquilibriumNetwork(width: 16);
        net.Implicit.Options = net.Implicit.Options with { Solver = new PatientSolver() };

        Assert.Equal(SolveStatus.Converged, ImplicitPageExamples.Report(net, randn(8, 16)).Status);
    }

    [Fact]
    public void Page_Bounds_AreKept()
    {
        foreach (nn.Module<Tensor, Tensor> module in ImplicitPageExamples.Bounds())
        {
            using (module)
                Assert.Equal(0.9, Assert.IsType<IBoundedModule>(module, exactMatch: false).LipschitzBound);
        }
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
