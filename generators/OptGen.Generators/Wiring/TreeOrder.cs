using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// The order of accuracy of a method whose operators act on more than single iterates: on means of them, on stages, on several of them, or
/// through resolvents. It is the greatest p for which there are series that the iterates follow along the exact flow up to order p, the main
/// iterate being the flow itself. For Runge-Kutta methods that is the classical order.
/// </summary>
internal sealed class TreeOrder
{
    private const int MostOrder = 6;

    /// <summary>As many as a recurrence with one operator needs for the greatest order.</summary>
    private const int MostTrees = 100;

    private readonly TreeSeries _layer;
    private readonly Rational[,] _map;
    private readonly List<Slot> _slots;
    private readonly Plan _plan;
    private readonly int _main;
    private Rational[] _left = [];

    private TreeOrder(Plan plan, List<Slot> slots, Rational[,] map, Func<Scalar, Rational?> value)
    {
        _plan = plan;
        _slots = slots;
        _map = map;
        _layer = new TreeSeries(plan, slots, value);
        _main = slots.FindIndex(s => s.State == plan.MainState && s.Offset == plan.States[s.State].Newest - 1);
    }

    /// <param name="plan">The recurrence.</param>
    /// <param name="slots">The iterates that are tied together.</param>
    /// <param name="map">The layer without operators, as a matrix over the slots.</param>
    /// <param name="value">The exact value of a coefficient; null when it has none.</param>
    /// <returns>Null when the method does not move, or does what no series describes.</returns>
    public static int? Find(Plan plan, List<Slot> slots, Rational[,] map, Func<Scalar, Rational?> value) => new TreeOrder(plan, slots, map, value).Find();

    private int? Find()
    {
        if (_main < 0 || !SimpleRoot.TryEigenvectors(_map, out Rational[] right, out _left) || right[_main].IsZero)
            return null;
        Rational[] points = [.. right.Select(r => r / right[_main])];
        List<Rational[]> iterates = [.. points.Select(p => new[] { p })];
        _layer.Run(iterates, []);
        _layer.Run(iterates, []);
        if (_layer.Failed || _layer.Operators.Count == 0)
            return null;
        return Find(points, RootedTree.ByOrder([.. _layer.Operators.Select(o => o.Weights.Count)], MostOrder, MostTrees));
    }

    private int? Find(Rational[] points, IEnumerable<IReadOnlyList<RootedTree>> treesByOrder)
    {
        var index = new RootedTreeIndex();
        var present = new List<RootedTree>();
        Rational[] flow = [Rational.Zero];
        var iterates = points.Select(p => new[] { p }).ToList();
        int order = 0;
        foreach (IReadOnlyList<RootedTree> trees in treesByOrder)
        {
            order++;
            present.AddRange(trees);
            foreach (RootedTree tree in trees)
                index.Add(tree);
            Array.Resize(ref flow, present.Count + 1);
            iterates = [.. iterates.Select(i => Longer(i, present.Count + 1))];
            IReadOnlyDictionary<int, Rational[]> made = _layer.Run(iterates, present);
            if (_layer.Failed)
                return null;
            foreach (RootedTree tree in trees)
            {
                Rational[] added = [.. _slots.Select(s => s.Offset == _plan.States[s.State].Newest - 1 ? made[s.State][tree.Number] : Rational.Zero)];
                flow[tree.Number] = order == 1 ? SimpleRoot.Dot(_left, added) / SimpleRoot.Dot(_left, points) : Flow(tree, index, flow);
                Rational[] rest = [.. _slots.Select((_, i) => Along(tree, index, iterates[i], flow) - added[i])];
                if (SimpleRoot.Solve(_map, Unit(), rest) is not { } solution)
                    return order - 1;
                for (int i = 0; i < solution.Length; i++)
                    iterates[i][tree.Number] = solution[i];
            }
            // Where no operator moves the iterates in the end, there is no flow to follow.
            if (order == 1 && present.All(t => flow[t.Number].IsZero))
                return null;
        }
        return order == 0 ? null : order;
    }

    private static Rational[] Longer(Rational[] series, int length)
    {
        Array.Resize(ref series, length);
        return series;
    }

    /// <summary>The exact flow: c of the root's operator, times the flows of the children, over the number of nodes.</summary>
    private Rational Flow(RootedTree tree, RootedTreeIndex index, Rational[] flow)
    {
        TreeOperator callee = _layer.Operators[tree.Operator];
        // An argument in which the point itself does not stand is always the same along the flow.
        if (tree.Children.Any(c => callee.Weights[c.Argument].IsZero))
            return Rational.Zero;
        Rational single = flow[index.Find(tree.Operator, []).Number];
        return tree.Children.Aggregate(single, (product, c) => product * flow[c.Child.Number]) / tree.Order;
    }

    /// <summary>What stands for a tree in a series one step further along the flow, without the series' own entry for that tree.</summary>
    private static Rational Along(RootedTree tree, RootedTreeIndex index, Rational[] series, Rational[] flow)
    {
        Rational sum = series[0] * flow[tree.Number];
        foreach ((RootedTree kept, IReadOnlyList<RootedTree> cut) in tree.Subtrees(index.Find))
        {
            if (cut.Count > 0)
                sum += cut.Aggregate(series[kept.Number], (product, c) => product * flow[c.Number]);
        }
        return sum;
    }

    private Rational[] Unit()
    {
        var unit = new Rational[_slots.Count];
        unit[_main] = Rational.One;
        return unit;
    }
}
