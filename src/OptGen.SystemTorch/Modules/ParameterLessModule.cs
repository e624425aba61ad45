using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of modules with one input and nothing to learn: moving one does nothing, registering something with it is an error.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>
{
    /// <summary>Starts a module that registers nothing.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    /// <summary>Not possible: this kind of module has no buffers.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no parameters.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no children.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_module(string name, nn.Module? submodule) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>No: what its fields hold stays the author's own affair.</summary>
    private protected override bool RegistersUnasked => false;

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}

/// <summary>The base of modules with two inputs and nothing to learn: moving one does nothing, registering something with it is an error.</summary>
public abstract class ParameterLessModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    /// <summary>Starts a module that registers nothing.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    /// <summary>Not possible: this kind of module has no buffers.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no parameters.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no children.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_module(string name, nn.Module? submodule) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>No: what its fields hold stays the author's own affair.</summary>
    private protected override bool RegistersUnasked => false;

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}

/// <summary>The base of modules with three inputs and nothing to learn: moving one does nothing, registering something with it is an error.</summary>
public abstract class ParameterLessModule<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    /// <summary>Starts a module that registers nothing.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    /// <summary>Not possible: this kind of module has no buffers.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no parameters.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no children.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_module(string name, nn.Module? submodule) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>No: what its fields hold stays the author's own affair.</summary>
    private protected override bool RegistersUnasked => false;

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}

/// <summary>The base of modules with four inputs and nothing to learn: moving one does nothing, registering something with it is an error.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>
{
    /// <summary>Starts a module that registers nothing.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    /// <summary>Not possible: this kind of module has no buffers.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no parameters.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no children.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_module(string name, nn.Module? submodule) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>No: what its fields hold stays the author's own affair.</summary>
    private protected override bool RegistersUnasked => false;

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}

/// <summary>The base of modules with five inputs and nothing to learn: moving one does nothing, registering something with it is an error.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>
{
    /// <summary>Starts a module that registers nothing.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    /// <summary>Not possible: this kind of module has no buffers.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no parameters.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no children.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_module(string name, nn.Module? submodule) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>No: what its fields hold stays the author's own affair.</summary>
    private protected override bool RegistersUnasked => false;

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}

/// <summary>The base of modules with six inputs and nothing to learn: moving one does nothing, registering something with it is an error.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>
{
    /// <summary>Starts a module that registers nothing.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    /// <summary>Not possible: this kind of module has no buffers.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no parameters.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>Not possible: this kind of module has no children.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_module(string name, nn.Module? submodule) => throw ParameterLess.Registers(GetName(), name);

    /// <summary>No: what its fields hold stays the author's own affair.</summary>
    private protected override bool RegistersUnasked => false;

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}

internal static class ParameterLess
{
    public static InvalidOperationException Registers(string module, string component) =>
        new($"{module} is a module without parameters and cannot register '{component}'; derive from nn.Module instead.");
}
