using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Lowers steps that are solved: the call of a solver, and a method with the equations.</summary>
internal sealed class SolveLowerer
{
    private readonly LoweringContext _context;
    private SolveNames? _names;

    public SolveLowerer(LoweringContext context) => _context = context;

    /// <summary>Writes the statements after which the unknowns' variables hold the solution.</summary>
    public void Lower(SolveStep step)
    {
        _names ??= new SolveNames(_context.Names.Take("unknowns"), _context.Names.Take("given"), "");
        var equations = new EquationLowerer(_context, step, NamesOf(_context.Plan, step));
        EquationMethod method = equations.Lower(_context.MethodNames[step]);
        _context.Output.AddRange(_context.Coefficients.Pending);
        _context.Coefficients.Pending.Clear();
        var targets = step.Unknowns.Select(u => _context.Families.State(u.State).At(u.Index.Offset)).ToEquatableArray();
        Variable? layer = method.Layer is null ? null : _context.LayerCopy;
        Variable? start = method.Start is null ? null : _context.StartCopy;
        _context.Output.Add(new SolveStatement(
            new IndexValue(_context.Clock.Fold(AffineIndex.AtLayer(0))), _context.Methods.Count, targets, step.Unknowns.Select(Guess).ToEquatableArray(), layer, start,
            equations.Given.ToEquatableArray(), equations.Shared.ToEquatableArray(), equations.Callees.ToEquatableArray(),
            targets.Count == 1 ? _names : _names with { Solved = _context.Names.Take("solved") }));
        _context.Methods.Add(method);
        foreach (Variable temporary in equations.Temporaries)
            _context.Output.Add(new ReleaseStatement(new VariablePlace(temporary), null));
    }

    /// <summary>The unknowns as the recurrence writes them: x_&lt;k+1&gt;, y_k, z.</summary>
    private static string NamesOf(Plan plan, SolveStep step) => string.Join(", ", step.Unknowns.Select(u =>
        plan.States[u.State].Name + (plan.Kind == PlanKind.Equilibrium ? "" : u.Index.Offset == 0 ? "_k" : "_<k+1>")));

    private TensorExpression Guess(Unknown unknown) =>
        unknown.Guess is { } guess ? new ReadExpression(_context.Places.Read(guess)) : new ZerosExpression(_context.Shape());
}
