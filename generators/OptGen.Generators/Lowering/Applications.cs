using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Lowers steps that give a variable its value: combinations, zeros, and applications with the tensors made for their arguments.</summary>
internal sealed class Applications(LoweringContext context)
{
    /// <summary>Gives a variable the value of a step.</summary>
    public void Write(Step step, Variable variable, bool declare, int fromLayer = 0)
    {
        switch (step)
        {
            case ZeroStep zero:
                Put(variable, new ZerosExpression(context.Places.Read(zero.Like)), declare);
                break;
            case AssignStep assignment when Steps.IsPlain(assignment.Value):
                // Another name for the same tensor needs a handle of its own, so that both can be released.
                Put(variable, new AliasExpression(new ReadExpression(context.Places.Read(assignment.Value.Terms[0].Value))), declare);
                break;
            case AssignStep assignment:
                Locate(PlanText.Iterate(context.Plan, assignment.State, assignment.Index));
                Combine(variable, assignment.Value, declare);
                break;
            case EvaluateStep evaluation:
                Evaluate(evaluation, variable, declare, fromLayer);
                break;
            default:
                throw new InvalidOperationException($"{step.GetType().Name} gives no variable its value.");
        }
    }

    /// <summary>Declares a variable with a combination in a tensor of its own.</summary>
    public void Combine(Variable variable, LinearCombination combination, bool declare = true)
    {
        if (declare)
            context.Combinations.Declare(variable, combination, context.Shape, context.Output);
        else
            context.Combinations.Set(variable, combination, context.Shape, context.Output);
    }

    /// <summary>Says what is computed from here on. Operators say themselves what becomes of them.</summary>
    public void Locate(string place) => context.Output.Add(new LocateStatement(place));

    public void Put(Variable variable, TensorExpression value, bool declare) =>
        context.Output.Add(declare ? new DeclareStatement(variable, value) : new SetStatement(new VariablePlace(variable), value));

    /// <summary>The application of a step whose arguments are tensors as they are.</summary>
    public TensorExpression Plain(EvaluateStep step, int fromLayer) => context.Calls.Call(
        step, step.Arguments.Select(a => context.Places.Read(a.Terms[0].Value)).ToEquatableArray(), Parameters(step), fromLayer);

    private EquatableArray<Factor> Parameters(EvaluateStep step) => step.Parameters.Select(context.Combinations.FactorOf).ToEquatableArray();

    private void Evaluate(EvaluateStep step, Variable variable, bool declare, int fromLayer)
    {
        bool isProduct = context.Plan.Evaluations[step.Evaluation].Evaluation.Callee is ProductCallee;
        if (isProduct)
            Locate($"the product {Factor(step.Arguments[0])}*{Factor(step.Arguments[1])}");
        else if (step.Arguments.Any(a => !Steps.IsPlain(a)))
            Locate("the argument of " + Name(step));
        if (InPlace(step) is { } value)
        {
            Put(variable, value, declare);
            return;
        }
        var arguments = new List<Place>();
        var temporary = new List<Place>();
        foreach (LinearCombination argument in step.Arguments)
        {
            if (Steps.IsPlain(argument))
            {
                arguments.Add(context.Places.Read(argument.Terms[0].Value));
                continue;
            }
            var made = new Variable(context.Names.Take("argument"), VariableKind.Tensor);
            Combine(made, argument);
            temporary.Add(new VariablePlace(made));
            arguments.Add(new VariablePlace(made));
        }
        TensorExpression call = context.Calls.Call(step, arguments.ToEquatableArray(), Parameters(step), fromLayer);
        Put(variable, call, declare);
        foreach (Place made in temporary)
            context.Output.Add(new ReleaseStatement(made, null));
    }

    /// <summary>A factor of a product, for messages.</summary>
    private string Factor(LinearCombination combination) => !Steps.IsPlain(combination) ? "(…)" : combination.Terms[0].Value switch
    {
        StateValue state => PlanText.Iterate(context.Plan, state.State, state.Index),
        InputValue input => context.Plan.Inputs[input.Input].Name,
        EvaluationValue { Evaluation: var number } when context.Plan.Evaluations[number].Evaluation.Callee is ProductCallee => "(…)",
        EvaluationValue evaluation => LinearModel.NameOf(context.Plan, evaluation.Evaluation) + "(…)",
        _ => "(…)"
    };

    private string Name(EvaluateStep step) => context.Plan.Evaluations[step.Evaluation].Evaluation.Callee switch
    {
        OperatorCallee callee => context.Plan.Operators[callee.Operator].Name + (callee.Adjoint ? "^T" : ""),
        FunctionCallee function => Vocabulary.NameOf(function.Function),
        _ => ""
    };

    /// <summary>
    /// A function of a combination, written into the tensor that the combination makes: no derivative of a sum needs its value, and these functions
    /// keep their result, not what they are applied to. Null where that cannot be.
    /// </summary>
    private FunctionExpression? InPlace(EvaluateStep step)
    {
        if (context.Plan.Evaluations[step.Evaluation].Evaluation.Callee is not FunctionCallee { Function: TensorFunction.Relu or TensorFunction.Tanh or TensorFunction.Sigmoid } function)
            return null;
        LinearCombination argument = step.Arguments[0];
        if (Steps.IsPlain(argument) || argument.Terms.Any(t => t.Value is SumValue))
            return null;
        return new FunctionExpression(function.Function, context.Combinations.Chain([.. argument.Terms], context.Shape), [], InPlace: true);
    }
}
