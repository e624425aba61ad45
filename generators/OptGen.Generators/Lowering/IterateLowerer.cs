using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// Lowers what hands out iterates: of every state that layers compute its values in the order of the layers, and before them the first iterate of one that
/// layers hand on. An iterate is handed out as its layer has computed it, before a transition between stages changes it.
/// </summary>
internal sealed class IterateLowerer
{
    private readonly LoweringContext _context;

    public IterateLowerer(LoweringContext context)
    {
        _context = context;
        Plan plan = context.Plan;
        var computed = new HashSet<int>(plan.Layer.SelectMany(StatesOf));
        Handed = new HandedIterates(
            context.Names.Take("iterates"),
            Enumerable.Range(0, plan.States.Count).Where(computed.Contains).Select(i => new HandedState(i, plan.States[i].Name, FirstOf(i))).ToEquatableArray());
    }

    public HandedIterates Handed { get; }

    /// <summary>Hands out what states begin with.</summary>
    public void HandOutFirst()
    {
        foreach (HandedState state in Handed.States.Where(s => s.First < _context.Plan.States[s.State].Newest))
            _context.Output.Add(new HandOutStatement(state.Name, new VariablePlace(_context.Families.State(state.State).AtNumber(state.First))));
    }

    /// <summary>Hands out what a step of a layer has computed.</summary>
    public void HandOut(Step step)
    {
        foreach (int state in StatesOf(step))
        {
            Family family = _context.Families.State(state);
            _context.Output.Add(new HandOutStatement(_context.Plan.States[state].Name, new VariablePlace(family.At(family.Newest!.Value))));
        }
    }

    private static IEnumerable<int> StatesOf(Step step) => step switch
    {
        AssignStep assignment => [assignment.State],
        ZeroStep zero => [zero.State],
        SolveStep solve => solve.Unknowns.Select(u => u.State),
        _ => []
    };

    /// <summary>An equilibrium's solve begins with a guess, which is no iterate.</summary>
    private int FirstOf(int number)
    {
        StatePlan state = _context.Plan.States[number];
        int first = state.Newest - 1;
        bool isHandedOn = state.Role == StateRole.Carried || number == _context.Plan.MainState;
        bool begins = isHandedOn && !_context.IsEquilibrium
            && _context.Plan.Prologue.Any(s => s is AssignStep or ZeroStep && Steps.TargetOf(s) == new StateValue(number, AffineIndex.At(first)));
        return begins ? first : state.Newest;
    }
}
