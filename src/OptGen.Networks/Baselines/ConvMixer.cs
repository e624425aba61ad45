using System.Globalization;

namespace OptGen.Networks.Baselines;

/// <summary>
/// ConvMixer, written by hand: patches, then layers of a depthwise convolution with a shortcut and a convolution of 1 pixel, GELU and batch normalisation behind each; the
/// mean over all pixels and a linear layer.
/// </summary>
/// <remarks>
/// <para>
/// The parameters are named as in the paper's code, where everything is one <c>Sequential</c>: <c>0</c> and <c>2</c> are the patches' convolution and normalisation, layer i has
/// <c>(3+i).0.fn.0</c>, <c>(3+i).0.fn.2</c>, <c>(3+i).1</c> and <c>(3+i).3</c>, and the linear layer is <c>(5+depth)</c>.
/// </para>
/// <para>Forward takes images [batch, inChannels, height, width] and returns scores [batch, numClasses].</para>
/// Source: Trockman and Kolter, "Patches Are All You Need?" (2022).
/// </remarks>
public sealed class ConvMixer : Module<Tensor, Tensor>
{
    private readonly Conv2d patches;
    private readonly BatchNorm2d patchNorm;
    private readonly Mixer[] layers;
    private readonly Linear head;

    /// <summary>Makes the network.</summary>
    /// <param name="width">The number of channels, at least 1; take a multiple of 16.</param>
    /// <param name="depth">The number of layers, at least 1.</param>
    /// <param name="patchSize">The side of a patch in pixels, at least 1.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="kernelSize">The side of the depthwise kernels in pixels, odd.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The kernel's side is even.</exception>
    public ConvMixer(int width, int depth, int patchSize, int numClasses, int kernelSize = 9, int inChannels = 3)
        : base(nameof(ConvMixer))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(patchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numClasses, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernelSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        if (kernelSize % 2 == 0)
            throw new ArgumentException($"The kernel's side is {kernelSize}; it must be odd, so that padding can keep the image's size.", nameof(kernelSize));
        patches = Conv2d(inChannels, width, patchSize, stride: patchSize);
        patchNorm = BatchNorm2d(width);
        head = Linear(width, numClasses);
        layers = new Mixer[depth];
        register_module("0", patches);
        register_module("2", patchNorm);
        for (int i = 0; i < depth; i++)
            register_module(Number(3 + i), layers[i] = new Mixer(width, kernelSize));
        register_module(Number(5 + depth), head);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = patchNorm.call(patches.call(images).gelu());
        foreach (Mixer layer in layers)
        {
            using Tensor last = x;
            x = layer.call(last);
        }
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    private static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);

    private sealed class Mixer : Module<Tensor, Tensor>
    {
        private readonly Residual spatial;
        private readonly Conv2d mixing;
        private readonly BatchNorm2d norm;

        public Mixer(int width, int kernelSize)
            : base(nameof(Mixer))
        {
            spatial = new Residual(new Depthwise(width, kernelSize));
            mixing = Conv2d(width, width, 1);
            norm = BatchNorm2d(width);
            register_module("0", spatial);
            register_module("1", mixing);
            register_module("3", norm);
        }

        public override Tensor forward(Tensor x)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor around = spatial.call(x);
            return norm.call(mixing.call(around).gelu()).MoveToOuterDisposeScope();
        }

        protected override void RegisterComponents()
        {
            // The constructor has registered everything.
        }
    }

    /// <summary>The argument added to a module's result; the module is named <c>fn</c>.</summary>
    private sealed class Residual : Module<Tensor, Tensor>
    {
        private readonly Depthwise inner;

        public Residual(Depthwise inner)
            : base(nameof(Residual))
        {
            this.inner = inner;
            register_module("fn", inner);
        }

        public override Tensor forward(Tensor x)
        {
            using Tensor value = inner.call(x);
            return value.Plus(x);
        }

        protected override void RegisterComponents()
        {
            // The constructor has registered everything.
        }
    }

    private sealed class Depthwise : Module<Tensor, Tensor>
    {
        private readonly Conv2d convolution;
        private readonly BatchNorm2d norm;

        public Depthwise(int width, int kernelSize)
            : base(nameof(Depthwise))
        {
            convolution = Conv2d(width, width, kernelSize, padding: kernelSize / 2, groups: width);
            norm = BatchNorm2d(width);
            register_module("0", convolution);
            register_module("2", norm);
        }

        public override Tensor forward(Tensor x)
        {
            using Tensor spread = convolution.call(x);
            using Tensor active = spread.gelu();
            return norm.call(active);
        }

        protected override void RegisterComponents()
        {
            // The constructor has registered everything.
        }
    }
}
