using OptGen.CompilerServices;
using OptGen.Wiring;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>What networks of any number of inputs share.</summary>
internal sealed class NetworkCore(Recurrence recurrence, NetworkParts parts) : IDisposable
{
    public Recurrence Recurrence => recurrence;

    public NetworkParts Parts => parts;

    private readonly CompiledProgram _program = new(parts, parts.Program);

    // Made when iterates are first asked for, which most networks never are.
    private readonly Lazy<CompiledProgram> _withIterates = new(() => new CompiledProgram(parts, parts.WithIterates.Value));

    /// <summary>Runs the network.</summary>
    /// <param name="network">The network itself: iterates are asked for by it.</param>
    /// <param name="inputs">The arguments of forward.</param>
    public Tensor[] Run(nn.Module network, params Tensor[] inputs)
    {
        IterateRecord? iterates = IterateRecord.Of(network);
        return (iterates is null ? _program : _withIterates.Value).Run(iterates, inputs);
    }

    /// <summary>Runs the network and hands out its iterates.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The arguments of forward.</param>
    /// <param name="call">Calls it with them.</param>
    public NetworkIterates Iterates(nn.Module network, Tensor[] inputs, Func<Tensor[], object?> call)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int wanted = parts.Program.Inputs.Count;
        return inputs.Length == wanted
            ? IterateRecord.Run(network, () => IterateRecord.Results(call(inputs)), [.. parts.WithIterates.Value.Iterates!.States.Select(s => (s.Name, s.First))])
            : throw new ArgumentException($"The recurrence has {wanted} {(wanted == 1 ? "input" : "inputs")} ({string.Join(", ", recurrence.Inputs)}), not {inputs.Length}.", nameof(inputs));
    }

    /// <summary>Releases the numbers that are held as tensors.</summary>
    public void Dispose()
    {
        _program.Dispose();
        if (_withIterates.IsValueCreated)
            _withIterates.Value.Dispose();
    }

    /// <summary>Registers what the network trains under the names that a generated class gives it: trained coefficients, operators, transitions.</summary>
    public void Register(Action<string, Parameter> parameter, Action<string, nn.Module> module)
    {
        foreach (TrainedValue trained in parts.Trained)
            parameter(trained.Name, trained.Parameter);
        foreach (BoundOperator bound in parts.Operators.Where(o => o.Function is null))
            module(bound.Name, bound.IsPerLayer ? List(bound.Modules) : bound.Modules[0]);
        if (parts.Transitions.Length > 0)
            module(parts.TransitionName, new ModuleList<nn.Module<Tensor, Tensor>>(parts.Transitions));
    }

    /// <summary>What the names of the recurrence stand for.</summary>
    public NetworkDescription Describe() => new(recurrence, parts.Layers)
    {
        Name = parts.Name,
        Operators = [.. parts.Operators.Select(o => new OperatorDescription(o.Name, Target(o), o.IsPerLayer) { Adjoint = o.Adjoint })],
        Trained = parts.Bound.Trained,
        Numbers = parts.Bound.Numbers,
        Stages = parts.Bound.Stages,
        Transition = parts.Transitions.Length > 0 ? parts.TransitionName : null,
        Implicit = parts.Solves,
        Reversal = parts.Reversal
    };

    /// <summary>The network in a line.</summary>
    public string Describe(nn.Module network) => NetworkText.Of(network, recurrence, recurrence.Plan.Kind == PlanKind.Equilibrium ? 0 : parts.Layers);

    public TrainedCoefficients Coefficients => new([.. parts.Trained.Select(t => new TrainedCoefficient(t.Name, t.Parameter, t.Minimum, t.Maximum))]);

    public Parameter Trained(string name) => Coefficients[name].Parameter;

    private static object? Target(BoundOperator bound) => bound.Function is not null ? null : bound.IsPerLayer ? bound.Modules : bound.Modules[0];

    /// <summary>A list of the type that a generated class has for modules of one and of two tensors.</summary>
    private static nn.Module List(nn.Module[] modules) => modules[0] switch
    {
        nn.Module<Tensor, Tensor> => new ModuleList<nn.Module<Tensor, Tensor>>(Array.ConvertAll(modules, m => (nn.Module<Tensor, Tensor>)m)),
        nn.Module<Tensor, Tensor, Tensor> => new ModuleList<nn.Module<Tensor, Tensor, Tensor>>(Array.ConvertAll(modules, m => (nn.Module<Tensor, Tensor, Tensor>)m)),
        _ => new ModuleList<nn.Module>(modules)
    };
}
