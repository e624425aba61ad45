using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The base of losses of 2 inputs.</summary>
public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the losses of the single elements.</param>
    public Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base("Loss") => this.reduction = reduction;

    /// <summary>What becomes of the losses of the single elements.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>The base of losses of 3 inputs.</summary>
public abstract class Loss<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the losses of the single elements.</param>
    public Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base("Loss") => this.reduction = reduction;

    /// <summary>What becomes of the losses of the single elements.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>The base of losses of 4 inputs.</summary>
public abstract class Loss<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the losses of the single elements.</param>
    public Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base("Loss") => this.reduction = reduction;

    /// <summary>What becomes of the losses of the single elements.</summary>
    public nn.Reduction reduction { get; }
}
