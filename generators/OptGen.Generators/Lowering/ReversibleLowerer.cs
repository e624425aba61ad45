using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Lowers a recurrence whose layers are not stored: what stands before and after them as ever, and between a call that runs them.</summary>
internal sealed class ReversibleLowerer
{
    private readonly LoweringContext _context;
    private readonly ReversalPlan _reversal;

    private ReversibleLowerer(LoweringContext context, ReversalPlan reversal)
    {
        _context = context;
        _reversal = reversal;
    }

    public static Program Lower(Plan plan, ReversalPlan reversal, LoweringOptions options, NameTable members)
    {
        (string forward, string retrace) = (members.Take("ForwardLayer"), members.Take("RetraceLayer"));
        var context = new LoweringContext(WithoutHistory(plan, reversal), options, members);
        new PrologueLowerer(context).Lower();
        context.Coefficients.Implied = AffineIndex.AtLayer(0);
        ReversibleMethods methods = new ReversibleLowerer(context, reversal).LowerLayers(forward, retrace);
        new EpilogueLowerer(context).Lower();
        return new Program(
            plan, context.Inputs.ToEquatableArray(), ModuleRange.Of(plan, options), context.Held.All.ToEquatableArray(), context.Scope, context.Failure, null, null,
            context.Coefficients.Statements.Concat(context.Output).ToEquatableArray(), [])
        {
            Reversible = methods,
            Series = context.Series.Numbers
        };
    }

    /// <summary>The same plan, in which layers leave nothing in variables of the program, and nothing is computed before them that they compute themselves.</summary>
    private static Plan WithoutHistory(Plan plan, ReversalPlan reversal)
    {
        var needed = new HashSet<TensorValue>(reversal.Layer.Concat(plan.Epilogue).SelectMany(Steps.Reads).Concat(plan.OutputReads).Select(Clamp));
        var prologue = new List<Step>();
        foreach (Step step in plan.Prologue.Reverse())
        {
            if (step is EvaluateStep && !needed.Contains(Steps.TargetOf(step)))
                continue;
            prologue.Insert(0, step);
            needed.UnionWith(Steps.Reads(step).Select(Clamp));
        }
        return plan with
        {
            States = plan.States.Select(s => s with { History = Pins(s.History) }).ToEquatableArray(),
            Evaluations = plan.Evaluations.Select(e => e with { History = Pins(e.History) }).ToEquatableArray(),
            Prologue = prologue.ToEquatableArray(),
            Layer = reversal.Layer
        };

        // Reading below the first index gives the value at it.
        TensorValue Clamp(TensorValue value) => value is EvaluationValue { Index.IsNumber: true } evaluation
            ? evaluation with { Index = AffineIndex.At(Math.Max(evaluation.Index.Offset, plan.Evaluations[evaluation.Evaluation].FirstIndex)) }
            : value;

        static History Pins(History history) => history with { Kept = 0, Dense = false };
    }

    private ReversibleMethods LowerLayers(string forward, string retrace)
    {
        var methods = new ReversibleMethodLowerer(_context, _reversal);
        ReversibleMethods lowered = methods.Lower(forward, retrace);
        var begun = _reversal.States.Select(s => Enumerable.Range(1, s.Depth)
            .Select(j => (Place)new VariablePlace(_context.Families.State(s.State).AtNumber(s.Newest - j))).ToEquatableArray()).ToEquatableArray();
        var names = new ReversibleNames(
            _context.Names.Take("last"), _context.Layer!.Name, _context.Names.Take("layer"), _context.Names.Take("before"), _context.Names.Take("after"), _context.Names.Take("given"));
        var targets = Targets().ToEquatableArray();
        _context.Output.Add(new ReversibleStatement(
            lowered, names, targets, begun, methods.GivenPlaces.ToEquatableArray(), methods.SharedPlaces.ToEquatableArray(), methods.Callees.ToEquatableArray()));
        return lowered;
    }

    /// <summary>The iterates that are read after the layers.</summary>
    private IEnumerable<ReversibleTarget> Targets()
    {
        Plan plan = _context.Plan;
        var reads = plan.Epilogue.SelectMany(Steps.Reads).Concat(plan.OutputReads).OfType<StateValue>().Where(v => v.Index.IsEnd).ToList();
        if (plan.Epilogue.Any(Shapes.IsNeeded) || plan.Outputs.Any(Shapes.IsNeeded))
            reads.Add(new StateValue(plan.MainState, AffineIndex.AtEnd(plan.States[plan.MainState].Newest - 1)));
        foreach (StateValue read in reads.Distinct())
        {
            int number = _reversal.NumberOf(read.State)!.Value;
            int position = _reversal.States[number].Newest - 1 - read.Index.Offset;
            var variable = new Variable(_context.Names.Take(plan.States[read.State].Name + (position == 0 ? "Last" : "Before" + position)), VariableKind.Tensor);
            _context.Places.ComputedAtEnd(read, variable);
            yield return new ReversibleTarget(variable, number, position);
        }
    }
}
