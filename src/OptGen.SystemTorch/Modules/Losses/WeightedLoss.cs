using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The base of losses of 2 inputs whose classes or elements have weights.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    private Tensor? weights;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">The weights; null for ones. The loss keeps a view of its own, which moves with it: the tensor stays the caller's.</param>
    /// <param name="reduction">What becomes of the losses of the single elements.</param>
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
        : base(reduction) => ExchangeBuffer(ref weights, weight?.alias(), nameof(weight));

    /// <summary>The weights; null for ones.</summary>
    public Tensor? weight => weights;

    private protected override void Replaced(string name, Tensor old, Tensor replacement)
    {
        if (ReferenceEquals(weights, old)) weights = replacement;
        else base.Replaced(name, old, replacement);
    }
}

/// <summary>The base of losses of 3 inputs whose classes or elements have weights.</summary>
public abstract class WeightedLoss<T1, T2, T3, TResult> : Loss<T1, T2, T3, TResult>
{
    private Tensor? weights;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">The weights; null for ones. The loss keeps a view of its own, which moves with it: the tensor stays the caller's.</param>
    /// <param name="reduction">What becomes of the losses of the single elements.</param>
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
        : base(reduction) => ExchangeBuffer(ref weights, weight?.alias(), nameof(weight));

    /// <summary>The weights; null for ones.</summary>
    public Tensor? weight => weights;

    private protected override void Replaced(string name, Tensor old, Tensor replacement)
    {
        if (ReferenceEquals(weights, old)) weights = replacement;
        else base.Replaced(name, old, replacement);
    }
}

/// <summary>The base of losses of 4 inputs whose classes or elements have weights.</summary>
public abstract class WeightedLoss<T1, T2, T3, T4, TResult> : Loss<T1, T2, T3, T4, TResult>
{
    private Tensor? weights;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">The weights; null for ones. The loss keeps a view of its own, which moves with it: the tensor stays the caller's.</param>
    /// <param name="reduction">What becomes of the losses of the single elements.</param>
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
        : base(reduction) => ExchangeBuffer(ref weights, weight?.alias(), nameof(weight));

    /// <summary>The weights; null for ones.</summary>
    public Tensor? weight => weights;

    private protected override void Replaced(string name, Tensor old, Tensor replacement)
    {
        if (ReferenceEquals(weights, old)) weights = replacement;
        else base.Replaced(name, old, replacement);
    }
}
