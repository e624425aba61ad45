using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Finds the module that an application asks for.</summary>
internal sealed class Calls(Plan plan, LoweringOptions options, LayerClock clock)
{
    /// <summary>Whether a stage begins here, whose first module is that of its first layer.</summary>
    public bool CountsFromStart { get; set; }

    public TensorExpression Call(EvaluateStep step, EquatableArray<Place> arguments, EquatableArray<Factor> parameters, int fromLayer)
    {
        Callee callee = plan.Evaluations[step.Evaluation].Evaluation.Callee;
        if (callee is FunctionCallee function)
            return new FunctionExpression(function.Function, new ReadExpression(arguments[0]), parameters, InPlace: false);
        if (callee is ProductCallee)
            return new ProductExpression(arguments[0], arguments[1]);
        var applied = (OperatorCallee)callee;
        return new ApplyExpression(applied.Operator, applied.Adjoint, Module(plan.Operators[applied.Operator], step.Module, fromLayer), arguments, parameters);
    }

    /// <summary>
    /// Which of the modules made it is, counted from the first one: below module 0 stands module 0, and in a stage that began anew that of its first
    /// layer. Null where one module serves all.
    /// </summary>
    private IndexValue? Module(OperatorPlan op, AffineIndex module, int fromLayer)
    {
        if (op.IsSingle || !options.PerLayer.Contains(op.Name))
            return null;
        AffineIndex index = clock.Fold(module);
        // With stages the number of layers is known.
        if (clock.BeginsAnew && module.IsEnd)
            index = AffineIndex.At(Math.Max(index.Offset, options.Stages.Last(s => !s.Projects).FirstLayer));
        if (op.First.FromEnd is { } fromEnd)
        {
            AffineIndex first = clock.Fold(AffineIndex.AtEnd(fromEnd));
            if (index.IsNumber && first.IsNumber)
                return IndexValue.At(Math.Max(index.Offset, 0) - Math.Max(first.Offset, 0));
            // max(L + a, 0) - max(L + b, 0); there is at least one layer.
            int distance = index.Offset - first.Offset;
            return first.Offset >= -1 ? IndexValue.At(distance) : new IndexValue(index, Ceiling: distance, Floor: Floor.Zero);
        }
        int least = op.First.Least;
        if (index.IsNumber)
            return CountsFromStart ? new IndexValue(AffineIndex.At(index.Offset - least), 1) : IndexValue.At(Math.Max(index.Offset, 0) - least);
        bool mayBeBelow = index.Offset + (index.IsEnd ? 1 : fromLayer) < 0;
        if (!mayBeBelow)
            return new IndexValue(index.Plus(-least));
        return new IndexValue(index, Floor: clock.BeginsAnew && index.IsLayer ? Floor.Start : Floor.Zero, Shift: -least);
    }
}
