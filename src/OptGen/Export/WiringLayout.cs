namespace OptGen.Export;

/// <summary>Where a node stands.</summary>
/// <param name="Node">The node.</param>
/// <param name="Lane">The state whose lane it stands in.</param>
/// <param name="Row">The row of the lane; iterates stand in row 0, what they are computed from below.</param>
/// <param name="Rank">The column.</param>
/// <param name="X">The middle.</param>
/// <param name="Y">The middle.</param>
/// <param name="HalfWidth">Half of its width.</param>
internal sealed record PlacedNode(WiringNode Node, int Lane, int Row, int Rank, double X, double Y, double HalfWidth);

/// <summary>A lane of a picture.</summary>
internal sealed record PlacedLane(string Name, double Top, double Bottom, double Middle);

/// <summary>A layer of a picture.</summary>
internal sealed record PlacedLayer(int Layer, double Left, double Right);

/// <summary>Lays a wiring out: a lane for each state, columns in the order of computation, layers one after the other.</summary>
internal sealed class WiringLayout
{
    public const double Radius = 18;
    public const double BoxHeight = 28;
    private const double Margin = 16;
    private const double Gap = 44;
    private const double RowHeight = 46;
    private const double CharacterWidth = 8;

    private readonly WiringGraph _graph;
    private readonly ILookup<int, WiringEdge> _into;
    private readonly ILookup<int, WiringEdge> _outOf;
    private readonly int[] _lanes;
    private readonly int[] _rows;
    private readonly int[] _ranks;

    public WiringLayout(WiringGraph graph)
    {
        _graph = graph;
        _into = graph.Edges.ToLookup(e => e.To.Number);
        _outOf = graph.Edges.ToLookup(e => e.From.Number);
        int count = graph.Nodes.Count;
        (_lanes, _rows, _ranks) = (new int[count], new int[count], new int[count]);
        Rank();
        ChooseLanes();
        ChooseRows();
        Place();
    }

    public IReadOnlyList<PlacedNode> Nodes { get; private set; } = [];

    public IReadOnlyList<PlacedLane> Lanes { get; private set; } = [];

    public IReadOnlyList<PlacedLayer> Layers { get; private set; } = [];

    public double Width { get; private set; }

    public double Height { get; private set; }

    /// <summary>How far an arrow that passes over other iterates of its lane bends away from them.</summary>
    public static double Bend(int ranks) => Radius + 4 + (6 * Math.Min(ranks, 10));

    private static double HalfWidth(WiringNode node) => node.Kind == WiringKind.Iterate && !node.IsZero
        ? Math.Max(Radius, (WiringText.Label(node).Length * CharacterWidth / 2) + 4)
        : Math.Max(Radius, (WiringText.Label(node).Length * CharacterWidth / 2) + 8);

    /// <summary>A value stands right of what it is computed from, and each layer right of the one before.</summary>
    private void Rank()
    {
        int first = 0;
        foreach (var layer in _graph.Nodes.GroupBy(n => n.Layer).OrderBy(g => g.Key))
        {
            int last = first;
            foreach (WiringNode node in layer)
            {
                // What comes back to an unknown of a solve stands right of it.
                _ranks[node.Number] = _into[node.Number].Where(e => e.From.Number < node.Number).Select(e => _ranks[e.From.Number] + 1).Append(first).Max();
                last = Math.Max(last, _ranks[node.Number]);
            }
            first = last + 1;
        }
    }

    private void ChooseLanes()
    {
        foreach (WiringNode node in _graph.Nodes.Reverse())
        {
            _lanes[node.Number] = node.Kind switch
            {
                WiringKind.Iterate => node.Source,
                WiringKind.Output => _into[node.Number].Select(e => LaneOfSource(e.From)).FirstOrDefault(),
                _ => _outOf[node.Number].Select(e => e.To.Kind == WiringKind.Iterate ? e.To.Source : _lanes[e.To.Number]).FirstOrDefault()
            };
        }
    }

    private int LaneOfSource(WiringNode node) => node.Kind == WiringKind.Iterate ? node.Source : _into[node.Number].Where(e => e.From.Number < node.Number).Select(e => LaneOfSource(e.From)).FirstOrDefault();

    /// <summary>The values of one operator stand in one row, as far as others leave it free.</summary>
    private void ChooseRows()
    {
        var taken = new HashSet<(int Lane, int Row, int Rank)>();
        foreach (WiringNode node in _graph.Nodes.Where(n => n.Kind == WiringKind.Iterate))
            taken.Add((_lanes[node.Number], 0, _ranks[node.Number]));
        var rows = new Dictionary<(int Lane, int Evaluation), int>();
        foreach (WiringNode node in _graph.Nodes.Where(n => n.Kind != WiringKind.Iterate))
        {
            int lane = _lanes[node.Number];
            int row = 0;
            if (node.Kind == WiringKind.Application && !rows.TryGetValue((lane, node.Source), out row))
                rows[(lane, node.Source)] = row = 1 + rows.Keys.Count(k => k.Lane == lane);
            while (!taken.Add((lane, row, _ranks[node.Number])))
                row++;
            _rows[node.Number] = row;
        }
    }

    private void Place()
    {
        double left = Margin + (_graph.States.Max(s => s.Length) * CharacterWidth);
        var middles = new double[_ranks.Max() + 1];
        var widths = new double[middles.Length];
        foreach (WiringNode node in _graph.Nodes)
            widths[_ranks[node.Number]] = Math.Max(widths[_ranks[node.Number]], HalfWidth(node));
        double x = left + Gap / 2;
        for (int i = 0; i < middles.Length; i++)
        {
            middles[i] = x + widths[i];
            x += (2 * widths[i]) + Gap;
        }
        Width = x - Gap / 2 + Margin;
        PlaceLanes();
        Nodes = [.. _graph.Nodes.Select(n => new PlacedNode(
            n, _lanes[n.Number], _rows[n.Number], _ranks[n.Number], middles[_ranks[n.Number]], Lanes[LaneNumber(_lanes[n.Number])].Middle + (RowHeight * _rows[n.Number]), HalfWidth(n)))];
        Layers = [.. _graph.Nodes.Where(n => n.Layer >= 0 && n.Layer < _graph.Layers).GroupBy(n => n.Layer).Select(g =>
        {
            (int from, int to) = (g.Min(n => _ranks[n.Number]), g.Max(n => _ranks[n.Number]));
            return new PlacedLayer(g.Key, middles[from] - widths[from] - (Gap / 2), middles[to] + widths[to] + (Gap / 2));
        }).OrderBy(l => l.Layer)];
    }

    private List<int> UsedLanes => [.. _lanes.Distinct().Order()];

    private int LaneNumber(int state) => UsedLanes.IndexOf(state);

    private void PlaceLanes()
    {
        double top = Margin + 20;
        var lanes = new List<PlacedLane>();
        foreach (int lane in UsedLanes)
        {
            double bend = _graph.Edges.Where(e => IsArc(e) && _lanes[e.From.Number] == lane).Select(e => Bend(Span(e))).Append(0).Max();
            double loop = _graph.Edges.Where(e => _ranks[e.From.Number] >= _ranks[e.To.Number] && _lanes[e.From.Number] == lane).Select(_ => RowHeight / 2).Append(0).Max();
            double middle = top + Math.Max(bend * 0.8, Radius) + 8;
            double bottom = middle + (RowHeight * _rows.Where((_, n) => _lanes[n] == lane).Max()) + Radius + 8 + loop;
            lanes.Add(new PlacedLane(_graph.States[lane], top, bottom, middle));
            top = bottom;
        }
        Lanes = lanes;
        Height = top + Margin;
    }

    private int Span(WiringEdge edge) => _ranks[edge.To.Number] - _ranks[edge.From.Number];

    /// <summary>Whether an arrow would run through other nodes of its row, and so bends over them.</summary>
    public bool IsArc(WiringEdge edge)
    {
        int from = edge.From.Number;
        int to = edge.To.Number;
        return _lanes[from] == _lanes[to] && _rows[from] == _rows[to]
            && _graph.Nodes.Any(n => _lanes[n.Number] == _lanes[from] && _rows[n.Number] == _rows[from] && _ranks[n.Number] > _ranks[from] && _ranks[n.Number] < _ranks[to]);
    }
}
