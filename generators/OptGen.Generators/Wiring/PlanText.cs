using System.Text;
using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Writes a plan for people: what is computed when, and what is kept.</summary>
internal static class PlanText
{
    public static string Write(Plan plan)
    {
        var text = new StringBuilder();
        foreach (StatePlan state in plan.States)
            text.Append($"state {state.Name}: {state.Role}, from {state.FirstIndex}, {Write(state.History)}\n");
        for (int i = 0; i < plan.Evaluations.Count; i++)
        {
            EvaluationPlan evaluation = plan.Evaluations[i];
            text.Append($"value {Write(plan, i, AffineIndex.AtLayer(0), "i")}: newest {evaluation.Newest?.ToString() ?? "none"}, from {evaluation.FirstIndex}, {Write(evaluation.History)}\n");
        }
        foreach (OperatorPlan op in plan.Operators)
            text.Append($"operator {op.Name}: {(op.IsSingle ? "single" : $"{op.First}..{op.Last}")}{(op.Adjoint ? ", adjoint" : "")}\n");
        foreach (CoefficientPlan coefficient in plan.Coefficients.Where(c => c.IndexCount > 0))
            text.Append($"coefficient {coefficient.Name}: {string.Join(", ", coefficient.Last.Select(b => $"0..{b}"))}\n");
        foreach (ScalarLinePlan line in plan.Scalars)
        {
            string given = string.Concat(line.Given.Select((g, i) => $"{line.LeftOfGiven(i)} = {g}; "));
            text.Append($"number {given}{(line.Update is { } update ? $"{line.Left(plan.Kind == PlanKind.Equilibrium)} = {update}" : "")}\n");
        }
        Write(text, plan, "before", plan.Prologue);
        Write(text, plan, "layer", plan.Layer);
        Write(text, plan, "after", plan.Epilogue);
        string outputs = string.Join(", ", plan.Outputs.Select(o => Write(plan, o)));
        return text.Append($"out = {(plan.MoreOutputs.Count > 0 ? $"({outputs})" : outputs)}\n").ToString();
    }

    public static string Write(Plan plan, LinearCombination combination)
    {
        if (combination.Terms.Count == 0)
            return "0";
        return string.Join(" + ", combination.Terms.Select(t => t.Coefficient.IsOne ? Write(plan, t.Value) : $"({t.Coefficient})*{Write(plan, t.Value)}"));
    }

    private static void Write(StringBuilder text, Plan plan, string heading, IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
            text.Append(heading).Append(": ").Append(Write(plan, step)).Append('\n');
    }

    private static string Write(Plan plan, Step step) => step switch
    {
        AssignStep assign => $"{State(plan, assign.State, assign.Index)} = {Write(plan, assign.Value)}",
        ZeroStep zero => $"{State(plan, zero.State, zero.Index)} = zeros like {Write(plan, zero.Like)}",
        EvaluateStep evaluate =>
            Call(plan, plan.Evaluations[evaluate.Evaluation].Evaluation.Callee, evaluate.Module.ToString(), evaluate.Parameters, evaluate.Arguments)
            + (evaluate.FromLayer > 0 ? $" from layer {evaluate.FromLayer}" : ""),
        SolveStep solve =>
            $"solve {string.Join(", ", solve.Unknowns.Select(u => State(plan, u.State, u.Index)))} {{ {string.Join("; ", solve.Body.Select(s => Write(plan, s)))} }}",
        _ => ""
    };

    private static string Write(Plan plan, TensorValue value) => value switch
    {
        StateValue state => State(plan, state.State, state.Index),
        EvaluationValue evaluation => Write(plan, evaluation.Evaluation, evaluation.Index, evaluation.Index.ToString()),
        InputValue input => plan.Inputs[input.Input].Name,
        OneValue => "1",
        SumValue sum => $"sum[j={sum.From}..{sum.To}]({Write(plan, sum.Body)})",
        _ => ""
    };

    private static string Write(Plan plan, int number, AffineIndex index, string shown)
    {
        Evaluation evaluation = plan.Evaluations[number].Evaluation;
        string name = evaluation.Callee switch
        {
            OperatorCallee callee => plan.Operators[callee.Operator].Name + (callee.Adjoint ? "^T" : ""),
            FunctionCallee callee => Vocabulary.NameOf(callee.Function),
            ProductCallee => ProductCallee.Sign,
            _ => ""
        };
        return evaluation.IsConstant && index.IsNumber ? $"#{number}:{name}" : $"#{number}:{name}@{shown}";
    }

    /// <summary>A state's iterate as the recurrence writes it: x_k, x_&lt;k+1&gt;, x_0, and z in an equilibrium.</summary>
    public static string Iterate(Plan plan, int number, AffineIndex index) => plan.Kind == PlanKind.Equilibrium ? plan.States[number].Name : State(plan, number, index);

    private static string State(Plan plan, int number, AffineIndex index)
    {
        string text = index.ToString();
        return plan.States[number].Name + (text.All(char.IsLetterOrDigit) ? "_" + text : "_<" + text + ">");
    }

    private static string Call(
        Plan plan, Callee callee, string module, EquatableArray<Scalar> parameters, EquatableArray<LinearCombination> arguments)
    {
        string name = callee switch
        {
            OperatorCallee op => plan.Operators[op.Operator].Name + "<" + module + ">" + (op.Adjoint ? "^T" : ""),
            FunctionCallee function => Vocabulary.NameOf(function.Function),
            ProductCallee => ProductCallee.Sign,
            _ => ""
        };
        return name + (parameters.Count == 0 ? "" : "[" + string.Join(", ", parameters) + "]")
            + "(" + string.Join(", ", arguments.Select(a => Write(plan, a))) + ")";
    }

    private static string Write(History history) =>
        (history.Dense ? "keeps all" : $"keeps {history.Kept}") + (history.Pinned.Count == 0 ? "" : $", pins {string.Join(", ", history.Pinned)}");
}
