using OptGen.Execution;
using OptGen.Notation;
using OptGen.Wiring;
using static TorchSharp.torch;

namespace OptGen;

/// <content>Modules made at run time.</content>
public sealed partial class Recurrence
{
    /// <summary>
    /// Makes a module that runs the recurrence: the program of a generated class, with the same parameters, names in state_dict, releases and settings of solves. It is an
    /// <see cref="IRecurrenceModule"/>, too.
    /// </summary>
    /// <param name="bindings">What the names of the recurrence stand for.</param>
    /// <returns>A module of one input. The modules that were bound belong to it.</returns>
    /// <exception cref="ArgumentException">The bindings do not fit the recurrence, or it has several inputs; the message says what is wrong.</exception>
    /// <exception cref="CoefficientException">A number of the recurrence is not finite, or is made of one that is not there.</exception>
    /// <exception cref="NetworkException">A factory has failed.</exception>
    public nn.Module<Tensor, Tensor> ToModule(RecurrenceBindings bindings) => ToModule<nn.Module<Tensor, Tensor>>(bindings);

    /// <summary>Makes a module of as many inputs as the recurrence has: <c>ToModule&lt;Module&lt;Tensor, Tensor, Tensor&gt;&gt;</c> for two of them.</summary>
    /// <typeparam name="TModule">The type of the module: <c>Module&lt;Tensor, Tensor&gt;</c> and so on, up to six inputs; <c>Module&lt;Tensor, (Tensor, Tensor)&gt;</c> where <c>out</c> gives two.</typeparam>
    /// <inheritdoc cref="ToModule(RecurrenceBindings)"/>
    public TModule ToModule<TModule>(RecurrenceBindings bindings)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(bindings);
        (Plan wired, int layers) = Wire(bindings);
        new BindingCheck(wired, bindings).Check();
        ReversalPlan? reversal = ReversibleBindings.Find(wired, Text, bindings, layers);
        int outputs = wired.Outputs.Count();
        string result = outputs == 1 ? "Tensor" : $"({string.Join(", ", Enumerable.Repeat("Tensor", outputs))})";
        string expected = $"Module<{string.Concat(Enumerable.Repeat("Tensor, ", Inputs.Count))}{result}>";
        return outputs switch
        {
            1 => Make(t => t[0]),
            2 => Make(t => (t[0], t[1])),
            3 => Make(t => (t[0], t[1], t[2])),
            4 => Make(t => (t[0], t[1], t[2], t[3])),
            5 => Make(t => (t[0], t[1], t[2], t[3], t[4])),
            _ => Make(t => (t[0], t[1], t[2], t[3], t[4], t[5]))
        };

        TModule Make<TResult>(Func<Tensor[], TResult> results)
        {
            Type type = Inputs.Count switch
            {
                1 => typeof(nn.Module<Tensor, TResult>),
                2 => typeof(nn.Module<Tensor, Tensor, TResult>),
                3 => typeof(nn.Module<Tensor, Tensor, Tensor, TResult>),
                4 => typeof(nn.Module<Tensor, Tensor, Tensor, Tensor, TResult>),
                5 => typeof(nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, TResult>),
                _ => typeof(nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, TResult>)
            };
            if (!typeof(TModule).IsAssignableFrom(type))
            {
                string gives = outputs == 1 ? "" : $" and gives {outputs} tensors";
                throw new ArgumentException(
                    $"The recurrence has {Inputs.Count} {(Inputs.Count == 1 ? "input" : "inputs")} ({string.Join(", ", Inputs)}){gives}, so its module is a {expected}; write ToModule<{expected}>(bindings).",
                    nameof(bindings));
            }
            var core = new NetworkCore(this, new NetworkBuilder(wired, bindings, layers, reversal).Build());
            nn.Module module = Inputs.Count switch
            {
                1 => new RecurrenceModule1<TResult>(core, results),
                2 => new RecurrenceModule2<TResult>(core, results),
                3 => new RecurrenceModule3<TResult>(core, results),
                4 => new RecurrenceModule4<TResult>(core, results),
                5 => new RecurrenceModule5<TResult>(core, results),
                _ => new RecurrenceModule6<TResult>(core, results)
            };
            return (TModule)module;
        }
    }

    /// <summary>The plan with the number of layers that the bindings say.</summary>
    private (Plan Plan, int Layers) Wire(RecurrenceBindings bindings)
    {
        int? ofStages = bindings.Stages.Count > 0 ? bindings.Stages.Sum(s => s.Layers) : null;
        if (plan.Value.Kind == PlanKind.Equilibrium)
        {
            return bindings.Layers is null or 1 && ofStages is null
                ? (plan.Value, 1)
                : throw BindingCheck.Fault("The recurrence is an equilibrium, which is solved once and has no layers; leave Layers and stages out.");
        }
        if (bindings.Layers is < 1)
            throw BindingCheck.Fault($"A network has at least 1 layer, not {bindings.Layers}.");
        if (ofStages is { } sum && bindings.Layers is { } said && sum != said)
            throw BindingCheck.Fault($"The stages have {sum} layers together, but Layers is {said}; leave Layers out.");
        int layers = ofStages ?? bindings.Layers ?? known.Layers
            ?? throw BindingCheck.Fault("Nothing says how many layers the network has; give the bindings Layers, such as new RecurrenceBindings { Layers = 12 }.");
        if (known.Layers is { } read && read != layers)
            throw BindingCheck.Fault($"The recurrence was read as one of {read} layers, and the bindings say {layers}; leave the number out in one place.");
        WiringResult wired = Wirer.Wire(Parser.Parse(Text).Tree, known with { Layers = layers, Scheduled = bindings.Scheduled.ToEquatableArray() });
        return (wired.Plan ?? throw BindingCheck.Fault($"With {layers} layers the recurrence has a mistake: {wired.Problems.First(p => p.Severity == Severity.Error).Message}"), layers);
    }
}
