using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>What kind of network a recurrence describes.</summary>
internal enum PlanKind
{
    /// <summary>Layers k = 0 … L-1 run one after the other.</summary>
    Layered,

    /// <summary>A system without index, solved once. Its plan is that of one layer, L = 1, whose states are all <see cref="StateRole.Local"/>.</summary>
    Equilibrium
}

/// <summary>
/// All there is to know to run or emit a recurrence. Running it: the steps of <see cref="Prologue"/>; then for k = 0 … L-1 the steps of
/// <see cref="Layer"/>; then those of <see cref="Epilogue"/>; the result is <see cref="Output"/>. Spans apart, equal plans make equal networks.
/// </summary>
/// <param name="Kind">Layers or an equilibrium.</param>
/// <param name="States">The states in the order of their first equations.</param>
/// <param name="MainState">The state whose x_0 is the input and whose last iterate is returned, where no equation says otherwise.</param>
/// <param name="Inputs">The arguments of forward in order.</param>
/// <param name="Operators">The names applied to tensors, in the order first written.</param>
/// <param name="Coefficients">The names of scalars, in the order first written.</param>
/// <param name="Evaluations">Every different application of an operator or a function; the steps compute them.</param>
/// <param name="Prologue">What is computed before layer 0; all its indices are numbers.</param>
/// <param name="Layer">What layer k computes; indices are k plus a number, or numbers.</param>
/// <param name="Epilogue">What is computed after the last layer; indices are L plus a number, or numbers.</param>
/// <param name="Output">What forward returns, the first of several.</param>
/// <param name="MinimumLayers">The fewest layers in which every past value read is a real one at least once; below it the text says more than runs.</param>
internal sealed record Plan(
    PlanKind Kind,
    EquatableArray<StatePlan> States,
    int MainState,
    EquatableArray<InputPlan> Inputs,
    EquatableArray<OperatorPlan> Operators,
    EquatableArray<CoefficientPlan> Coefficients,
    EquatableArray<EvaluationPlan> Evaluations,
    EquatableArray<Step> Prologue,
    EquatableArray<Step> Layer,
    EquatableArray<Step> Epilogue,
    LinearCombination Output,
    int MinimumLayers)
{
    /// <summary>The second tensor that forward returns and further ones.</summary>
    public EquatableArray<LinearCombination> MoreOutputs { get; init; } = [];

    /// <summary>The numbers that are computed before all else, in the order in which a layer computes them.</summary>
    public EquatableArray<ScalarLinePlan> Scalars { get; init; } = [];

    /// <summary>The names of all scalar lines, those included that only stand for what others are computed from.</summary>
    public EquatableArray<string> ScalarNames { get; init; } = [];

    /// <summary>The scalar line of a name; null where it is none that the network computes.</summary>
    public ScalarLinePlan? ScalarLineOf(string name) => Scalars.FirstOrDefault(s => s.Name == name);

    /// <summary>All that forward returns, in order.</summary>
    public IEnumerable<LinearCombination> Outputs => MoreOutputs.Prepend(Output);

    /// <summary>What is read to make it.</summary>
    public IEnumerable<TensorValue> OutputReads => Outputs.SelectMany(o => o.Values()).Select(v => v.Value);

    /// <summary>Whether a layer has to be solved.</summary>
    public bool IsImplicit => Layer.Any(s => s is SolveStep);
}

internal enum StateRole
{
    /// <summary>Layer k computes its iterate k+1.</summary>
    Carried,

    /// <summary>Layer k computes its iterate k.</summary>
    Local,

    /// <summary>Given before layer 0 and never changed.</summary>
    Fixed
}

/// <summary>A state.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Role">When it is computed.</param>
/// <param name="FirstIndex">Its lowest index; reading below it gives the value at it.</param>
/// <param name="History">What must be kept of it from one layer to the next.</param>
/// <param name="Spans">Where its name stands.</param>
internal sealed record StatePlan(string Name, StateRole Role, int FirstIndex, History History, Places Spans)
{
    /// <summary>Layer k computes the iterate k plus this.</summary>
    public int Newest => Role == StateRole.Carried ? 1 : 0;
}

/// <summary>
/// How many past values are kept. When layer k begins, those at the indices k+Newest-1, k+Newest-2, … are still to be had,
/// <paramref name="Kept"/> of them, where Newest is the offset the layer computes; the rest is never read again.
/// </summary>
/// <param name="Kept">The number of values held when a layer begins.</param>
/// <param name="Dense">Whether besides these all values from the index 0 on are kept, since a sum reads them.</param>
/// <param name="Pinned">Indices at or below 0 that are read in every layer by number, as x_0 is, and so kept throughout.</param>
internal sealed record History(int Kept, bool Dense, EquatableArray<int> Pinned)
{
    public static History None { get; } = new(0, false, []);
}

/// <summary>An argument of forward.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Spans">Where it is read; empty when it only starts a state.</param>
internal sealed record InputPlan(string Name, Places Spans);

/// <summary>A bound that may depend on the number of layers: the greater of <c>Least</c> and <c>L + FromEnd</c>.</summary>
internal readonly record struct IndexBound(int Least, int? FromEnd)
{
    public int Evaluate(int layers) => FromEnd is { } offset ? Math.Max(Least, layers + offset) : Least;

    /// <summary>The least bound that is no less than either.</summary>
    public static IndexBound Greatest(IndexBound a, IndexBound b) => new(
        Math.Max(a.Least, b.Least),
        a.FromEnd is { } x && b.FromEnd is { } y ? Math.Max(x, y) : a.FromEnd ?? b.FromEnd);

    public override string ToString() => (FromEnd is { } offset ? AffineIndex.AtEnd(offset) : AffineIndex.At(Least)).ToString();
}

/// <summary>An operator or a user's function: a name that is applied to tensors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">How many tensors it takes.</param>
/// <param name="Parameters">How many scalars in brackets it takes; with any it is a function such as prox[s](x).</param>
/// <param name="Forward">Whether it is applied as it is.</param>
/// <param name="Adjoint">Whether its adjoint is applied.</param>
/// <param name="First">The number of its first module, where it has one per layer.</param>
/// <param name="Last">The number of its last module, where it has one per layer; modules First … Last are needed.</param>
/// <param name="IsSingle">Whether one module serves every application there is, as for stem(u) and head(x_L).</param>
/// <param name="Spans">Where its name stands.</param>
internal sealed record OperatorPlan(
    string Name, int Arguments, int Parameters, bool Forward, bool Adjoint, IndexBound First, IndexBound Last, bool IsSingle, Places Spans);

/// <summary>A coefficient.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IndexCount">0 for a; 1 for a_k; 2 for h_&lt;k,j&gt;.</param>
/// <param name="Last">For each index the greatest that is read: values at 0 … Last are needed.</param>
/// <param name="Spans">Where its name stands.</param>
internal sealed record CoefficientPlan(string Name, int IndexCount, EquatableArray<IndexBound> Last, Places Spans);

/// <summary>
/// A line that computes numbers, such as t_&lt;k+1&gt; = (1 + sqrt(1 + 4*t_k^2))/2. They are read as a coefficient with one index is; below the first stands the first. They count through all
/// stages, as k does.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">When it is computed.</param>
/// <param name="FirstIndex">The lowest index.</param>
/// <param name="Given">The numbers that it begins with, from the lowest index on.</param>
/// <param name="Update">What layer k computes, made of k, L, coefficients and scalar lines; null where it is only given.</param>
/// <param name="Spans">Where its name stands.</param>
internal sealed record ScalarLinePlan(string Name, StateRole Role, int FirstIndex, EquatableArray<Scalar> Given, Scalar? Update, Places Spans)
{
    /// <summary>Layer k computes the number at k plus this.</summary>
    public int Newest => Role == StateRole.Carried ? 1 : 0;

    /// <summary>The left side of its equation, as in messages.</summary>
    public string Left(bool isEquilibrium) => isEquilibrium ? Name : Name + (Newest == 1 ? "_<k+1>" : "_k");

    /// <summary>What stands on the left of a number that it begins with.</summary>
    public string LeftOfGiven(int number) => Name + (FirstIndex + number < 0 ? $"_<{FirstIndex + number}>" : "_0");
}

/// <summary>Places in the text. They never count in comparisons, so that a plan stays equal while its text moves.</summary>
internal sealed record Places(EquatableArray<SourceSpan> Spans)
{
    public SourceSpan First => Spans[0];

    public bool Equals(Places? other) => other is not null;

    public override int GetHashCode() => 0;

    public override string ToString() => "";
}
