using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>A module of fields, registered by reflection.</summary>
internal sealed class FieldModule : nn.Module<Tensor, Tensor>
{
    private readonly Linear inner;
    private readonly Parameter scale;
    private readonly Tensor offset;

    [ComponentName(Name = "renamed")]
    private readonly Linear outer;

    public FieldModule()
        : base(nameof(FieldModule))
    {
        inner = nn.Linear(3, 3);
        scale = nn.Parameter(ones(3));
        offset = zeros(3);
        outer = nn.Linear(3, 2);
        RegisterComponents();
    }

    public Parameter Scale => scale;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return outer.call((inner.call(input) * scale) + offset).MoveToOuterDisposeScope();
    }
}

/// <summary>A module that never registers anything.</summary>
internal sealed class ForgetfulModule : nn.Module<Tensor, Tensor>
{
    private readonly Linear inner = nn.Linear(3, 2);

    public ForgetfulModule()
        : base(nameof(ForgetfulModule))
    {
    }

    public override Tensor forward(Tensor input) => inner.call(input);
}

/// <summary>A base class that registers before the derived class has set its fields.</summary>
internal class EagerBase : nn.Module<Tensor, Tensor>
{
    private readonly Linear first = nn.Linear(3, 3);

    protected EagerBase()
        : base(nameof(EagerBase)) => RegisterComponents();

    public override Tensor forward(Tensor input) => first.call(input);
}

internal sealed class LateDerived : EagerBase
{
    private readonly Linear second;

    public LateDerived() => second = nn.Linear(3, 2);

    public override Tensor forward(Tensor input)
    {
        using var between = base.forward(input);
        return second.call(between);
    }
}

/// <summary>Automatic properties, one with a name that a registered parameter has, an indexer, and a hidden property.</summary>
internal sealed class PropertyModule : nn.Module<Tensor, Tensor>
{
    public PropertyModule()
        : base(nameof(PropertyModule))
    {
        Layer = nn.Linear(3, 3);
        Gain = nn.Parameter(ones(3));
        ReadOnly = nn.Parameter(ones(3));
        RegisterComponents();
    }

    public Linear Layer { get; set; }

    public Parameter Gain { get; set; }

    public Parameter ReadOnly { get; }

    public int this[int index] => index;

    public string this[string key] => key;

    public override Tensor forward(Tensor input) => Layer.call(input);
}

/// <summary>A weight that two layers share.</summary>
internal sealed class TiedModule : nn.Module<Tensor, Tensor>
{
    public TiedModule()
        : base(nameof(TiedModule))
    {
        First = nn.Linear(3, 3);
        Second = nn.Linear(3, 3);
        Second.weight = First.weight;
        RegisterComponents();
    }

    public Linear First { get; }

    public Linear Second { get; }

    public override Tensor forward(Tensor input)
    {
        using var between = First.call(input);
        return Second.call(between);
    }
}

/// <summary>Buffers in and outside of the state dictionary.</summary>
internal sealed class BufferModule : nn.Module<Tensor, Tensor>
{
    private readonly Tensor mask = ones(3);
    private readonly Tensor counter = zeros(1, ScalarType.Int64);

    public BufferModule()
        : base(nameof(BufferModule))
    {
        register_buffer("mask", mask, persistent: false);
        RegisterComponents();
    }

    public Tensor Mask => mask;

    public override Tensor forward(Tensor input) => input * mask + counter;
}

/// <summary>Registration and moves by hand, without reflection, as a generator would write them.</summary>
internal sealed class ExplicitModule : nn.Module<Tensor, Tensor>
{
    private readonly Linear projection;
    private Parameter scale;
    private Tensor mask;
    private bool isRegistered;

    public ExplicitModule()
        : base(nameof(ExplicitModule))
    {
        projection = nn.Linear(3, 3);
        scale = nn.Parameter(ones(3));
        scale.DetachFromDisposeScope();
        mask = ones(3).DetachFromDisposeScope();
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (projection.call(input) * scale * mask).MoveToOuterDisposeScope();
    }

    protected override void RegisterComponents()
    {
        if (isRegistered) return;
        isRegistered = true;
        register_parameter("scale", scale);
        register_buffer("mask", mask, persistent: false);
        register_module("projection", projection);
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (device is null) projection.to(dtype!.Value, non_blocking);
        else if (dtype is null) projection.to(device, non_blocking);
        else projection.to(device, dtype.Value, non_blocking);

        if (ReplaceParameter(dtype, device, scale, out var parameter))
        {
            scale.Dispose();
            scale = parameter!;
            ConditionallyRegisterParameter("scale", parameter);
        }

        if (ReplaceBuffer(dtype, device, mask, out var buffer))
        {
            mask = buffer!;
            ConditionallyRegisterBuffer("mask", buffer, persistent: false);
        }

        if (device is null) return;
        _deviceType = device.type;
        _deviceIndex = device.index;
    }
}

/// <summary>A module without parameters that keeps a tensor of its own.</summary>
internal sealed class ConstantModule() : ParameterLessModule<Tensor, Tensor>(nameof(ConstantModule))
{
    private readonly Tensor two = tensor(2f);

    public override Tensor forward(Tensor input) => input * two;
}
