using System.Globalization;
using System.Text;

namespace OptGen.Export;

/// <summary>Draws a wiring: states as lanes, layers as columns, operators as boxes, history as dashed arrows.</summary>
internal sealed class WiringSvg
{
    private const string Ink = "#1f2933";
    private const string History = "#b45309";

    private readonly StringBuilder _text = new();
    private readonly WiringGraph _graph;
    private readonly WiringLayout _layout;

    private WiringSvg(WiringGraph graph) => (_graph, _layout) = (graph, new WiringLayout(graph));

    public static string Write(WiringGraph graph, string recurrence) => new WiringSvg(graph).Draw(recurrence);

    private string Draw(string recurrence)
    {
        _text.Append(SvgText.Begin(_layout.Width, _layout.Height, recurrence.Replace("\n", "; ", StringComparison.Ordinal)));
        _text.Append("<defs>\n").Append(Arrowhead("arrow", Ink)).Append(Arrowhead("history", History)).Append("</defs>\n");
        DrawLayers();
        DrawLanes();
        foreach (WiringEdge edge in _graph.Edges)
            Draw(edge);
        foreach (PlacedNode node in _layout.Nodes)
            Draw(node);
        return _text.Append(SvgText.End).ToString();
    }

    private static string Arrowhead(string id, string color) =>
        $"<marker id=\"{id}\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0,1 L10,5 L0,9 z\" fill=\"{color}\"/></marker>\n";

    private void DrawLayers()
    {
        (double top, double bottom) = (_layout.Lanes[0].Top, _layout.Lanes[^1].Bottom);
        foreach (PlacedLayer layer in _layout.Layers)
        {
            if (layer.Layer % 2 == 0)
                _text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{SvgText.Number(layer.Left)}\" y=\"{SvgText.Number(top)}\" width=\"{SvgText.Number(layer.Right - layer.Left)}\" height=\"{SvgText.Number(bottom - top)}\" fill=\"#f1f5f9\"/>\n");
            string title = _graph.IsEquilibrium ? "solved" : $"layer {layer.Layer.ToString(CultureInfo.InvariantCulture)}";
            Write(title, (layer.Left + layer.Right) / 2, top - 8, "#52606d", 12);
        }
    }

    private void DrawLanes()
    {
        foreach (PlacedLane lane in _layout.Lanes)
        {
            if (lane != _layout.Lanes[0])
                _text.Append(CultureInfo.InvariantCulture, $"<line x1=\"8\" x2=\"{SvgText.Number(_layout.Width - 8)}\" y1=\"{SvgText.Number(lane.Top)}\" y2=\"{SvgText.Number(lane.Top)}\" stroke=\"#cbd2d9\" stroke-dasharray=\"2 4\"/>\n");
            _text.Append(CultureInfo.InvariantCulture, $"<text x=\"10\" y=\"{SvgText.Number(lane.Middle + 5)}\" fill=\"#52606d\">{SvgText.Escape(lane.Name)}</text>\n");
        }
    }

    private void Draw(PlacedNode placed)
    {
        WiringNode node = placed.Node;
        (string x, string y) = (SvgText.Number(placed.X), SvgText.Number(placed.Y));
        string label = WiringText.Label(node);
        if (node.Kind == WiringKind.Iterate && !node.IsZero && placed.HalfWidth <= WiringLayout.Radius)
        {
            _text.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"{SvgText.Number(WiringLayout.Radius)}\" fill=\"white\" stroke=\"{Ink}\"/>\n");
            if (node.IsSolved)
                _text.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"{SvgText.Number(WiringLayout.Radius - 3)}\" fill=\"none\" stroke=\"{Ink}\"/>\n");
        }
        else
        {
            (string fill, string stroke, double round) = node.Kind switch
            {
                WiringKind.Application => ("#dbeafe", "#1d4ed8", 4),
                WiringKind.Iterate => ("white", Ink, WiringLayout.BoxHeight / 2),
                _ => ("#e4e7eb", "#e4e7eb", WiringLayout.BoxHeight / 2)
            };
            Box(placed, 0, fill, stroke, round);
            if (node.IsSolved)
                Box(placed, 3, "none", stroke, round - 3);
        }
        Write(label, placed.X, placed.Y + 5, Ink, 14);
    }

    private void Box(PlacedNode placed, double inset, string fill, string stroke, double round) => _text.Append(
        CultureInfo.InvariantCulture,
        $"<rect x=\"{SvgText.Number(placed.X - placed.HalfWidth + inset)}\" y=\"{SvgText.Number(placed.Y - (WiringLayout.BoxHeight / 2) + inset)}\" width=\"{SvgText.Number(2 * (placed.HalfWidth - inset))}\" height=\"{SvgText.Number(WiringLayout.BoxHeight - (2 * inset))}\" rx=\"{SvgText.Number(round)}\" fill=\"{fill}\" stroke=\"{stroke}\"/>\n");

    private void Write(string text, double x, double y, string color, int size) => _text.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{SvgText.Number(x)}\" y=\"{SvgText.Number(y)}\" fill=\"{color}\" font-size=\"{size}\" text-anchor=\"middle\">{SvgText.Escape(text)}</text>\n");

    private void Draw(WiringEdge edge)
    {
        (string color, string style) = edge.IsHistory ? (History, " stroke-dasharray=\"5 3\" marker-end=\"url(#history)\"") : (Ink, " marker-end=\"url(#arrow)\"");
        string factor = edge.Label.Length == 0 ? "" : $", times {edge.Label}";
        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"edge\" d=\"{Path(edge)}\" fill=\"none\" stroke=\"{color}\"{style}><title>{SvgText.Escape($"{edge.From.Label} to {edge.To.Label}{factor}")}</title></path>\n");
    }

    private string Path(WiringEdge edge)
    {
        (PlacedNode from, PlacedNode to) = (_layout.Nodes[edge.From.Number], _layout.Nodes[edge.To.Number]);
        if (from.Rank >= to.Rank)
            return Back(from, to);
        if (_layout.IsArc(edge))
        {
            double bend = WiringLayout.Bend(to.Rank - from.Rank);
            // From the upper right of one circle to the upper left of the other.
            double rise = WiringLayout.Radius * 0.75;
            return $"M{At(from.X + 13, from.Y - rise)} C{At(from.X + 30, from.Y - bend)} {At(to.X - 30, to.Y - bend)} {At(to.X - 13, to.Y - rise)}";
        }
        (double x1, double x2) = (from.X + from.HalfWidth, to.X - to.HalfWidth);
        if (from.Y == to.Y)
            return $"M{At(x1, from.Y)} L{At(x2, to.Y)}";
        double reach = Math.Min((x2 - x1) / 2, 60);
        return $"M{At(x1, from.Y)} C{At(x1 + reach, from.Y)} {At(x2 - reach, to.Y)} {At(x2, to.Y)}";
    }

    /// <summary>An arrow that goes back to an unknown of a solve: out at the right, and below back to its lower side.</summary>
    private static string Back(PlacedNode from, PlacedNode to)
    {
        if (from == to)
            return $"M{At(from.X + 8, from.Y + 16)} C{At(from.X + 30, from.Y + 44)} {At(from.X - 30, from.Y + 44)} {At(from.X - 8, from.Y + 16)}";
        double low = Math.Max(from.Y, to.Y) + 30;
        return $"M{At(from.X, from.Y + (WiringLayout.BoxHeight / 2))} C{At(from.X, low)} {At(to.X, low)} {At(to.X, to.Y + WiringLayout.Radius)}";
    }

    private static string At(double x, double y) => $"{SvgText.Number(x)},{SvgText.Number(y)}";
}
