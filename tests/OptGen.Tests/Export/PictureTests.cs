using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using OptGen.Export;

namespace OptGen.Tests.Export;

/// <summary>What pictures of the gallery look like to those who read them: XML, Mermaid, Graphviz.</summary>
public sealed class PictureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>The recurrences of the galleries, with a few that draw something else.</summary>
    public static TheoryData<string> Texts => [.. All.Keys];

    internal static Dictionary<string, Recurrence> All { get; } = new[]
    {
        GradientDescent.Recurrence, HeavyBall.Recurrence, Nesterov.Recurrence, AcceleratedProximalGradient.Recurrence, FullAccelerated.Recurrence, AdamsBashforth.Recurrence,
        LinearizedAlternatingDirections.Recurrence, MomentumNet.Recurrence, LinearMultistep.Recurrence, Extragradient.Recurrence, PrimalDual.Recurrence, LearnedShrinkage.Recurrence,
        LearnedTable.Recurrence, Staged.Recurrence, ProximalPoint.Recurrence, AdamsMoulton.Recurrence, BackwardDifferentiation.Recurrence, ImplicitProximalGradient.Recurrence,
        ImplicitFista.Recurrence, DeepEquilibrium.Recurrence, EquilibriumSystem.Recurrence, ImplicitLadmm.Recurrence, ImplicitPrimalDual.Recurrence, ImplicitStages.Recurrence,
        SolvedTwice.Recurrence, MixedSystem.Recurrence, DualOfOtherShape.Recurrence, Fista.Recurrence, TrainedNumbers.Recurrence, Gated.Recurrence,
        Recurrence.Parse("x_<k+1> = -4*x_k + 5*x_<k-1> + b*(4*T(x_k) + 2*T(x_<k-1>))"),
        Recurrence.Parse("λ_0 = 0.5*x_0; x_<k+1> = x_k + (α^2 + β_k)*min(α, 1)/(k + 2)*λ_k - abs(α)*sqrt(β_k)*tanh(x_k); λ_<k+1> = λ_k - exp(-α)*relu(sum[j=k-2..k](h_<k,j>*x_j)); out = x_L - λ_L/2"),
        Recurrence.Parse("x_<k+1> = x_<k-4> - soft(x_k, s) + pow(a, b)*W^T(W(x_k)) - (-a)*T_k(T(x_k))*2*3")
    }.ToDictionary(r => r.Text, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Texts))]
    public void WiringSvg_IsXmlWithEveryNodeAndArrowInsideAndApart(string text)
    {
        Recurrence recurrence = All[text];
        WiringGraph graph = WiringTests.Unroll(recurrence, recurrence.Verdict.Stability == ZeroStability.NotApplicable ? 2 : 4);
        XElement svg = XDocument.Parse(WiringSvg.Write(graph, recurrence.Text)).Root!;

        var layout = new WiringLayout(graph);
        (double width, double height) = (Number(svg, "width"), Number(svg, "height"));
        Assert.Equal(graph.Edges.Count, svg.Elements(s_svg + "path").Count(p => (string?)p.Attribute("class") == "edge"));
        foreach (WiringNode node in graph.Nodes)
            Assert.Contains(svg.Elements(s_svg + "text"), t => t.Value == WiringText.Label(node));
        Assert.Equal(
            graph.Nodes.Count(n => n.Kind == WiringKind.Application), svg.Elements(s_svg + "rect").Count(r => (string?)r.Attribute("fill") == "#dbeafe"));
        foreach (PlacedNode node in layout.Nodes)
        {
            Assert.InRange(node.X, node.HalfWidth, width - node.HalfWidth);
            Assert.InRange(node.Y, WiringLayout.Radius, height - WiringLayout.Radius);
            Assert.DoesNotContain(layout.Nodes, o => o != node && Math.Abs(o.Y - node.Y) < 2 * WiringLayout.Radius && Math.Abs(o.X - node.X) < o.HalfWidth + node.HalfWidth);
        }

        // Columns are in the order of computation, but for what comes back to an unknown.
        Assert.All(graph.Edges.Where(e => e.From.Number < e.To.Number), e => Assert.True(layout.Nodes[e.From.Number].X < layout.Nodes[e.To.Number].X));
        foreach (XElement path in svg.Elements(s_svg + "path").Where(p => (string?)p.Attribute("class") == "edge"))
        {
            foreach (double y in ((string)path.Attribute("d")!).Split(' ').Select(p => double.Parse(p.Split(',')[1], CultureInfo.InvariantCulture)))
                Assert.InRange(y, 0, height);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Mermaid_HasEveryNodeAndArrowOnce(string text)
    {
        Recurrence recurrence = All[text];
        WiringGraph graph = WiringTests.Unroll(recurrence, 2);
        string[] lines = recurrence.ToMermaid(2).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal("flowchart LR", lines[0]);
        Assert.Equal(graph.Edges.Count, lines.Count(l => l.Contains("-->", StringComparison.Ordinal) || l.Contains("-.->", StringComparison.Ordinal)));
        Assert.Equal(lines.Count(l => l.StartsWith("subgraph", StringComparison.Ordinal)), lines.Count(l => l == "end"));
        foreach (WiringNode node in graph.Nodes)
            Assert.Single(lines, l => l.StartsWith($"n{node.Number}[", StringComparison.Ordinal) || l.StartsWith($"n{node.Number}(", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Dot_HasEveryNodeAndArrowOnce(string text)
    {
        Recurrence recurrence = All[text];
        WiringGraph graph = WiringTests.Unroll(recurrence, 2);
        string[] lines = recurrence.ToDot(2).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal(graph.Edges.Count, lines.Count(l => l.Contains(" -> ", StringComparison.Ordinal)));
        Assert.Equal(lines.Count(l => l.EndsWith('{')), lines.Count(l => l == "}"));
        foreach (WiringNode node in graph.Nodes)
            Assert.Single(lines, l => l.StartsWith($"n{node.Number} [", StringComparison.Ordinal));
    }

    [FactWithProgram("dot", "graphviz")]
    public void Dot_OfTheGallery_IsReadByGraphviz()
    {
        foreach (Recurrence recurrence in All.Values)
        {
            using var process = Process.Start(new ProcessStartInfo("dot", ["-Tsvg"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            process.StandardInput.Write(recurrence.ToDot());
            process.StandardInput.Close();
            process.WaitForExit();

            Assert.True(process.ExitCode == 0, $"{recurrence}: {errors.Result}");
            Assert.Contains("<svg", output.Result, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RootsSvg_MarksEachRootOnceAndUnstableOnesRed()
    {
        XElement stable = XDocument.Parse(Recurrence.Parse("x_<k+1> = 1.5*x_k - 0.5*x_<k-1> - T(x_k)").RootsSvg()).Root!;
        XElement unstable = XDocument.Parse(Recurrence.Parse("x_<k+1> = -4*x_k + 5*x_<k-1> + T(x_k)").RootsSvg()).Root!;
        XElement twice = XDocument.Parse(Recurrence.Parse("x_<k+1> = 2*x_k - x_<k-1> - T(x_k)").RootsSvg()).Root!;

        Assert.Equal([("0.5", "#15803d"), ("1", "#15803d")], Roots(stable));
        Assert.Equal([("1", "#15803d"), ("−5", "#b91c1c")], Roots(unstable));
        Assert.Equal([("1", "#b91c1c")], Roots(twice));
        Assert.Contains(twice.Elements(s_svg + "text"), t => t.Value == "1 (2 times)");
        foreach (XElement picture in new[] { stable, unstable, twice })
            Assert.All(picture.Elements(s_svg + "circle"), c => Assert.InRange(Number(c, "cx"), 0, Number(picture, "width")));
    }

    [Fact]
    public void RootsSvg_OfUnknownCoefficients_SaysWhenRootsAreKnown()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Recurrence.Parse("x_<k+1> = c*x_k - T(x_k)").RootsSvg());

        Assert.Contains("where every coefficient of an iterate is a number", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Pictures_OfTooFewOrTooManyLayers_AreRefused(int layers)
    {
        Recurrence recurrence = GradientDescent.Recurrence;

        Assert.Throws<ArgumentOutOfRangeException>(() => recurrence.ToMermaid(layers));
        Assert.Throws<ArgumentOutOfRangeException>(() => recurrence.ToDot(layers));
        Assert.Throws<ArgumentOutOfRangeException>(() => recurrence.WiringSvg(layers));
    }

    private static IEnumerable<(string, string)> Roots(XElement svg) => svg.Elements(s_svg + "circle").Where(c => (string?)c.Attribute("class") == "root")
        .Select(c => (c.Element(s_svg + "title")!.Value, (string)c.Attribute("fill")!)).Order();

    private static double Number(XElement element, string attribute) => double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);
}
