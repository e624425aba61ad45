namespace OptGen.Optimizers;

/// <summary>Which recurrence turns a gradient x and the states into a step u.</summary>
internal enum RuleKind
{
    /// <summary><c>u = rate·x</c>; no state.</summary>
    Plain,

    /// <summary><c>a = keep·a + fresh·x; u = rate·a</c>; state a.</summary>
    Momentum,

    /// <summary><c>a = keep·a + fresh·x; u = rate·(x + keep·a)</c>; state a.</summary>
    Nesterov,

    /// <summary><c>a = a + x²; u = rate·x / (√a + ε)</c>; state a.</summary>
    Adagrad,

    /// <summary><c>a = keep·a + fresh·x; b = keep2·b + fresh2·x²; u = rate·a / (√b·rootScale + ε)</c>; states a and b.</summary>
    Adam,

    /// <summary>As <see cref="Adam"/>, divided by the root of <c>c = max(c, b)</c>; states a, b and c.</summary>
    Amsgrad,

    /// <summary>As <see cref="Adam"/>, but <c>u = rate·a</c>: RAdam before it trusts b; states a and b.</summary>
    Unrectified
}

/// <summary>The recurrence of one parameter in one step, with its coefficients.</summary>
internal readonly record struct UpdateRule(RuleKind Kind, double Rate)
{
    /// <summary>How much of state a is kept.</summary>
    public double Keep { get; init; }

    /// <summary>With which weight x enters state a.</summary>
    public double Fresh { get; init; }

    /// <summary>How much of state b is kept.</summary>
    public double Keep2 { get; init; }

    /// <summary>With which weight x² enters state b.</summary>
    public double Fresh2 { get; init; }

    /// <summary>What the root of b is multiplied by: the correction of its bias.</summary>
    public double RootScale { get; init; }

    /// <summary>What is added to the divisor.</summary>
    public double Epsilon { get; init; }

    /// <summary>The rule of Adam's family after <paramref name="step"/> steps.</summary>
    public static UpdateRule Adam(RuleKind kind, double learningRate, double beta1, double beta2, double epsilon, long step) =>
        new(kind, learningRate / (1 - Math.Pow(beta1, step)))
        {
            Keep = beta1,
            Fresh = 1 - beta1,
            Keep2 = beta2,
            Fresh2 = 1 - beta2,
            RootScale = 1 / Math.Sqrt(1 - Math.Pow(beta2, step)),
            Epsilon = epsilon
        };
}

/// <summary>How gradient, decay, mean and step come together: the same for every recurrence.</summary>
/// <param name="Sign">1, or -1 to climb.</param>
/// <param name="Coupled">The λ of a coupled decay; 0: none.</param>
/// <param name="CoupledInside">Whether the coupled decay is part of what the mean is taken of.</param>
/// <param name="Shrink">What the weight is multiplied by beside the step: 1 - ηλ of a decoupled decay outside.</param>
/// <param name="Inside">The ηλ of a decoupled decay inside the update; 0: none.</param>
internal readonly record struct StepFrame(double Sign, double Coupled, bool CoupledInside, double Shrink, double Inside)
{
    /// <summary>Whether there is weight decay of any kind.</summary>
    public bool Decays => Coupled != 0 || Shrink != 1 || Inside != 0;

    public static StepFrame Of(in GroupSettings settings, WeightDecayRule rule)
    {
        var decay = settings.WeightDecay;
        var decoupled = settings.LearningRate * decay;
        return new StepFrame(
            settings.Maximize ? -1 : 1,
            rule is WeightDecayRule.CoupledInside or WeightDecayRule.CoupledOutside ? decay : 0,
            rule == WeightDecayRule.CoupledInside,
            rule == WeightDecayRule.DecoupledOutside ? 1 - decoupled : 1,
            rule == WeightDecayRule.DecoupledInside ? decoupled : 0);
    }
}

/// <summary>What every optimiser's group has.</summary>
internal readonly record struct GroupSettings(double LearningRate, double WeightDecay, bool Maximize);
