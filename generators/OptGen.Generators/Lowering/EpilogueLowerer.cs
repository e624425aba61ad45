using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Lowers what is computed after the last layer, and the result.</summary>
internal sealed class EpilogueLowerer(LoweringContext context)
{
    private readonly Dictionary<Family, int> _appended = [];

    public void Lower()
    {
        context.Coefficients.Implied = AffineIndex.AtEnd(-1);
        context.Places.BeginLayer();
        context.IsAfterLayers = true;
        foreach (EvaluateStep step in context.Plan.Epilogue.Cast<EvaluateStep>())
        {
            (Family family, AffineIndex index) = context.Families.Target(step);
            string stem = family.Stem + (family.Newest is null || context.IsEquilibrium ? "" : "Last");
            var variable = new Variable(context.Names.Take(stem), VariableKind.Tensor);
            context.Applications.Write(step, variable, declare: true);
            context.Places.ComputedAtEnd(new EvaluationValue(step.Evaluation, index), variable);
            if (family.Storage == Storage.List)
                Append(step.Evaluation, family);
        }
        Return();
    }

    /// <summary>A list goes on in order, whatever the order in which its last values are computed.</summary>
    private void Append(int evaluation, Family family)
    {
        int next = _appended.TryGetValue(family, out int known) ? known : family.Newest!.Value;
        while (context.Places.IsComputedAtEnd(new EvaluationValue(evaluation, AffineIndex.AtEnd(next))))
        {
            Place value = context.Places.Read(new EvaluationValue(evaluation, AffineIndex.AtEnd(next)));
            context.Output.Add(new AppendStatement(family.Buffer!, value));
            next++;
        }
        _appended[family] = next;
    }

    private void Return()
    {
        var returned = new List<TensorExpression>();
        var before = new List<TensorValue>();
        foreach (LinearCombination output in context.Plan.Outputs)
            returned.Add(Result(output, before));
        context.Output.Add(new ReturnStatement(returned.ToEquatableArray()));
    }

    /// <param name="output">What is returned.</param>
    /// <param name="before">What is returned before it as it is: a tensor that is returned twice has two handles.</param>
    private TensorExpression Result(LinearCombination output, List<TensorValue> before)
    {
        if (!Steps.IsPlain(output))
        {
            var result = new Variable(context.Names.Take("result"), VariableKind.Tensor);
            context.Applications.Locate("out");
            context.Applications.Combine(result, output);
            return new ReadExpression(new VariablePlace(result));
        }
        TensorValue value = output.Terms[0].Value;
        var read = new ReadExpression(context.Places.Read(value));
        bool isOwn = !MayBeCallers(value) && !before.Exists(b => MayBeOne(b, value));
        before.Add(value);
        return isOwn ? read : new AliasExpression(read);
    }

    /// <summary>Whether two reads may give the same tensor, with as few layers as there may be: below the first iterate stands the first.</summary>
    private bool MayBeOne(TensorValue one, TensorValue other)
    {
        if (one == other)
            return true;
        if (context.Families.Find(one) is not { } a || context.Families.Find(other) is not { } b || a.Family != b.Family)
            return false;
        if (context.Clock.BeginsAnew)
            return true;
        (AffineIndex first, AffineIndex second) = (context.Clock.Fold(a.Index), context.Clock.Fold(b.Index));
        int lowest = a.Family.FirstIndex;
        if (first.IsNumber != second.IsNumber)
        {
            (AffineIndex number, AffineIndex end) = first.IsNumber ? (first, second) : (second, first);
            return Math.Max(number.Offset, lowest) - end.Offset >= context.Clock.LeastLayers;
        }
        return first == second || Math.Max(first.Offset, second.Offset) + (first.IsNumber ? 0 : context.Clock.LeastLayers) <= lowest;
    }

    /// <summary>Whether a value may be a tensor that the caller has passed in, which it keeps.</summary>
    private bool MayBeCallers(TensorValue value)
    {
        if (context.Families.Find(value) is not { } found)
            return true;
        if (found.Family.CallersIndex is not { } callers)
            return false;
        // Where the history begins anew, the last layers count from there, and what a state began with may be an input again.
        AffineIndex index = context.Clock.BeginsAnew ? found.Index : context.Clock.Fold(found.Index);
        return index.Offset + (index.IsNumber ? 0 : context.Clock.LeastLayers) <= callers;
    }
}
