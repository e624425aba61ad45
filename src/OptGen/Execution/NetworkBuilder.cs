using OptGen.CompilerServices;
using OptGen.FixedPoint;
using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;
using static TorchSharp.torch;
using Coefficients = OptGen.CompilerServices.Coefficients;

namespace OptGen.Execution;

/// <summary>Makes the parts of a network of a plan and bindings that fit it: modules, parameters, numbers, in the order of a generated constructor.</summary>
internal sealed class NetworkBuilder(Plan plan, RecurrenceBindings bindings, int layers, ReversalPlan? reversal = null)
{
    public NetworkParts Build()
    {
        Lowering.Program program = Lowerer.Lower(plan, Options() with { Reversal = reversal }, new NameTable([]));
        var parts = new NetworkParts(bindings.Name, plan.IsImplicit ? new ImplicitSolve(bindings.Name, bindings.Implicit) : null)
        {
            Program = program,
            WithIterates = new(() => Lowerer.Lower(plan, Options() with { HandsOutIterates = true }, new NameTable([]))),
            Reversal = reversal is null ? null : new Reversal(bindings.Name),
            Layers = layers,
            Numbers = Reader,
            Bound = Describe()
        };
        for (int i = 0; i < plan.Operators.Count; i++)
            parts.Operators.Add(Make(plan.Operators[i], program.Modules[i], parts.Calls));
        if (bindings.Border is { } border)
        {
            parts.TransitionName = border.Name;
            parts.Transitions = [.. Enumerable.Range(1, bindings.Stages.Count - 1).Select(stage => parts.Calls.Make(border.Name, stage, () => border.Factory(stage)))];
        }
        foreach ((CoefficientPlan coefficient, TrainedBinding trained) in TrainedOnes())
        {
            parts.Trained.Add(new TrainedValue(
                coefficient.Name,
                Coefficients.Create(
                    trained.Initial, trained.PerLayer ? CoefficientExtent.Of(plan, coefficient.Name).Evaluate(layers) : 0, trained.PerPair ? CoefficientExtent.OfPair(plan, coefficient.Name).Evaluate(layers) : 0,
                    trained.Channels, trained.Minimum, trained.Maximum),
                trained.Minimum, trained.Maximum));
        }
        ComputeSeries(program, parts);
        return parts;
    }

    /// <summary>Computes the numbers of scalar lines, layer after layer.</summary>
    private void ComputeSeries(Lowering.Program program, NetworkParts parts)
    {
        var slots = new Slots();
        var numbers = new ScalarCompiler(a => ExpressionCompiler.NumberOf((CoefficientAtom)a, parts), layers);
        foreach (Lowering.HeldSeries series in program.Series)
            parts.Series.Add(series.Name, new NumberSeries(series.First));
        foreach (Lowering.HeldSeries series in program.Series)
        {
            foreach (NumberGiven given in series.Given)
                parts.Series[series.Name].Begin(given.Meaning, numbers.Compile(given.Value).Number!(new Frame(slots)));
        }
        var updates = program.Series.Where(s => s.Update is not null).Select(s => (Series: parts.Series[s.Name], s.Update!.Meaning, Value: numbers.Compile(s.Update.Value).Number!)).ToList();
        for (int k = 0; k < (plan.Kind == PlanKind.Equilibrium ? 1 : layers) && updates.Count > 0; k++)
        {
            var frame = new Frame(slots) { Layer = k };
            foreach ((NumberSeries series, string meaning, Func<Frame, double> value) in updates)
                series.Next(meaning, k, () => value(frame));
        }
    }

    private IEnumerable<(CoefficientPlan Coefficient, TrainedBinding Trained)> TrainedOnes() =>
        plan.Coefficients.Where(c => bindings.Coefficients[c.Name].Trained is not null).Select(c => (c, bindings.Coefficients[c.Name].Trained!));

    private BoundNames Describe() => new(
        [.. TrainedOnes().Select(t => new TrainedDescription(t.Coefficient.Name, t.Trained.Initial, t.Trained.PerLayer, t.Trained.PerPair, t.Trained.Channels, t.Trained.Minimum, t.Trained.Maximum))],
        [.. plan.Coefficients.Where(c => bindings.Coefficients[c.Name].Trained is null).Select(c => Describe(c.Name, bindings.Coefficients[c.Name]))],
        [.. bindings.Stages.Select(s => new StageDescription(s.Layers, s.Projects))]);

    private NumberDescription Describe(string name, CoefficientBinding binding)
    {
        if (binding.Number is { } number)
            return new NumberDescription(name, number);
        NumberReader read = Reader(name);
        return binding.Table is null ? new NumberDescription(name, k => read(k, 0)) : new NumberDescription(name, (k, j) => read(k, j));
    }

    /// <summary>What the compiler reads off the members of a class.</summary>
    private LoweringOptions Options() => new()
    {
        Layers = plan.Kind == PlanKind.Equilibrium ? null : layers,
        Stages = bindings.Stages.Skip(1).Select((s, i) => new StageStart(bindings.Stages.Take(i + 1).Sum(before => before.Layers), s.Projects)).ToEquatableArray(),
        HasTransition = bindings.Border is not null,
        SharedInputs = bindings.Shared.ToEquatableArray(),
        PerLayer = bindings.Operators.Where(o => o.Value.Factory is not null).Select(o => o.Key).ToEquatableArray(),
        Trained = TrainedOnes().Select(t => new Lowering.TrainedCoefficient(t.Coefficient.Name, t.Trained.PerLayer, t.Trained.IsBounded, t.Trained.Channels > 0, t.Trained.PerPair)).ToEquatableArray(),
        Constants = bindings.Coefficients.Where(c => c.Value.Number is not null).Select(c => c.Key).ToEquatableArray(),
        Scheduled = bindings.Scheduled.ToEquatableArray()
    };

    private BoundOperator Make(OperatorPlan op, ModuleRange range, OperatorCalls calls)
    {
        OperatorBinding binding = bindings.Operators[op.Name];
        if (binding.Function is { } function)
            return new BoundOperator(op.Name, [], false, function, null);
        (int first, int last) = range.IsPerLayer ? (range.First.Evaluate(layers), range.Last.Evaluate(layers)) : (0, 0);
        nn.Module[] modules = binding.Factory is { } factory
            ? [.. Enumerable.Range(first, last - first + 1).Select(k => calls.Make(op.Name, k, () => factory(k)))]
            : [binding.Module!];
        foreach (nn.Module module in modules)
            BindingCheck.Require(op, module, binding.Adjoint is not null);
        return new BoundOperator(op.Name, modules, range.IsPerLayer, null, binding.Adjoint);
    }

    private NumberReader Reader(string name)
    {
        switch (bindings.Coefficients[name])
        {
            case { Number: { } number }:
                return (_, _) => number;
            case { Schedule: { } schedule }:
                return (k, _) => schedule(k);
            case { Table: { } table }:
                return (k, j) => table(k, j);
            case { Values: { } array }:
                CheckedValues values = CheckedValues.Of(name, array);
                return (k, _) => values[k];
            default:
                throw new InvalidOperationException($"{name} is trained and no number.");
        }
    }
}
