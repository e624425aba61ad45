using OptGen.Blocks;
using OptGen.Notation;
using OptGen.Wiring;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>Checks bindings against a plan before anything is made: what is missing, what is too much, and what does not fit.</summary>
internal sealed class BindingCheck(Plan plan, RecurrenceBindings bindings)
{
    private const int MostTensors = 6;

    /// <exception cref="ArgumentException">Something does not fit; the message says what, and what to do.</exception>
    public void Check()
    {
        string[] names = [.. plan.Operators.Select(o => o.Name), .. plan.Coefficients.Select(c => c.Name)];
        foreach (string unknown in bindings.Operators.Keys.Concat(bindings.Coefficients.Keys).Where(n => !names.Contains(n)))
            throw Fault($"The recurrence has no {unknown}{Nearest(unknown, names)}; it has {(names.Length == 0 ? "nothing to bind" : string.Join(", ", names))}.");
        foreach (OperatorPlan op in plan.Operators)
            Check(op);
        foreach (CoefficientPlan coefficient in plan.Coefficients)
            Check(coefficient);
        if (bindings.Border is not null && bindings.Stages.Count < 2)
            throw Fault("There is a transition, but no second stage that it leads into; say the stages with Stage(layers), or leave Transition out.");
        if (bindings.Border is { Name: var border } && names.Contains(border))
            throw Fault($"The transitions are registered as {border}, which the recurrence has a meaning for; give them another name in Transition(…, name: …).");
        if (bindings.Implicit is not null && !plan.IsImplicit)
            throw Fault("Implicit says how layers are solved, but no layer of this recurrence is; leave Implicit out.");
        foreach (string shared in bindings.Shared.Where(s => !plan.Inputs.Any(i => i.Name == s && i.Spans.Spans.Count > 0)))
        {
            throw Fault(plan.Inputs.Any(i => i.Name == shared)
                ? $"Shared names {shared}, which only begins a state and so has a row for each sample; leave it out."
                : $"Shared names {shared}, which is no input; the inputs are {string.Join(", ", plan.Inputs.Select(i => i.Name))}.");
        }
        if (bindings.Shared.Count > 0 && !plan.IsImplicit)
            throw Fault("Shared says which inputs the samples of a solve share, but no layer of this recurrence is solved; leave Shared out.");
        if (plan.Inputs.Count is 0 or > MostTensors)
            throw Fault($"A module has 1 to {MostTensors} inputs, and this recurrence has {plan.Inputs.Count}.");
    }

    private void Check(OperatorPlan op)
    {
        if (!bindings.Operators.TryGetValue(op.Name, out OperatorBinding? binding))
        {
            string advice = op.Parameters > 0 ? $"with Function(\"{op.Name}\", …)" : $"with Operator(\"{op.Name}\", …) or Function(\"{op.Name}\", …)";
            throw Fault(bindings.Coefficients.ContainsKey(op.Name)
                ? $"{op.Name} is bound to a coefficient, but the recurrence applies it to a tensor; bind it {advice}."
                : $"{op.Name} is not bound; say what it is, {advice}.");
        }
        if (binding.Function is { } function)
            CheckFunction(op, function);
        else if (op.Parameters > 0)
            throw Fault($"{op.Name} has scalars in brackets, which a module does not take; bind it with Function.");
        else if (op.Arguments > MostTensors)
            throw Fault($"{op.Name} is applied to {op.Arguments} tensors, and a module takes at most {MostTensors}; bind it with Function.");
    }

    private static void CheckFunction(OperatorPlan op, Delegate function)
    {
        if (op.Adjoint)
            throw Fault($"The recurrence applies the adjoint of {op.Name}, which a function does not have; bind it with Operator.");
        bool fits = function switch
        {
            Func<Tensor, Tensor> => (op.Arguments, op.Parameters) == (1, 0),
            Func<Tensor, double, Tensor> => (op.Arguments, op.Parameters) == (1, 1),
            Func<Tensor, double, double, Tensor> => (op.Arguments, op.Parameters) == (1, 2),
            Func<Tensor, Tensor, Tensor> => (op.Arguments, op.Parameters) is (2, 0) or (1, 1),
            _ => true
        };
        if (!fits)
            throw Fault($"{op.Name} is applied to {Count(op.Arguments, "tensor")} with {Count(op.Parameters, "scalar")} in brackets, which the function bound to it does not take; bind one that does.");
    }

    private void Check(CoefficientPlan coefficient)
    {
        if (!bindings.Coefficients.TryGetValue(coefficient.Name, out CoefficientBinding? binding))
        {
            throw Fault(bindings.Operators.ContainsKey(coefficient.Name)
                ? $"{coefficient.Name} is bound to an operator, but the recurrence reads it as a coefficient; bind it with Coefficient or Learned."
                : $"{coefficient.Name} is not bound; say what it is, with Coefficient(\"{coefficient.Name}\", …) or Learned(\"{coefficient.Name}\", …).");
        }
        (int least, int most) = binding.Indices;
        if (coefficient.IndexCount < least || coefficient.IndexCount > most)
        {
            string expected = most == 0 ? "no index" : least == most ? Count(most, "index", "indices") : "one index or none";
            throw Fault($"{coefficient.Name} is bound as {binding.Description} and takes {expected}, but the recurrence writes it with {Count(coefficient.IndexCount, "index", "indices")}; bind it as what it is.");
        }
        if (binding.Number is { } number && !double.IsFinite(number))
            throw new CoefficientException($"{coefficient.Name} is {OptGen.CompilerServices.Numbers.Text(number)}; the numbers of a network must be finite.");
    }

    /// <summary>Checks a module that has been made.</summary>
    public static nn.Module Require(OperatorPlan op, nn.Module module, bool hasAdjoint)
    {
        bool fits = op.Arguments switch
        {
            1 => module is nn.Module<Tensor, Tensor>,
            2 => module is nn.Module<Tensor, Tensor, Tensor>,
            3 => module is nn.Module<Tensor, Tensor, Tensor, Tensor>,
            4 => module is nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor>,
            5 => module is nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>,
            _ => module is nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>
        };
        if (!fits)
            throw Fault($"{op.Name} is applied to {Count(op.Arguments, "tensor")}, but a {module.GetType().Name} does not turn {(op.Arguments == 1 ? "one" : "as many")} into one; bind a Module<{string.Concat(Enumerable.Repeat("Tensor, ", op.Arguments))}Tensor>.");
        if (op.Adjoint && !hasAdjoint && module is not (LinearOperator or Linear or Conv2d))
            throw Fault($"The recurrence applies the adjoint of {op.Name}, and a {module.GetType().Name} has none that is known; bind a LinearOperator, or say the adjoint in Operator(\"{op.Name}\", …, adjoint: (module, y) => …).");
        return module;
    }

    /// <summary>What is wrong with bindings.</summary>
    /// <param name="message">What it is, and what to do.</param>
    /// <param name="argument">The name under which users hand them over.</param>
    public static ArgumentException Fault(string message, string argument = "bindings") => new(message, argument);

    private static string Nearest(string name, string[] names) => Spelling.Nearest(name, names) is { } near ? $" (did you mean {near}?)" : "";

    private static string Count(int number, string noun, string? several = null) => number switch { 0 => $"no {noun}", 1 => $"1 {noun}", _ => $"{number} {several ?? noun + "s"}" };
}
