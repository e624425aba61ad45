using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// Bounds the Lipschitz constants of modules by construction, so that an equation z = T(z) has a solution and can be solved whatever
/// training does to the weights.
/// </summary>
/// <remarks>
/// The module that is handed in becomes part of the one that comes back and must not be used by itself any more: its parameters stay the same objects, so that
/// an optimiser that was made before keeps working. <c>Remove()</c> undoes it.
/// </remarks>
/// <example>
/// <code>
/// Module&lt;Tensor, Tensor&gt; T = Lipschitz.Bound(new TwoLayer(64, 256), 0.9);
/// </code>
/// </example>
public static class Lipschitz
{
    /// <summary>Bounds the spectral norm of a linear layer's matrix.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="bound">The greatest norm, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0 and finite.</exception>
    public static BoundedLinear Bound(Linear layer, double bound)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new BoundedLinear(layer, Require.Positive(bound, nameof(bound)));
    }

    /// <summary>Bounds the norm of a convolution, as the linear map of images that it is.</summary>
    /// <param name="layer">The layer, padded with zeros or not at all.</param>
    /// <param name="bound">The greatest norm, above 0.</param>
    /// <param name="image">The size of the greatest images that the layer gets, in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0 and finite.</exception>
    /// <exception cref="ArgumentException">The padding is another, or the image is smaller than the kernel.</exception>
    public static BoundedConv2d Bound(Conv2d layer, double bound, (long Height, long Width) image)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new BoundedConv2d(layer, Require.Positive(bound, nameof(bound)), image);
    }

    /// <summary>Bounds a two-layer operator: each of its layers by the same share.</summary>
    /// <param name="block">The operator; its activation must have a Lipschitz constant that is known, see <see cref="Bound(Sequential, double, ValueTuple{long, long}?)"/>.</param>
    /// <param name="bound">The greatest Lipschitz constant, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0 and finite.</exception>
    /// <exception cref="ArgumentException">Nothing is known of the activation.</exception>
    public static BoundedChain Bound(TwoLayer block, double bound)
    {
        ArgumentNullException.ThrowIfNull(block);
        var parts = block.named_children().ToDictionary(c => c.name, c => (nn.Module<Tensor, Tensor>)c.module, StringComparer.Ordinal);
        nn.Module<Tensor, Tensor> activation = parts.TryGetValue("act", out nn.Module<Tensor, Tensor>? own) ? own : nn.ReLU();
        return Chain([("fc1", parts["fc1"]), ("act", activation), ("fc2", parts["fc2"])], Require.Positive(bound, nameof(bound)), null);
    }

    /// <summary>
    /// Bounds a sequence of linear layers, convolutions, sequences of such and two-layer operators, each by the same share, and between them
    /// activations with a known Lipschitz constant.
    /// </summary>
    /// <remarks>
    /// Known are ReLU, ReLU6, LeakyReLU, ELU, CELU, Softplus, LogSigmoid, Tanh, Hardtanh, Tanhshrink, Sigmoid, Hardsigmoid, Softsign, Softshrink, SiLU, GELU,
    /// Identity, Flatten, and every module that is an <see cref="IBoundedModule"/>, which stays as it is.
    /// </remarks>
    /// <param name="chain">The sequence.</param>
    /// <param name="bound">The greatest Lipschitz constant of the whole, above 0.</param>
    /// <param name="image">The size of the greatest images that it gets, in pixels; needed where it has convolutions.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0 and finite.</exception>
    /// <exception cref="ArgumentException">Nothing is known of a module, nothing can be bounded, or a convolution has no size of images.</exception>
    public static BoundedChain Bound(Sequential chain, double bound, (long Height, long Width)? image = null)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return Chain(Children(chain), Require.Positive(bound, nameof(bound)), image);
    }

    /// <summary>Bounds a module of any of the kinds that the other overloads take.</summary>
    /// <param name="module">The module.</param>
    /// <param name="bound">The greatest Lipschitz constant, above 0.</param>
    /// <param name="image">The size of the greatest images that it gets, in pixels; needed where it has convolutions.</param>
    /// <returns>A module that is an <see cref="IBoundedModule"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0 and finite.</exception>
    /// <exception cref="ArgumentException">The module is of another kind, or one of those that it consists of is.</exception>
    public static nn.Module<Tensor, Tensor> Bound(nn.Module<Tensor, Tensor> module, double bound, (long Height, long Width)? image = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module switch
        {
            Linear layer => Bound(layer, bound),
            Conv2d layer => Bound(layer, bound, Stated(image)),
            TwoLayer block => Bound(block, bound),
            Sequential chain => Bound(chain, bound, image),
            _ => throw Unknown(module)
        };
    }

    private static BoundedChain Chain((string Name, nn.Module<Tensor, Tensor> Module)[] steps, double bound, (long Height, long Width)? image)
    {
        (int layers, double factor) = Count(steps.Select(s => s.Module));
        if (layers == 0)
            throw new ArgumentException("There is no Linear and no Conv2d among the modules, so there is nothing to bound.", nameof(steps));
        double share = Math.Pow(bound / factor, 1.0 / layers);
        return new BoundedChain(Bounded(steps, share, ref image), bound);
    }

    /// <summary>How many layers share the bound, and the product of the constants of all else. Nothing is changed yet, so an error leaves all as it was.</summary>
    private static (int Layers, double Factor) Count(IEnumerable<nn.Module<Tensor, Tensor>> modules)
    {
        int layers = 0;
        double factor = 1;
        foreach (nn.Module<Tensor, Tensor> module in modules)
        {
            (int Layers, double Factor) inner = module switch
            {
                Linear or Conv2d => (1, 1),
                TwoLayer block => Count(block.named_children().Select(c => c.module).Cast<nn.Module<Tensor, Tensor>>()),
                Sequential chain => Count(Children(chain).Select(c => c.Module)),
                _ => (0, LipschitzConstants.Of(module) ?? throw Unknown(module))
            };
            layers += inner.Layers;
            factor *= inner.Factor;
        }
        return (layers, factor);
    }

    private static (string Name, nn.Module<Tensor, Tensor> Module)[] Bounded(
        (string Name, nn.Module<Tensor, Tensor> Module)[] steps, double share, ref (long Height, long Width)? image)
    {
        var bounded = new (string, nn.Module<Tensor, Tensor>)[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            nn.Module<Tensor, Tensor> module = steps[i].Module;
            switch (module)
            {
                case Linear layer:
                    module = new BoundedLinear(layer, share);
                    break;
                case Conv2d layer:
                    (long, long) size = Stated(image);
                    module = new BoundedConv2d(layer, share, size);
                    long[] result = BoundedConv2d.ResultSize(layer, size, BoundedConv2d.PaddingOf(layer));
                    image = (result[0], result[1]);
                    break;
                case TwoLayer block:
                    module = Bound(block, share * share * ActivationOf(block));
                    break;
                case Sequential chain:
                    var children = Children(chain);
                    (int layers, double factor) = Count(children.Select(c => c.Module));
                    module = new BoundedChain(Bounded(children, share, ref image), factor * Math.Pow(share, layers));
                    break;
            }
            bounded[i] = (steps[i].Name, module);
        }
        return bounded;
    }

    private static double ActivationOf(TwoLayer block) => Count(block.named_children().Select(c => c.module).Cast<nn.Module<Tensor, Tensor>>()).Factor;

    private static (string Name, nn.Module<Tensor, Tensor> Module)[] Children(Sequential chain) =>
        chain.named_children().Select(c => (c.name, c.module as nn.Module<Tensor, Tensor> ?? throw Unknown(c.module))).ToArray();

    private static (long Height, long Width) Stated((long Height, long Width)? image) => image
        ?? throw new ArgumentException("The norm of a Conv2d depends on the size of its images; state the greatest as the argument 'image', such as (28, 28).", nameof(image));

    private static ArgumentException Unknown(nn.Module module) => new(
        $"Nothing is known of the Lipschitz constant of {module.GetType().Name}: Lipschitz.Bound takes Linear, Conv2d, TwoLayer, and Sequential of these with activations such as ReLU or Tanh. Leave the module out, or wrap it in one that is an IBoundedModule.", nameof(module));
}
