using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>A group of the optimiser inside, and who does its weight decay.</summary>
internal sealed class WrappedGroup
{
    private readonly ParamGroup? group;
    private readonly WeightDecayRule rule;
    private readonly bool inUpdate;

    public WrappedGroup(optim.ILearningRateController controller, Centralization options)
    {
        Controller = controller;
        group = controller as ParamGroup;
        DecoupledByNature = InnerDecay.Read(group?.Options).Decoupled;
        rule = options.Resolve(DecoupledByNature);
        inUpdate = options.Location == CentralizationLocation.Update;
    }

    public optim.ILearningRateController Controller { get; }

    public bool DecoupledByNature { get; }

    /// <summary>Whether the inner optimiser's own decay does what the rule says.</summary>
    private bool Fits => !InnerFaults.DecaysWrongly(group?.Options) && rule switch
    {
        WeightDecayRule.CoupledInside => inUpdate && !DecoupledByNature,
        WeightDecayRule.CoupledOutside => !DecoupledByNature,
        WeightDecayRule.DecoupledInside => DecoupledByNature,
        _ => DecoupledByNature && !inUpdate
    };

    /// <summary>The decay that is done here in this step; 0 where the inner optimiser does it.</summary>
    public double Decay { get; private set; }

    public bool Maximize { get; private set; }

    public WeightDecayRule Rule => rule;

    /// <summary>What a weight is multiplied by in this step's decoupled decay.</summary>
    public double Shrink => 1 - Controller.LearningRate * Decay;

    public void TakeDecayOver()
    {
        (var decay, _, Maximize) = InnerDecay.Read(group?.Options);
        Decay = Fits ? 0 : decay;
        if (Decay != 0) InnerDecay.Write(group!.Options, 0);
    }

    public void GiveDecayBack()
    {
        if (Decay != 0) InnerDecay.Write(group!.Options, Decay);
        Decay = 0;
    }
}

/// <summary>A parameter of the optimiser inside.</summary>
internal sealed class WrappedParameter(Parameter parameter, CentralizedParameter decision, WrappedGroup group) : PlannedParameter(parameter, decision)
{
    private Tensor? before;
    private bool done;

    /// <summary>The gradient the inner optimiser shall see, as a new tensor; null where it is the original.</summary>
    public Tensor? Feed(Tensor gradient, bool measure)
    {
        var coupled = group.Rule is WeightDecayRule.CoupledInside or WeightDecayRule.CoupledOutside && group.Decay != 0;
        var centralizes = Decision.Location == CentralizationLocation.Gradient;
        if (!coupled && !centralizes) return null;
        using var scope = NewDisposeScope();

        // An optimiser that climbs negates what it gets, so the decay enters with the other sign.
        var decay = group.Maximize ? -group.Decay : group.Decay;
        var inside = group.Rule == WeightDecayRule.CoupledInside;
        using var factor = decay.ToScalar();
        var fed = coupled && inside ? gradient.add(Parameter, factor) : gradient;
        if (centralizes) fed = Centralize(fed, measure);
        if (coupled && !inside) fed = fed.add(Parameter, factor);
        return fed.DetachFromDisposeScope();
    }

    /// <summary>Keeps the weight where its update is centralized, and does the decoupled decay that comes before the step.</summary>
    public void BeforeStep()
    {
        if (done) return;
        done = true; // once a step, however often the closure is called
        if (Decision.Location == CentralizationLocation.Update) before = Parameter.clone().DetachFromDisposeScope();
        var decays = group.Rule == WeightDecayRule.DecoupledInside || (group.Rule == WeightDecayRule.DecoupledOutside && before is null);
        if (decays) Shrink(Parameter);
    }

    /// <summary>Centralizes what the step changed, if that is what is centralized.</summary>
    public void AfterStep(bool measure)
    {
        if (before is null) return;
        using var scope = NewDisposeScope();
        var change = Centralize(Parameter.sub(before), measure);
        if (group.Rule == WeightDecayRule.DecoupledOutside) Shrink(before);
        using var whole = 1.0.ToScalar(); // TorchSharp (0.107.0) would make one that can be collected during the call
        Parameter.copy_(before.add(change, whole));
    }

    /// <summary>Ends the step.</summary>
    public void Forget()
    {
        before?.Dispose();
        before = null;
        done = false;
    }

    /// <summary>The decoupled decay, in place.</summary>
    private void Shrink(Tensor weight)
    {
        if (group.Decay == 0) return;
        using var factor = group.Shrink.ToScalar();
        weight.mul_(factor);
    }

    private Tensor Centralize(Tensor tensor, bool measure)
    {
        var means = Decision.Layout!.Value.Means(tensor);
        if (measure)
        {
            var wide = means.to_type(ScalarType.Float64).expand(tensor.shape);
            Removed = wide.mul(wide).sum().item<double>(); // square() makes a Scalar that can be collected during the call (TorchSharp 0.107.0)
        }

        return tensor.sub(means);
    }
}
