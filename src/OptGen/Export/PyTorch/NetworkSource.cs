using OptGen.Blocks;
using OptGen.CompilerServices;
using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Export.PyTorch;

/// <summary>A network as its class in Python is written from: its program, what the names in it stand for, and the modules that it owns.</summary>
internal sealed class NetworkSource
{
    private readonly HashSet<nn.Module> _children;
    private readonly PyTorchModules _modules;

    /// <param name="module">The network; null of a draft, whose operators are <see cref="DraftOperator"/>s.</param>
    /// <param name="description">What its names stand for.</param>
    /// <param name="modules">The file.</param>
    public NetworkSource(nn.Module? module, NetworkDescription description, PyTorchModules modules)
    {
        (Module, Description, _modules) = (module, description, modules);
        Children = module is null ? [] : [.. module.named_children()];
        Parameters = module is null ? [] : [.. module.named_parameters(recurse: false)];
        Buffers = module is null ? [] : [.. module.named_buffers(recurse: false)];
        _children = [.. Children.Select(c => c.Module)];
        Plan plan = description.Recurrence.PlanOf(description.Layers, Scheduled);
        bool isEquilibrium = plan.Kind == PlanKind.Equilibrium;
        Layers = isEquilibrium ? 1 : description.Layers;
        Program = Lowerer.Lower(plan, Options(isEquilibrium), new NameTable([]));
        IEnumerable<string> drafted = module is null ? description.Operators.Where(o => o.Target is not null).Select(o => o.Name).Concat(description.Trained.Select(t => t.Name)) : [];
        Members = new NetworkMembers(description, Children.Select(c => c.Name).Concat(Parameters.Select(p => p.Name)).Concat(Buffers.Select(b => b.Name)).Concat(drafted));
    }

    /// <summary>The network; null of a draft.</summary>
    public nn.Module? Module { get; }

    public NetworkDescription Description { get; }

    public Lowering.Program Program { get; }

    public int Layers { get; }

    public NetworkMembers Members { get; }

    public IReadOnlyList<(string Name, nn.Module Module)> Children { get; }

    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    public IReadOnlyList<(string Name, Tensor Buffer)> Buffers { get; }

    /// <summary>The name of the class.</summary>
    public string Name => PythonText.ClassName(Description.Name ?? Module?.GetType().Name.Split('`')[0] ?? "Recurrence");

    /// <summary>What the recurrence calls its parts, for names of variables.</summary>
    public IReadOnlyCollection<string> Written =>
        [.. Program.Plan.States.Select(s => s.Name), .. Program.Plan.Inputs.Select(i => i.Name), .. Program.Plan.Operators.Select(o => o.Name), .. Program.Plan.Coefficients.Select(c => c.Name), .. Program.Plan.Scalars.Select(s => s.Name)];

    public OperatorDescription OperatorOf(int number) => Description.Operators.First(o => o.Name == Program.Plan.Operators[number].Name);

    public TrainedDescription TrainedOf(string name) => Description.Trained.First(t => t.Name == name);

    /// <summary>Whether the network owns a module, so that its weights are part of state_dict.</summary>
    public bool Owns(OperatorDescription bound) => bound.Target is DraftOperator || Children.Any(c => c.Name == bound.Name) || ModulesOf(bound).Any(_children.Contains);

    /// <summary>How the module or the list of modules of an operator is read.</summary>
    public string ModuleOf(OperatorDescription bound) => Owns(bound) ? NetworkMembers.Module(bound.Name) : "self." + Members.Own(bound.Name);

    /// <summary>The modules of an operator.</summary>
    public static IEnumerable<nn.Module> ModulesOf(OperatorDescription bound) => bound.Target switch
    {
        nn.Module[] several => several,
        nn.Module list when bound.PerLayer => list.named_children().Select(c => c.module),
        nn.Module one => [one],
        _ => []
    };

    /// <summary>Soft thresholding, by a function that the file then has.</summary>
    public string Soft(string value, string threshold)
    {
        _modules.File.Help("soft", """
            def soft(x, s):
                return torch.sign(x) * torch.relu(torch.abs(x) - s)
            """);
        return $"soft({value}, {threshold})";
    }

    /// <summary>The function that solves layers.</summary>
    public string Solver => SolverText.NameOf(Description.Implicit!.Options.Adjoint);

    private IEnumerable<string> Scheduled =>
        Description.Numbers.Where(n => n.Indices > 0).Select(n => n.Name).Concat(Description.Trained.Where(t => t.PerLayer || t.PerPair).Select(t => t.Name));

    private LoweringOptions Options(bool isEquilibrium) => new()
    {
        Layers = isEquilibrium ? null : Description.Layers,
        Stages = Description.Stages.Skip(1).Select((s, i) => new StageStart(Description.Stages.Take(i + 1).Sum(before => before.Layers), s.Projects)).ToEquatableArray(),
        HasTransition = Description.Transition is not null,
        PerLayer = Description.Operators.Where(o => o.PerLayer).Select(o => o.Name).ToEquatableArray(),
        Trained = Description.Trained.Select(t => new Lowering.TrainedCoefficient(t.Name, t.PerLayer, t.IsBounded, t.Channels > 0, t.PerPair)).ToEquatableArray(),
        Constants = Description.Numbers.Where(n => n.Indices == 0).Select(n => n.Name).ToEquatableArray(),
        Scheduled = Scheduled.ToEquatableArray()
    };
}
