using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>What networks of any number of inputs share.</summary>
internal sealed class NetworkCore(Recurrence recurrence, NetworkParts parts)
{
    public Recurrence Recurrence => recurrence;

    public NetworkParts Parts => parts;

    public CompiledProgram Program { get; } = new(parts);

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

    public Parameter Trained(string name) => parts.Trained.Find(t => t.Name == name)?.Parameter ?? throw new ArgumentException(
        $"The recurrence has no trained coefficient {name}; it has {(parts.Trained.Count == 0 ? "none" : string.Join(", ", parts.Trained.Select(t => t.Name)))}.", nameof(name));

    /// <summary>A list of the type that a generated class has for modules of one and of two tensors.</summary>
    private static nn.Module List(nn.Module[] modules) => modules[0] switch
    {
        nn.Module<Tensor, Tensor> => new ModuleList<nn.Module<Tensor, Tensor>>(Array.ConvertAll(modules, m => (nn.Module<Tensor, Tensor>)m)),
        nn.Module<Tensor, Tensor, Tensor> => new ModuleList<nn.Module<Tensor, Tensor, Tensor>>(Array.ConvertAll(modules, m => (nn.Module<Tensor, Tensor, Tensor>)m)),
        _ => new ModuleList<nn.Module>(modules)
    };
}
