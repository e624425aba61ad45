using System.Globalization;

namespace OptGen.Export;

/// <summary>What the languages of graphs share: names of nodes, and the layers as groups.</summary>
internal static class WiringText
{
    public static string Id(WiringNode node) => "n" + node.Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The groups that nodes are drawn in: one for each layer that computes something, and null for what stands outside of layers.</summary>
    public static IEnumerable<(string? Title, int Layer, IReadOnlyList<WiringNode> Nodes)> Groups(WiringGraph graph) => graph.Nodes.GroupBy(n => n.Layer)
        .OrderBy(g => g.Key).Select(g => (g.Key >= 0 && g.Key < graph.Layers && !graph.IsEquilibrium ? $"layer {g.Key.ToString(CultureInfo.InvariantCulture)}" : null, g.Key, (IReadOnlyList<WiringNode>)[.. g]));

    /// <summary>What a node shows.</summary>
    public static string Label(WiringNode node) => node.IsZero ? node.Label + " = 0" : node.Label;
}
