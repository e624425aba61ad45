using System.Globalization;
using System.Text;

namespace OptGen.Export;

/// <summary>Writes a wiring as a flowchart of Mermaid.</summary>
internal static class MermaidWriter
{
    public static string Write(WiringGraph graph)
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach ((string? title, int layer, IReadOnlyList<WiringNode> nodes) in WiringText.Groups(graph))
        {
            string indent = title is null ? "  " : "    ";
            if (title is not null)
                text.Append(CultureInfo.InvariantCulture, $"  subgraph layer{layer} [\"{title}\"]\n");
            foreach (WiringNode node in nodes)
                text.Append(CultureInfo.InvariantCulture, $"{indent}{WiringText.Id(node)}{Shape(node)}\n");
            if (title is not null)
                text.Append("  end\n");
        }
        foreach (WiringEdge edge in graph.Edges)
        {
            string arrow = edge.IsHistory ? "-.->" : "-->";
            string label = edge.Label.Length == 0 ? "" : $"|\"{Escape(edge.Label)}\"|";
            text.Append(CultureInfo.InvariantCulture, $"  {WiringText.Id(edge.From)} {arrow}{label} {WiringText.Id(edge.To)}\n");
        }
        return text.ToString();
    }

    private static string Shape(WiringNode node)
    {
        string label = $"\"{Escape(WiringText.Label(node))}\"";
        return node.Kind switch
        {
            WiringKind.Application => $"[{label}]",
            WiringKind.Iterate when node.IsSolved => $"((({label})))",
            WiringKind.Iterate => $"(({label}))",
            _ => $"([{label}])"
        };
    }

    /// <summary>Mermaid takes quotes, ampersands and angles by the numbers of their characters.</summary>
    private static string Escape(string text) => text.Replace("#", "#35;", StringComparison.Ordinal).Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal).Replace(">", "#gt;", StringComparison.Ordinal);
}
