using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.HandWritten;

// Networks of the gallery as one would write them without the generator. Parameters have the names that the generated modules give them,
// so that the weights of one load into the other.

/// <summary>x+ = x - b T(x), which is ResNet.</summary>
internal sealed class PlainGradientDescent : Network
{
    public PlainGradientDescent(int width, int layers)
        : base(width, layers, "T") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        for (int k = 0; k < Layers; k++)
            x = x - (0.25 * Operator("T", k).call(x));
        return x;
    }
}

/// <summary>x+ = x + a (x - x-) - b_k T(x).</summary>
internal sealed class PlainHeavyBall : Network
{
    private readonly Parameter b;

    public PlainHeavyBall(int width, int layers)
        : base(width, layers, "T")
    {
        b = Parameter(ones(layers));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        Tensor previous = x;
        for (int k = 0; k < Layers; k++)
        {
            Tensor next = x + (0.5 * (x - previous)) - (b[k] * Operator("T", k).call(x));
            (previous, x) = (x, next);
        }

        return x;
    }
}

/// <summary>y = x + k/(k+3) (x - x-), x+ = y - b T(y).</summary>
internal sealed class PlainNesterov : Network
{
    public PlainNesterov(int width, int layers)
        : base(width, layers, "T") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor previous = x;
        for (int k = 0; k < Layers; k++)
        {
            Tensor y = x + (k / (k + 3.0) * (x - previous));
            (previous, x) = (x, y - (0.5 * Operator("T", k).call(y)));
        }

        return x;
    }
}

/// <summary>y+ = (1+a)(y - b T(y)) - a (y- - b T(y-)): the step of the layer before is kept whole.</summary>
internal sealed class PlainAcceleratedProximalGradient : Network
{
    public PlainAcceleratedProximalGradient(int width, int layers)
        : base(width, layers, "T") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor? before = null;
        for (int k = 0; k < Layers; k++)
        {
            Tensor step = x - (0.25 * Operator("T", k).call(x));
            x = (1.5 * step) - (0.5 * (before ?? step));
            before = step;
        }

        return x;
    }
}

/// <summary>y+ = y - sum over j of h(k+1, j) T(y_j).</summary>
internal sealed class PlainFullAccelerated : Network
{
    public PlainFullAccelerated(int width, int layers)
        : base(width, layers, "T") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var values = new List<Tensor>();
        for (int k = 0; k < Layers; k++)
        {
            values.Add(Operator("T", k).call(x));
            for (int j = 0; j <= k; j++)
                x = x - (values[j] / (k + 1 + j + 1));
        }

        return x;
    }
}

/// <summary>The linearised alternating direction method in three variables.</summary>
internal sealed class PlainAlternatingDirections : Network
{
    public PlainAlternatingDirections(int width, int layers)
        : base(width, layers, "T1", "T2") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor z = x;
        Tensor y = zeros_like(z);
        Tensor multiplier = zeros_like(z);
        for (int k = 0; k < Layers; k++)
        {
            z = (z + y - Operator("T1", k).call(z) - multiplier) / 2;
            y = (y + z - Operator("T2", k).call(y) + multiplier) / 2;
            multiplier = multiplier + z - y;
        }

        return z;
    }
}

/// <summary>x+ = (1-c_k) x + c_k x- + T(x).</summary>
internal sealed class PlainLinearMultistep : Network
{
    private readonly Parameter c;

    public PlainLinearMultistep(int width, int layers)
        : base(width, layers, "T")
    {
        c = Parameter(ones(layers));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        Tensor previous = x;
        for (int k = 0; k < Layers; k++)
            (previous, x) = (x, ((1 - c[k]) * x) + (c[k] * previous) + Operator("T", k).call(x));
        return x;
    }
}

/// <summary>v+ = g v + (1-g) T(x), x+ = x + v+; g lies between 0 and 1 through a sigmoid.</summary>
internal sealed class PlainMomentumNet : Network
{
    private readonly Parameter g;

    public PlainMomentumNet(int width, int layers)
        : base(width, layers, "T")
    {
        g = Parameter(ones(layers));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        Tensor v = zeros_like(x);
        for (int k = 0; k < Layers; k++)
        {
            Tensor share = sigmoid(g[k]);
            v = (share * v) + ((1 - share) * Operator("T", k).call(x));
            x = x + v;
        }

        return x;
    }
}

/// <summary>A network with a list of two-layer operators for each name.</summary>
internal abstract class Network : Module<Tensor, Tensor>
{
    private readonly Dictionary<string, ModuleList<Module<Tensor, Tensor>>> _operators = new(StringComparer.Ordinal);

    protected Network(int width, int layers, params string[] operators)
        : base(nameof(Network))
    {
        Layers = layers;
        foreach (string op in operators)
        {
            var list = new ModuleList<Module<Tensor, Tensor>>();
            for (int k = 0; k < layers; k++)
                list.Add(Operators.TwoLayer(width));
            _operators.Add(op, list);
            register_module(op, list);
        }
    }

    protected int Layers { get; }

    protected Module<Tensor, Tensor> Operator(string op, int layer) => _operators[op][layer];
}
