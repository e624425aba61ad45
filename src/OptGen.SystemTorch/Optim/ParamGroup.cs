namespace TorchSharp.Modules;

/// <summary>Parameters that an optimiser treats alike.</summary>
public class ParamGroup : torch.optim.ILearningRateController
{
    /// <summary>The parameters. An optimiser that takes the group lists them once; parameters that come later are not seen.</summary>
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    /// <summary>The group's settings; those that are null take the optimiser's defaults when it takes the group.</summary>
    public OptimizerOptions Options { get; set; } = null!;

    /// <summary>The learning rate of the next step.</summary>
    /// <exception cref="InvalidOperationException">The group has no options yet, or they have no learning rate.</exception>
    public double LearningRate
    {
        get => Settings.LearningRate
            ?? throw new InvalidOperationException("This group's learning rate is not set: set Options.LearningRate, or give the group to an optimiser.");
        set => Settings.LearningRate = value;
    }

    /// <summary>The learning rate before any scheduler changed it.</summary>
    /// <exception cref="InvalidOperationException">The group has no options yet.</exception>
    public double InitialLearningRate
    {
        get => Settings.InitialLearningRate;
        set => Settings.InitialLearningRate = value;
    }

    private OptimizerOptions Settings => Options
        ?? throw new InvalidOperationException("This group of parameters has no options yet: set Options, or give the group to an optimiser.");
}

/// <summary>Parameters that an optimiser treats alike, with settings of a known kind.</summary>
public class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    /// <summary>An empty group, to be filled in.</summary>
    public ParamGroup()
    {
    }

    /// <summary>A group of parameters, with settings or, for null, the optimiser's defaults.</summary>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options!;
    }

    /// <summary>The group's settings; those that are null take the optimiser's defaults when it takes the group.</summary>
    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
