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
    /// <typeparam name="TModule">The type of the module: <c>Module&lt;Tensor, Tensor&gt;</c> and so on, up to six inputs.</typeparam>
    /// <inheritdoc cref="ToModule(RecurrenceBindings)"/>
    public TModule ToModule<TModule>(RecurrenceBindings bindings)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(bindings);
        Type type = Inputs.Count switch
        {
            1 => typeof(nn.Module<Tensor, Tensor>),
            2 => typeof(nn.Module<Tensor, Tensor, Tensor>),
            3 => typeof(nn.Module<Tensor, Tensor, Tensor, Tensor>),
            4 => typeof(nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor>),
            5 => typeof(nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>),
            _ => typeof(nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>)
        };
        (Plan wired, int layers) = Wire(bindings);
        new BindingCheck(wired, bindings).Check();
        if (!typeof(TModule).IsAssignableFrom(type))
        {
            string expected = $"Module<{string.Concat(Enumerable.Repeat("Tensor, ", Inputs.Count))}Tensor>";
            throw new ArgumentException(
                $"The recurrence has {Inputs.Count} {(Inputs.Count == 1 ? "input" : "inputs")} ({string.Join(", ", Inputs)}), so its module is a {expected}; write ToModule<{expected}>(bindings).", nameof(bindings));
        }
        var core = new NetworkCore(this, new NetworkBuilder(wired, bindings, layers).Build());
        nn.Module module = Inputs.Count switch
        {
            1 => new RecurrenceModule1(core),
            2 => new RecurrenceModule2(core),
            3 => new RecurrenceModule3(core),
            4 => new RecurrenceModule4(core),
            5 => new RecurrenceModule5(core),
            _ => new RecurrenceModule6(core)
        };
        return (TModule)module;
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
        WiringResult wired = Wirer.Wire(Parser.Parse(Text).Tree, known with { Layers = layers });
        return (wired.Plan ?? throw BindingCheck.Fault($"With {layers} layers the recurrence has a mistake: {wired.Problems.First(p => p.Severity == Severity.Error).Message}"), layers);
    }
}
