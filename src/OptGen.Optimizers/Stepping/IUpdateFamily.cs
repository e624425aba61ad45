using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>What the step engine asks of an optimiser: everything that differs between them.</summary>
internal interface IUpdateFamily
{
    /// <summary>Whether weight decay is decoupled unless options say otherwise.</summary>
    bool DecoupledByNature { get; }

    /// <summary>The groups, as the base class keeps them.</summary>
    IList<ParamGroup> Groups { get; }

    /// <summary>The state that the base class keeps for a parameter.</summary>
    OptimizerState StateOf(Parameter parameter);

    /// <summary>A group's settings as they are now.</summary>
    GroupSettings Read(ParamGroup group);

    /// <summary>Counts the step, makes states that are missing, and says how to step.</summary>
    UpdateRule Begin(ParamGroup group, OptimizerState state, Parameter parameter, out StateTensors tensors);
}

/// <summary>An optimiser whose step engine tests can set.</summary>
internal interface IHasEngine
{
    StepEngine Engine { get; }
}

/// <summary>The state tensors of one parameter, as far as its rule has them.</summary>
internal readonly record struct StateTensors(Tensor? A, Tensor? B = null, Tensor? C = null);

/// <summary>A group with a centralization of its own.</summary>
public interface ICentralizedGroup
{
    /// <summary>How this group centralizes; null: as the optimiser does.</summary>
    Centralization? Centralization { get; set; }
}

/// <summary>What all optimisers here have in common beside what torch's have.</summary>
public interface ICentralizedOptimizer
{
    /// <summary>What is done to every parameter, in the order of the groups.</summary>
    IReadOnlyList<CentralizedParameter> Plan { get; }

    /// <summary>Checks that can be turned on.</summary>
    CentralizationChecks Checks { get; }

    /// <summary>A table: which parameter gets what, and why.</summary>
    string Describe();
}
