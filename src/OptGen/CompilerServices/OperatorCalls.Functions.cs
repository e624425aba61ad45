using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <content>Functions, and adjoints as functions of an operator and a tensor, of up to eight arguments.</content>
public sealed partial class OperatorCalls
{
    /// <summary>Applies a function.</summary>
    /// <param name="name">The function, as the recurrence writes it.</param>
    /// <param name="layer">The number of the layer; negative outside of the layers.</param>
    /// <param name="function">Calls it.</param>
    /// <param name="argument">What it is applied to.</param>
    /// <returns>Its value, a tensor of the current dispose scope that nothing else holds under this handle.</returns>
    /// <exception cref="NetworkException">The function has failed, or does not keep what an operator promises (<see cref="OperatorChecks"/>).</exception>
    public Tensor Call<T>(string name, int layer, Func<T, Tensor> function, T argument)
    {
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(function, argument), argument as Tensor) : function(argument);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, argument as Tensor);
        }
        return Own(name, layer, result, argument as Tensor);

        static Func<Tensor> Later(Func<T, Tensor> function, T argument) => () => function(argument);
    }

    /// <summary>Applies a function of several tensors and numbers.</summary>
    public Tensor Call<T1, T2>(string name, int layer, Func<T1, T2, Tensor> function, T1 argument1, T2 argument2)
    {
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(function, argument1, argument2), argument1 as Tensor, argument2 as Tensor) : function(argument1, argument2);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, argument1 as Tensor, argument2 as Tensor);
        }
        return Own(name, layer, Own(name, layer, result, argument1 as Tensor), argument2 as Tensor);

        static Func<Tensor> Later(Func<T1, T2, Tensor> function, T1 argument1, T2 argument2) => () => function(argument1, argument2);
    }

    /// <summary>Applies a function of several tensors and numbers.</summary>
    public Tensor Call<T1, T2, T3>(string name, int layer, Func<T1, T2, T3, Tensor> function, T1 argument1, T2 argument2, T3 argument3)
    {
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(function, argument1, argument2, argument3), argument1 as Tensor, argument2 as Tensor, argument3 as Tensor) : function(argument1, argument2, argument3);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, argument1 as Tensor, argument2 as Tensor, argument3 as Tensor);
        }
        return Own(name, layer, Own(name, layer, Own(name, layer, result, argument1 as Tensor), argument2 as Tensor), argument3 as Tensor);

        static Func<Tensor> Later(Func<T1, T2, T3, Tensor> function, T1 argument1, T2 argument2, T3 argument3) => () => function(argument1, argument2, argument3);
    }

    /// <summary>Applies a function of several tensors and numbers.</summary>
    public Tensor Call<T1, T2, T3, T4>(string name, int layer, Func<T1, T2, T3, T4, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4)
    {
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(function, argument1, argument2, argument3, argument4), argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor) : function(argument1, argument2, argument3, argument4);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor);
        }
        return Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, result, argument1 as Tensor), argument2 as Tensor), argument3 as Tensor), argument4 as Tensor);

        static Func<Tensor> Later(Func<T1, T2, T3, T4, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4) => () => function(argument1, argument2, argument3, argument4);
    }

    /// <summary>Applies a function of several tensors and numbers.</summary>
    public Tensor Call<T1, T2, T3, T4, T5>(string name, int layer, Func<T1, T2, T3, T4, T5, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5)
    {
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(function, argument1, argument2, argument3, argument4, argument5), argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor, argument5 as Tensor) : function(argument1, argument2, argument3, argument4, argument5);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor, argument5 as Tensor);
        }
        return Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, result, argument1 as Tensor), argument2 as Tensor), argument3 as Tensor), argument4 as Tensor), argument5 as Tensor);

        static Func<Tensor> Later(Func<T1, T2, T3, T4, T5, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5) => () => function(argument1, argument2, argument3, argument4, argument5);
    }

    /// <summary>Applies a function of several tensors and numbers.</summary>
    public Tensor Call<T1, T2, T3, T4, T5, T6>(string name, int layer, Func<T1, T2, T3, T4, T5, T6, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6)
    {
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(function, argument1, argument2, argument3, argument4, argument5, argument6), argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor, argument5 as Tensor, argument6 as Tensor) : function(argument1, argument2, argument3, argument4, argument5, argument6);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor, argument5 as Tensor, argument6 as Tensor);
        }
        return Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, result, argument1 as Tensor), argument2 as Tensor), argument3 as Tensor), argument4 as Tensor), argument5 as Tensor), argument6 as Tensor);

        static Func<Tensor> Later(Func<T1, T2, T3, T4, T5, T6, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6) => () => function(argument1, argument2, argument3, argument4, argument5, argument6);
    }

    /// <summary>Applies a function of several tensors and numbers.</summary>
    public Tensor Call<T1, T2, T3, T4, T5, T6, T7>(string name, int layer, Func<T1, T2, T3, T4, T5, T6, T7, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7)
    {
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(function, argument1, argument2, argument3, argument4, argument5, argument6, argument7), argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor, argument5 as Tensor, argument6 as Tensor, argument7 as Tensor) : function(argument1, argument2, argument3, argument4, argument5, argument6, argument7);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor, argument5 as Tensor, argument6 as Tensor, argument7 as Tensor);
        }
        return Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, result, argument1 as Tensor), argument2 as Tensor), argument3 as Tensor), argument4 as Tensor), argument5 as Tensor), argument6 as Tensor), argument7 as Tensor);

        static Func<Tensor> Later(Func<T1, T2, T3, T4, T5, T6, T7, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7) => () => function(argument1, argument2, argument3, argument4, argument5, argument6, argument7);
    }

    /// <summary>Applies a function of several tensors and numbers.</summary>
    public Tensor Call<T1, T2, T3, T4, T5, T6, T7, T8>(string name, int layer, Func<T1, T2, T3, T4, T5, T6, T7, T8, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8)
    {
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        try
        {
            result = IsChecked ? Check(name, layer, Later(function, argument1, argument2, argument3, argument4, argument5, argument6, argument7, argument8), argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor, argument5 as Tensor, argument6 as Tensor, argument7 as Tensor, argument8 as Tensor) : function(argument1, argument2, argument3, argument4, argument5, argument6, argument7, argument8);
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Failed(name, layer, exception, argument1 as Tensor, argument2 as Tensor, argument3 as Tensor, argument4 as Tensor, argument5 as Tensor, argument6 as Tensor, argument7 as Tensor, argument8 as Tensor);
        }
        return Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, Own(name, layer, result, argument1 as Tensor), argument2 as Tensor), argument3 as Tensor), argument4 as Tensor), argument5 as Tensor), argument6 as Tensor), argument7 as Tensor), argument8 as Tensor);

        static Func<Tensor> Later(Func<T1, T2, T3, T4, T5, T6, T7, T8, Tensor> function, T1 argument1, T2 argument2, T3 argument3, T4 argument4, T5 argument5, T6 argument6, T7 argument7, T8 argument8) => () => function(argument1, argument2, argument3, argument4, argument5, argument6, argument7, argument8);
    }
}
