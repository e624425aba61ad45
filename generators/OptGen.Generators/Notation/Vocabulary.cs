namespace OptGen.Notation;

/// <summary>A function of numbers.</summary>
internal enum ScalarFunction
{
    Sqrt,
    Exp,
    Log,
    Min,
    Max,
    Abs,
    Pow
}

/// <summary>A function applied to each element of a tensor.</summary>
internal enum TensorFunction
{
    Relu,
    Tanh,
    Sigmoid,
    Gelu,
    Silu,

    /// <summary>Soft thresholding, soft(x, s) = sign(x)*max(|x| - s, 0).</summary>
    Soft
}

/// <summary>The names that the language keeps for itself.</summary>
internal static class Vocabulary
{
    public const string Layer = "k";
    public const string LayerCount = "L";
    public const string Output = "out";
    public const string Sum = "sum";

    /// <summary>What follows ^ to ask for an adjoint. It stays free as a name.</summary>
    public const string Adjoint = "T";

    public static bool TryScalarFunction(string name, out ScalarFunction function)
    {
        (bool found, function) = name switch
        {
            "sqrt" => (true, ScalarFunction.Sqrt),
            "exp" => (true, ScalarFunction.Exp),
            "log" => (true, ScalarFunction.Log),
            "min" => (true, ScalarFunction.Min),
            "max" => (true, ScalarFunction.Max),
            "abs" => (true, ScalarFunction.Abs),
            "pow" => (true, ScalarFunction.Pow),
            _ => (false, default)
        };
        return found;
    }

    public static bool TryTensorFunction(string name, out TensorFunction function)
    {
        (bool found, function) = name switch
        {
            "relu" => (true, TensorFunction.Relu),
            "tanh" => (true, TensorFunction.Tanh),
            "sigmoid" => (true, TensorFunction.Sigmoid),
            "gelu" => (true, TensorFunction.Gelu),
            "silu" => (true, TensorFunction.Silu),
            "soft" => (true, TensorFunction.Soft),
            _ => (false, default)
        };
        return found;
    }

    public static string NameOf(ScalarFunction function) => function switch
    {
        ScalarFunction.Sqrt => "sqrt",
        ScalarFunction.Exp => "exp",
        ScalarFunction.Log => "log",
        ScalarFunction.Min => "min",
        ScalarFunction.Max => "max",
        ScalarFunction.Abs => "abs",
        _ => "pow"
    };

    public static string NameOf(TensorFunction function) => function switch
    {
        TensorFunction.Relu => "relu",
        TensorFunction.Tanh => "tanh",
        TensorFunction.Sigmoid => "sigmoid",
        TensorFunction.Gelu => "gelu",
        TensorFunction.Silu => "silu",
        _ => "soft"
    };

    /// <summary>How many arguments a function of numbers takes.</summary>
    public static int Arity(ScalarFunction function) =>
        function is ScalarFunction.Min or ScalarFunction.Max or ScalarFunction.Pow ? 2 : 1;

    public static int Arity(TensorFunction function) => function is TensorFunction.Soft ? 2 : 1;

    public static bool IsReserved(string name) =>
        name is Layer or LayerCount or Output or Sum || TryScalarFunction(name, out _) || TryTensorFunction(name, out _);
}
