using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.CompilerServices;

/// <content>Modules of one to six tensors.</content>
public sealed partial class OperatorCalls
{
    /// <summary>Applies a module.</summary>
    /// <param name="name">The operator, as the recurrence writes it.</param>
    /// <param name="layer">The number of the layer; negative outside of the layers.</param>
    /// <param name="module">The module.</param>
    /// <param name="x">What it is applied to.</param>
    /// <returns>Its value, a tensor of the current dispose scope that nothing else holds under this handle.</returns>
    /// <exception cref="NetworkException">The module has failed, or does not keep what an operator promises (<see cref="OperatorChecks"/>).</exception>
    public Tensor Call(string name, int layer, Module<Tensor, Tensor> module, Tensor x)
    {
        ThrowIfMissing(name, layer, module);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(module, x), x) : module.call(x);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, x);
        }
        if (Hooks<Func<Module<Tensor, Tensor>, Tensor, Tensor>, Func<Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.Of(module).Count > 0)
            Leave(result, x);
        return Own(name, layer, result, x);

        static Func<Tensor> Later(Module<Tensor, Tensor> module, Tensor x) => () => module.call(x);
    }

    /// <summary>Applies a module of two tensors.</summary>
    public Tensor Call(string name, int layer, Module<Tensor, Tensor, Tensor> module, Tensor x, Tensor y)
    {
        ThrowIfMissing(name, layer, module);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(module, x, y), x, y) : module.call(x, y);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, x, y);
        }
        if (Hooks<Func<Module<Tensor, Tensor, Tensor>, Tensor, Tensor, (Tensor, Tensor)?>, Func<Module<Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, Tensor>>.Of(module).Count > 0)
            Leave(result, x, y);
        return Own(name, layer, Own(name, layer, result, x), y);

        static Func<Tensor> Later(Module<Tensor, Tensor, Tensor> module, Tensor x, Tensor y) => () => module.call(x, y);
    }

    /// <summary>Applies a module of three tensors.</summary>
    public Tensor Call(string name, int layer, Module<Tensor, Tensor, Tensor, Tensor> module, Tensor x, Tensor y, Tensor z)
    {
        ThrowIfMissing(name, layer, module);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(module, x, y, z), x, y, z) : module.call(x, y, z);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, x, y, z);
        }
        if (Hooks<Func<Module<Tensor, Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, (Tensor, Tensor, Tensor)?>, Func<Module<Tensor, Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, Tensor, Tensor>>.Of(module).Count > 0)
            Leave(result, x, y, z);
        return Own(name, layer, Own(name, layer, Own(name, layer, result, x), y), z);

        static Func<Tensor> Later(Module<Tensor, Tensor, Tensor, Tensor> module, Tensor x, Tensor y, Tensor z) => () => module.call(x, y, z);
    }

    /// <summary>Applies a module of four tensors.</summary>
    public Tensor Call(string name, int layer, Module<Tensor, Tensor, Tensor, Tensor, Tensor> module, Tensor x, Tensor y, Tensor z, Tensor u)
    {
        ThrowIfMissing(name, layer, module);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(module, x, y, z, u), x, y, z, u) : module.call(x, y, z, u);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, x, y, z, u);
        }
        if (Hooks<Func<Module<Tensor, Tensor, Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, Tensor, (Tensor, Tensor, Tensor, Tensor)?>, Func<Module<Tensor, Tensor, Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>>.Of(module).Count > 0)
            Leave(result, x, y, z, u);
        return Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, result, x), y), z), u);

        static Func<Tensor> Later(Module<Tensor, Tensor, Tensor, Tensor, Tensor> module, Tensor x, Tensor y, Tensor z, Tensor u) => () => module.call(x, y, z, u);
    }

    /// <summary>Applies a module of five tensors.</summary>
    public Tensor Call(string name, int layer, Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> module, Tensor x, Tensor y, Tensor z, Tensor u, Tensor v)
    {
        ThrowIfMissing(name, layer, module);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(module, x, y, z, u, v), x, y, z, u, v) : module.call(x, y, z, u, v);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, x, y, z, u, v);
        }
        if (Hooks<Func<Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, Tensor, Tensor, (Tensor, Tensor, Tensor, Tensor, Tensor)?>, Func<Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>>.Of(module).Count > 0)
            Leave(result, x, y, z, u, v);
        return Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, result, x), y), z), u), v);

        static Func<Tensor> Later(Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> module, Tensor x, Tensor y, Tensor z, Tensor u, Tensor v) => () => module.call(x, y, z, u, v);
    }

    /// <summary>Applies a module of six tensors.</summary>
    public Tensor Call(string name, int layer, Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> module, Tensor x, Tensor y, Tensor z, Tensor u, Tensor v, Tensor w)
    {
        ThrowIfMissing(name, layer, module);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(module, x, y, z, u, v, w), x, y, z, u, v, w) : module.call(x, y, z, u, v, w);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, x, y, z, u, v, w);
        }
        if (Hooks<Func<Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, (Tensor, Tensor, Tensor, Tensor, Tensor, Tensor)?>, Func<Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>>.Of(module).Count > 0)
            Leave(result, x, y, z, u, v, w);
        return Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, result, x), y), z), u), v), w);

        static Func<Tensor> Later(Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> module, Tensor x, Tensor y, Tensor z, Tensor u, Tensor v, Tensor w) => () => module.call(x, y, z, u, v, w);
    }
}
