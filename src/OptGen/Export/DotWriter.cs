using System.Globalization;
using System.Text;

namespace OptGen.Export;

/// <summary>Writes a wiring in the language of Graphviz.</summary>
internal static class DotWriter
{
    public static string Write(WiringGraph graph)
    {
        var text = new StringBuilder("digraph wiring {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n");
        foreach ((string? title, int layer, IReadOnlyList<WiringNode> nodes) in WiringText.Groups(graph))
        {
            string indent = title is null ? "  " : "    ";
            if (title is not null)
                text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{layer} {{\n    label=\"{title}\";\n    color=gray;\n");
            foreach (WiringNode node in nodes)
                text.Append(CultureInfo.InvariantCulture, $"{indent}{WiringText.Id(node)} [label=\"{Escape(WiringText.Label(node))}\", shape={Shape(node)}];\n");
            if (title is not null)
                text.Append("  }\n");
        }
        foreach (WiringEdge edge in graph.Edges)
        {
            string[] settings = [.. edge.Label.Length == 0 ? [] : new[] { $"label=\"{Escape(edge.Label)}\"" }, .. edge.IsHistory ? new[] { "style=dashed" } : []];
            text.Append(CultureInfo.InvariantCulture, $"  {WiringText.Id(edge.From)} -> {WiringText.Id(edge.To)}{(settings.Length == 0 ? "" : $" [{string.Join(", ", settings)}]")};\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Shape(WiringNode node) => node.Kind switch
    {
        WiringKind.Application => "box",
        WiringKind.Iterate when node.IsSolved => "doublecircle",
        WiringKind.Iterate => "circle",
        _ => "plain"
    };

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
