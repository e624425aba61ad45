using OptGen.Binding;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes applications of operators and functions to tensors.</summary>
internal sealed class CallWriter(NetworkModel model, Plan plan, ModuleNames members, CoefficientReader coefficients)
{
    /// <summary>The class's own module.</summary>
    public const string This = "this";

    private readonly Dictionary<string, OperatorModel> _operators = model.Operators.ToDictionary(o => o.Name, StringComparer.Ordinal);

    /// <summary>Whether a stage begins here, whose first module is that of its first layer.</summary>
    public bool CountsFromStart { get; set; }

    public string Call(EvaluateStep step, IReadOnlyList<string> arguments)
    {
        Callee callee = plan.Evaluations[step.Evaluation].Evaluation.Callee;
        var scalars = step.Parameters.Select(coefficients.Scalars.Write).ToList();
        return callee is FunctionCallee function ? Call(function.Function, arguments[0], scalars) : Call((OperatorCallee)callee, step.Module, arguments, scalars);
    }

    private static string Call(TensorFunction function, string argument, List<ScalarCode> scalars) => function == TensorFunction.Soft
        ? $"{CSharp.Services}.Shrinkage.Soft({argument}, {scalars[0].Text})"
        : $"{argument}.{Vocabulary.NameOf(function)}()";

    private string Call(OperatorCallee callee, AffineIndex moduleIndex, IReadOnlyList<string> arguments, List<ScalarCode> scalars)
    {
        OperatorPlan op = plan.Operators[callee.Operator];
        OperatorModel bound = _operators[op.Name];
        string list = string.Join(", ", arguments.Concat(scalars.Select((s, i) => AsArgument(s, bound.Scalars[i]))));
        if (bound.Form == OperatorForm.Function)
            return $"{bound.Identifier}({list})";
        string target = Target(bound, op, moduleIndex);
        if (!callee.Adjoint)
            return $"{target}.call({list})";
        return bound.Adjoint == AdjointForm.Method ? $"{target}.Adjoint({list})" : $"{CSharp.Services}.Adjoints.Apply({target}, {list})";
    }

    /// <summary>
    /// The expression for the module that an application calls; null when it calls none. A method of the class may call any, and so may what is
    /// no module: the class's own module stands for all of them.
    /// </summary>
    public string? Module(EvaluateStep step)
    {
        if (plan.Evaluations[step.Evaluation].Evaluation.Callee is not OperatorCallee callee)
            return null;
        OperatorPlan op = plan.Operators[callee.Operator];
        OperatorModel bound = _operators[op.Name];
        if (bound.Form == OperatorForm.Function)
            return bound.IsStatic ? null : This;
        return bound.IsModule ? Target(bound, op, step.Module) : This;
    }

    private string Target(OperatorModel bound, OperatorPlan op, AffineIndex moduleIndex)
    {
        string target = bound.Form == OperatorForm.Member ? bound.Identifier : members.Field(op.Name);
        return ModuleNames.IsPerLayer(bound, op) ? $"{target}[{ModulePosition(moduleIndex, op.First)}]" : target;
    }

    /// <summary>Where in the list a module stands: the list begins with the first number that occurs; below 0 it is module 0.</summary>
    private string ModulePosition(AffineIndex index, IndexBound first)
    {
        if (first.FromEnd is { } fromEnd)
            return $"{coefficients.Scalars.Write(index).Text} - {coefficients.Scalars.Write(AffineIndex.AtEnd(fromEnd)).At(Precedence.Primary)}";
        string text = coefficients.Scalars.Write(index.Plus(-first.Least)).Text;
        if (index.IsNumber && CountsFromStart)
            return LayerClock.AtStart(text);
        // Below the first module of a stage stands that one, as module 0 does below the first of all.
        if (index is { IsLayer: true, Offset: < 0 } && model.Stages.Count > 1)
            return $"global::System.Math.Max({text}, {LayerClock.Start})";
        // There is at least one layer.
        return !index.IsNumber && index.Offset + (index.IsEnd ? 1 : 0) < first.Least ? ScalarWriter.NotBelowZero(text) : text;
    }

    private static string AsArgument(ScalarCode code, ScalarParameter parameter) =>
        parameter.IsTensor && !code.IsTensor ? $"{CSharp.Torch}.tensor((double){code.At(Precedence.Primary)})" : code.Text;
}
