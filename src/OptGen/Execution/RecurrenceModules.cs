using OptGen.CompilerServices;
using OptGen.FixedPoint;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Execution;

// TorchSharp has a base class for each number of inputs, and what moves and disposes of a module is protected: so there is a class for each. What they give is one tensor or a tuple of tensors.

/// <summary>A network of one input.</summary>
internal sealed class RecurrenceModule1<TResult> : nn.Module<Tensor, TResult>, IRecurrenceModule, IDescribedNetwork
{
    private readonly NetworkCore _core;
    private readonly Func<Tensor[], TResult> _result;

    public RecurrenceModule1(NetworkCore core, Func<Tensor[], TResult> result)
        : base(core.Parts.Name)
    {
        (_core, _result) = (core, result);
        core.Register(register_parameter, register_module);
    }

    public Recurrence Recurrence => _core.Recurrence;

    public ImplicitSolve? Implicit => _core.Parts.Solves;

    public Reversal? Reversal => _core.Parts.Reversal;

    public TrainedCoefficients Coefficients => _core.Coefficients;

    public Parameter Trained(string name) => _core.Trained(name);

    NetworkDescription IDescribedNetwork.Describe() => _core.Describe();

    public override string ToString() => _core.Describe(this);

    public override TResult forward(Tensor input) => _result(_core.Run(this, input));

    public NetworkIterates Iterates(params Tensor[] inputs) => _core.Iterates(this, inputs, x => call(x[0]));

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        foreach (TrainedValue trained in _core.Parts.Trained)
        {
            if (!ReplaceParameter(dtype, device, trained.Parameter, out Parameter? moved))
                continue;
            trained.Replace(moved!);
            ConditionallyRegisterParameter(trained.Name, moved);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _core.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A network of two inputs.</summary>
internal sealed class RecurrenceModule2<TResult> : nn.Module<Tensor, Tensor, TResult>, IRecurrenceModule, IDescribedNetwork
{
    private readonly NetworkCore _core;
    private readonly Func<Tensor[], TResult> _result;

    public RecurrenceModule2(NetworkCore core, Func<Tensor[], TResult> result)
        : base(core.Parts.Name)
    {
        (_core, _result) = (core, result);
        core.Register(register_parameter, register_module);
    }

    public Recurrence Recurrence => _core.Recurrence;

    public ImplicitSolve? Implicit => _core.Parts.Solves;

    public Reversal? Reversal => _core.Parts.Reversal;

    public TrainedCoefficients Coefficients => _core.Coefficients;

    public Parameter Trained(string name) => _core.Trained(name);

    NetworkDescription IDescribedNetwork.Describe() => _core.Describe();

    public override string ToString() => _core.Describe(this);

    public override TResult forward(Tensor input1, Tensor input2) => _result(_core.Run(this, input1, input2));

    public NetworkIterates Iterates(params Tensor[] inputs) => _core.Iterates(this, inputs, x => call(x[0], x[1]));

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        foreach (TrainedValue trained in _core.Parts.Trained)
        {
            if (!ReplaceParameter(dtype, device, trained.Parameter, out Parameter? moved))
                continue;
            trained.Replace(moved!);
            ConditionallyRegisterParameter(trained.Name, moved);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _core.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A network of three inputs.</summary>
internal sealed class RecurrenceModule3<TResult> : nn.Module<Tensor, Tensor, Tensor, TResult>, IRecurrenceModule, IDescribedNetwork
{
    private readonly NetworkCore _core;
    private readonly Func<Tensor[], TResult> _result;

    public RecurrenceModule3(NetworkCore core, Func<Tensor[], TResult> result)
        : base(core.Parts.Name)
    {
        (_core, _result) = (core, result);
        core.Register(register_parameter, register_module);
    }

    public Recurrence Recurrence => _core.Recurrence;

    public ImplicitSolve? Implicit => _core.Parts.Solves;

    public Reversal? Reversal => _core.Parts.Reversal;

    public TrainedCoefficients Coefficients => _core.Coefficients;

    public Parameter Trained(string name) => _core.Trained(name);

    NetworkDescription IDescribedNetwork.Describe() => _core.Describe();

    public override string ToString() => _core.Describe(this);

    public override TResult forward(Tensor input1, Tensor input2, Tensor input3) => _result(_core.Run(this, input1, input2, input3));

    public NetworkIterates Iterates(params Tensor[] inputs) => _core.Iterates(this, inputs, x => call(x[0], x[1], x[2]));

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        foreach (TrainedValue trained in _core.Parts.Trained)
        {
            if (!ReplaceParameter(dtype, device, trained.Parameter, out Parameter? moved))
                continue;
            trained.Replace(moved!);
            ConditionallyRegisterParameter(trained.Name, moved);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _core.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A network of four inputs.</summary>
internal sealed class RecurrenceModule4<TResult> : nn.Module<Tensor, Tensor, Tensor, Tensor, TResult>, IRecurrenceModule, IDescribedNetwork
{
    private readonly NetworkCore _core;
    private readonly Func<Tensor[], TResult> _result;

    public RecurrenceModule4(NetworkCore core, Func<Tensor[], TResult> result)
        : base(core.Parts.Name)
    {
        (_core, _result) = (core, result);
        core.Register(register_parameter, register_module);
    }

    public Recurrence Recurrence => _core.Recurrence;

    public ImplicitSolve? Implicit => _core.Parts.Solves;

    public Reversal? Reversal => _core.Parts.Reversal;

    public TrainedCoefficients Coefficients => _core.Coefficients;

    public Parameter Trained(string name) => _core.Trained(name);

    NetworkDescription IDescribedNetwork.Describe() => _core.Describe();

    public override string ToString() => _core.Describe(this);

    public override TResult forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4) => _result(_core.Run(this, input1, input2, input3, input4));

    public NetworkIterates Iterates(params Tensor[] inputs) => _core.Iterates(this, inputs, x => call(x[0], x[1], x[2], x[3]));

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        foreach (TrainedValue trained in _core.Parts.Trained)
        {
            if (!ReplaceParameter(dtype, device, trained.Parameter, out Parameter? moved))
                continue;
            trained.Replace(moved!);
            ConditionallyRegisterParameter(trained.Name, moved);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _core.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A network of five inputs.</summary>
internal sealed class RecurrenceModule5<TResult> : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, TResult>, IRecurrenceModule, IDescribedNetwork
{
    private readonly NetworkCore _core;
    private readonly Func<Tensor[], TResult> _result;

    public RecurrenceModule5(NetworkCore core, Func<Tensor[], TResult> result)
        : base(core.Parts.Name)
    {
        (_core, _result) = (core, result);
        core.Register(register_parameter, register_module);
    }

    public Recurrence Recurrence => _core.Recurrence;

    public ImplicitSolve? Implicit => _core.Parts.Solves;

    public Reversal? Reversal => _core.Parts.Reversal;

    public TrainedCoefficients Coefficients => _core.Coefficients;

    public Parameter Trained(string name) => _core.Trained(name);

    NetworkDescription IDescribedNetwork.Describe() => _core.Describe();

    public override string ToString() => _core.Describe(this);

    public override TResult forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4, Tensor input5) => _result(_core.Run(this, input1, input2, input3, input4, input5));

    public NetworkIterates Iterates(params Tensor[] inputs) => _core.Iterates(this, inputs, x => call(x[0], x[1], x[2], x[3], x[4]));

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        foreach (TrainedValue trained in _core.Parts.Trained)
        {
            if (!ReplaceParameter(dtype, device, trained.Parameter, out Parameter? moved))
                continue;
            trained.Replace(moved!);
            ConditionallyRegisterParameter(trained.Name, moved);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _core.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A network of six inputs.</summary>
internal sealed class RecurrenceModule6<TResult> : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, TResult>, IRecurrenceModule, IDescribedNetwork
{
    private readonly NetworkCore _core;
    private readonly Func<Tensor[], TResult> _result;

    public RecurrenceModule6(NetworkCore core, Func<Tensor[], TResult> result)
        : base(core.Parts.Name)
    {
        (_core, _result) = (core, result);
        core.Register(register_parameter, register_module);
    }

    public Recurrence Recurrence => _core.Recurrence;

    public ImplicitSolve? Implicit => _core.Parts.Solves;

    public Reversal? Reversal => _core.Parts.Reversal;

    public TrainedCoefficients Coefficients => _core.Coefficients;

    public Parameter Trained(string name) => _core.Trained(name);

    NetworkDescription IDescribedNetwork.Describe() => _core.Describe();

    public override string ToString() => _core.Describe(this);

    public override TResult forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4, Tensor input5, Tensor input6) => _result(_core.Run(this, input1, input2, input3, input4, input5, input6));

    public NetworkIterates Iterates(params Tensor[] inputs) => _core.Iterates(this, inputs, x => call(x[0], x[1], x[2], x[3], x[4], x[5]));

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        foreach (TrainedValue trained in _core.Parts.Trained)
        {
            if (!ReplaceParameter(dtype, device, trained.Parameter, out Parameter? moved))
                continue;
            trained.Replace(moved!);
            ConditionallyRegisterParameter(trained.Name, moved);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _core.Dispose();
        base.Dispose(disposing);
    }
}
