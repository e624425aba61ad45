namespace OptGen.Evolution;

/// <summary>What the layers of an <see cref="UnderflowNetwork"/> compute: the arithmetic of the post in its forms, or that of a baseline.</summary>
public enum HiddenArithmetic
{
    /// <summary>The post's network, by the exact threshold: <see cref="UnderflowForm.Threshold"/> in every layer, the last one too.</summary>
    Threshold,

    /// <summary>The post's network, by its own arithmetic: <see cref="UnderflowForm.FlushedArithmetic"/>.</summary>
    FlushedArithmetic,

    /// <summary>The control arm, which stays linear: <see cref="UnderflowForm.Ieee"/>.</summary>
    Ieee,

    /// <summary>The control arm by the post's own arithmetic: <see cref="UnderflowForm.IeeeArithmetic"/>.</summary>
    IeeeArithmetic,

    /// <summary>A baseline: linear layers and nothing between them.</summary>
    Linear,

    /// <summary>
    /// A baseline: z where |z| is at least one half and 0 elsewhere, between linear layers, with biases that are added as they are, and not after the last layer. With
    /// <see cref="UnderflowGradient.Linear"/> it is trained straight through the threshold.
    /// </summary>
    HardShrink,

    /// <summary>A baseline: rectifiers between linear layers, and not after the last one.</summary>
    Relu
}
