using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// A rooted tree whose nodes are operators and whose edges are the arguments that a derivative is taken in: an elementary differential of the
/// flow. [T; T] through argument 0 is T'(x) T(x).
/// </summary>
internal sealed class RootedTree
{
    private RootedTree(int number, int root, (int Argument, RootedTree Child)[] children)
    {
        Number = number;
        Operator = root;
        Children = children;
        Order = 1 + children.Sum(c => c.Child.Order);
    }

    /// <summary>Its place in the list that it was made in, from 1; 0 stands for the empty tree.</summary>
    public int Number { get; }

    /// <summary>The operator at the root.</summary>
    public int Operator { get; }

    public IReadOnlyList<(int Argument, RootedTree Child)> Children { get; }

    /// <summary>The number of its nodes.</summary>
    public int Order { get; }

    /// <summary>
    /// The trees of order 1, those of order 2, … as far as whole orders fit into the number given, each made when it is asked for: there are many of the
    /// higher orders, and most methods fail before.
    /// </summary>
    /// <param name="arguments">For each operator the number of its arguments.</param>
    /// <param name="mostOrder">The greatest order asked for.</param>
    /// <param name="mostTrees">How many there may be.</param>
    public static IEnumerable<IReadOnlyList<RootedTree>> ByOrder(IReadOnlyList<int> arguments, int mostOrder, int mostTrees)
    {
        var trees = new List<RootedTree>();
        for (int order = 1; order <= mostOrder; order++)
        {
            var next = new List<(int Root, (int, RootedTree)[] Children)>();
            for (int root = 0; root < arguments.Count && trees.Count + next.Count <= mostTrees; root++)
            {
                var branches = Enumerable.Range(0, arguments[root]).SelectMany(a => trees.Select(t => (Argument: a, Child: t))).ToList();
                foreach ((int, RootedTree)[] children in Forests(branches, 0, order - 1))
                {
                    next.Add((root, children));
                    if (trees.Count + next.Count > mostTrees)
                        break;
                }
            }
            if (trees.Count + next.Count > mostTrees)
                yield break;
            RootedTree[] made = [.. next.Select((tree, i) => new RootedTree(trees.Count + 1 + i, tree.Root, tree.Children))];
            trees.AddRange(made);
            yield return made;
        }
    }

    /// <summary>
    /// The subtrees that hold the root, each set of nodes by itself, with the trees that are cut off: what the composition of two series sums
    /// over (Hairer, Lubich and Wanner, Geometric Numerical Integration, theorem III.1.10).
    /// </summary>
    /// <param name="find">The tree with a root and children.</param>
    public IEnumerable<(RootedTree Kept, IReadOnlyList<RootedTree> Cut)> Subtrees(Func<int, IReadOnlyList<(int Argument, RootedTree Child)>, RootedTree> find)
    {
        IEnumerable<(IReadOnlyList<(int, RootedTree)> Kept, IReadOnlyList<RootedTree> Cut)> choices = [([], [])];
        foreach ((int argument, RootedTree child) in Children)
        {
            var ways = child.Subtrees(find).Select(s => (Kept: (RootedTree?)s.Kept, s.Cut)).Append((null, [child])).ToList();
            choices = choices.SelectMany(_ => ways, (c, w) => (
                w.Kept is { } kept ? (IReadOnlyList<(int, RootedTree)>)[.. c.Kept, (argument, kept)] : c.Kept,
                (IReadOnlyList<RootedTree>)[.. c.Cut, .. w.Cut])).ToList();
        }
        return choices.Select(c => (find(Operator, c.Kept), c.Cut));
    }

    /// <summary>Sets of branches, repetitions allowed, with a number of nodes in all; branches in the order of the list.</summary>
    private static IEnumerable<(int, RootedTree)[]> Forests(IReadOnlyList<(int Argument, RootedTree Child)> branches, int first, int nodes)
    {
        if (nodes == 0)
        {
            yield return [];
            yield break;
        }
        for (int i = first; i < branches.Count; i++)
        {
            if (branches[i].Child.Order > nodes)
                continue;
            foreach ((int, RootedTree)[] rest in Forests(branches, i, nodes - branches[i].Child.Order))
                yield return [branches[i], .. rest];
        }
    }
}

/// <summary>Trees by what they are made of.</summary>
internal sealed class RootedTreeIndex
{
    private readonly Dictionary<string, RootedTree> _trees = new(StringComparer.Ordinal);

    public void Add(RootedTree tree) => _trees.Add(KeyOf(tree.Operator, tree.Children), tree);

    public RootedTree Find(int root, IReadOnlyList<(int Argument, RootedTree Child)> children) => _trees[KeyOf(root, children)];

    private static string KeyOf(int root, IReadOnlyList<(int Argument, RootedTree Child)> children) =>
        root + ":" + string.Join(",", children.OrderBy(c => c.Argument).ThenBy(c => c.Child.Number).Select(c => c.Argument + "." + c.Child.Number));
}
