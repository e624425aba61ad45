using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// Modules one after the other, of which the affine ones share a bound so that the whole keeps to it. Made by <see cref="Lipschitz"/>; the children
/// have the names that they had before.
/// </summary>
public sealed class BoundedChain : nn.Module<Tensor, Tensor>, IBoundedModule
{
    private readonly (string Name, nn.Module<Tensor, Tensor> Module)[] steps;

    internal BoundedChain((string Name, nn.Module<Tensor, Tensor> Module)[] steps, double bound)
        : base(nameof(BoundedChain))
    {
        this.steps = steps;
        LipschitzBound = bound;
        foreach ((string name, nn.Module<Tensor, Tensor> module) in steps)
            register_module(name, module);
    }

    /// <inheritdoc/>
    public double LipschitzBound { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor current = input.alias();
        foreach ((_, nn.Module<Tensor, Tensor> module) in steps)
        {
            using Tensor last = current;
            Tensor next = module.call(last);
            current = ReferenceEquals(next, last) ? next.alias() : next;
        }
        return current;
    }

    /// <summary>The plain modules with the effective weights, which they get: this module must not be used any more.</summary>
    public Sequential Remove() => nn.Sequential(steps.Select(s => (s.Name, Removed(s.Module))).ToArray());

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    private static nn.Module<Tensor, Tensor> Removed(nn.Module<Tensor, Tensor> module) => module switch
    {
        BoundedLinear linear => linear.Remove(),
        BoundedConv2d convolution => convolution.Remove(),
        BoundedChain chain => chain.Remove(),
        _ => module
    };
}
