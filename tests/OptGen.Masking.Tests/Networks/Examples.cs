using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Masking.Tests.Networks;

/// <summary>A class as users write them: typed fields, registered by name.</summary>
internal sealed class HandWritten : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly BatchNorm2d norm;
    private readonly ConvTranspose2d up;
    private readonly Linear head;

    public HandWritten()
        : base(nameof(HandWritten))
    {
        stem = Conv2d(1, 16, 3, padding: 1);
        norm = BatchNorm2d(16);
        up = ConvTranspose2d(16, 16, 2, stride: 2);
        head = Linear(16, 5);
        RegisterComponents();
    }

    public Linear Head => head;

    public override Tensor forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor h = up.call(functional.relu(norm.call(stem.call(x))));
        return head.call(h.mean([2, 3])).MoveToOuterDisposeScope();
    }
}

/// <summary>Two linear layers.</summary>
internal sealed class TwoLayers : Module<Tensor, Tensor>
{
    private readonly Linear first;
    private readonly Linear second;

    public TwoLayers(int inputs, int width, int outputs, bool bias = true)
        : base(nameof(TwoLayers))
    {
        first = Linear(inputs, width, hasBias: bias);
        second = Linear(width, outputs, hasBias: bias);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using Tensor hidden = first.call(x);
        using Tensor active = functional.relu(hidden);
        return second.call(active);
    }
}

/// <summary>One linear layer under two names, called twice.</summary>
internal sealed class Twice : Module<Tensor, Tensor>
{
    private readonly Linear a;
    private readonly Linear b;

    public Twice(int width)
        : base(nameof(Twice))
    {
        a = b = Linear(width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using Tensor once = a.call(x);
        return b.call(once);
    }
}

/// <summary>Two layers that share one weight.</summary>
internal sealed class Tied : Module<Tensor, Tensor>
{
    private readonly Linear a;
    private readonly Linear b;

    public Tied(int width)
        : base(nameof(Tied))
    {
        a = Linear(width, width);
        b = Linear(width, width);
        b.weight = a.weight;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using Tensor once = a.call(x);
        return b.call(once);
    }
}

/// <summary>What cannot be masked, beside what can.</summary>
internal sealed class Mixed : Module<Tensor, Tensor>
{
    private readonly MultiheadAttention attention = MultiheadAttention(16, 2);
    private readonly Embedding table = Embedding(10, 16);
    private readonly LayerNorm norm = LayerNorm(16);
    private readonly SelfAttention own = new(16, 2);
    private readonly Linear head = Linear(16, 3);

    public Mixed()
        : base(nameof(Mixed)) => RegisterComponents();

    public override Tensor forward(Tensor tokens)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = norm.call(table.call(tokens));
        Tensor mixed = attention.call(x, x, x, null!, false, null!).Item1;
        return head.call(own.call(mixed).mean([1])).MoveToOuterDisposeScope();
    }
}

/// <summary>Two inputs.</summary>
internal sealed class Sum : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear left = Linear(4, 3);
    private readonly Linear right = Linear(4, 3);

    public Sum()
        : base(nameof(Sum)) => RegisterComponents();

    public override Tensor forward(Tensor x, Tensor y) => left.call(x) + right.call(y);
}
