namespace OptGen.Evolution;

/// <summary>How an <see cref="UnderflowLinear"/> computes.</summary>
public enum UnderflowForm
{
    /// <summary>
    /// Results below one half in magnitude become zero, and products are of unscaled matrices: what flushing at 2^-126 does to numbers divided by 2^125, without
    /// denormals, which many processors are slow with. On any device.
    /// </summary>
    Threshold,

    /// <summary>
    /// The post's own arithmetic: the matrix product in float32 of scaled numbers, by torch, which keeps denormals; each elementwise operation by
    /// <see cref="OptGen.Evolution.FlushedArithmetic"/>. On the processor only, slow where denormals are, and what <see cref="Threshold"/> is held against.
    /// </summary>
    FlushedArithmetic,

    /// <summary>
    /// The control arm, without flushing: products of unscaled matrices, and results rounded to multiples of 2^-24 where they are below one half, which is what dividing by 2^125
    /// does to them under IEEE 754. Linear up to that rounding. On any device.
    /// </summary>
    Ieee,

    /// <summary>The post's arithmetic without flushing, by torch on scaled numbers. On the processor only, slow where denormals are, and what <see cref="Ieee"/> is held against.</summary>
    IeeeArithmetic
}

/// <summary>Where in a network an <see cref="UnderflowLinear"/> stands, which says when its bias is divided by 2^125.</summary>
public enum UnderflowPlace
{
    /// <summary>The first layer, (x w + b)/S: the bias is added before the division.</summary>
    Input,

    /// <summary>Every other layer, the last one too, h w + b/S: the bias is divided first, so that one below one half in magnitude is flushed and has no effect.</summary>
    Hidden
}

/// <summary>The gradient that backpropagation sees of a layer whose results are flushed.</summary>
public enum UnderflowGradient
{
    /// <summary>That of the linear layer it was written as, which knows nothing of flushing: what TensorFlow computed in the post. It is a straight-through gradient of the threshold.</summary>
    Linear,

    /// <summary>The true one: nothing passes where a result, or a bias, was flushed. Forms that do not flush have the linear one.</summary>
    Threshold
}
