using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// Two linear layers with an activation between them, T(x) = W2 act(W1 x + c1) + c2: the smallest operator with which a consistent,
/// zero-stable recurrence is a universally approximating network.
/// </summary>
/// <remarks>
/// Arguments and results have the shape [..., width]. The parameters are named <c>fc1</c> and <c>fc2</c>, so the entries of <c>state_dict</c> do not depend
/// on how the class is written. Forward returns a new tensor, owned by the caller.
/// </remarks>
[ContainsTwoLayer]
public sealed class TwoLayer : nn.Module<Tensor, Tensor>
{
    private readonly Linear first;
    private readonly nn.Module<Tensor, Tensor>? activation;
    private readonly Linear second;

    /// <summary>Makes the operator for vectors of <paramref name="width"/> numbers, with weights drawn as <c>nn.Linear</c> draws them.</summary>
    /// <param name="width">The size of the last dimension of the argument and of the result, at least 1.</param>
    /// <param name="hidden">The number of neurons between the layers, at least 1.</param>
    /// <param name="activation">The activation, owned by this module from now on; ReLU when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public TwoLayer(int width, int hidden, nn.Module<Tensor, Tensor>? activation = null)
        : base(nameof(TwoLayer))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        first = nn.Linear(width, hidden);
        second = nn.Linear(hidden, width);
        this.activation = activation;
        register_module("fc1", first);
        if (activation is not null)
            register_module("act", activation);
        register_module("fc2", second);
    }

    /// <summary>Makes the operator for vectors of <paramref name="width"/> numbers.</summary>
    /// <param name="width">The size of the last dimension of the argument and of the result, at least 1.</param>
    /// <param name="hidden">The number of neurons between the layers, at least 1.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="initialization">How the weights are drawn.</param>
    /// <param name="zeroInitLast">Whether the second layer begins with zeros, so that the operator is 0 before training.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such activation or initialization.</exception>
    public TwoLayer(int width, int hidden, Activation activation, Initialization initialization = Initialization.Torch, bool zeroInitLast = false)
        : this(width, hidden, Activations.Module(activation))
    {
        this.InitializeWeights(initialization);
        if (zeroInitLast)
            WeightInitialization.Zero(second);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using Tensor hidden = first.call(x);
        // A linear layer's gradient does not need its result, so the rectifier may overwrite it.
        using Tensor activated = activation is null ? hidden.relu_() : activation.call(hidden);
        return second.call(activated);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }
}
