using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

/// <summary>
/// Functions of each element against PyTorch's, over the element types they take. The member, its in-place twin and the
/// static twins of both are found by their name, so that none can be missing or call something else.
/// </summary>
public class PointwiseTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("pointwise");

    private static readonly HashSet<string> Refused = [.. Golden.Texts("refused")];

    /// <summary>What the processor computes exactly; the rest may differ in the last bits between versions of libtorch.</summary>
    private static readonly HashSet<string> Exact =
    [
        "abs", "absolute", "add", "bitwise_not", "ceil", "clamp_max", "clamp_min", "copysign", "div", "divide", "fix", "floor",
        "floor_divide", "fmax", "fmin", "fmod", "frac", "gcd", "isfinite", "isinf", "isnan", "lcm", "maximum", "minimum", "mul", "multiply",
        "neg", "negative", "nextafter", "positive", "reciprocal", "relu", "relu6", "remainder", "round", "sgn", "sign", "signbit", "sqrt",
        "square", "sub", "subtract", "true_divide", "trunc"
    ];

    /// <summary>Members whose in-place form asks for the result's own type instead of converting to the target's.</summary>
    private static readonly HashSet<string> AsksForItsOwnType = ["float_power_"];

    public static TheoryData<string> Names => new(Golden.Keys.Concat(Refused).Where(key => key.Contains('(')).Select(NameOf).Distinct());

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_EachType_EqualsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        foreach (var key in Golden.Keys.Concat(Refused).Where(key => key.Contains('(') && NameOf(key) == name))
        {
            var arguments = key[(name.Length + 1)..^1].Split(", ");
            var x = Golden.Tensor(arguments[0] + " elements");
            object? other = arguments.Length == 1 ? null : arguments[1] switch
            {
                "double" => (object)(Scalar)1.5,
                "long" => (object)(Scalar)2,
                var type => (object)Golden.Tensor(type + " others")
            };
            object[] rest = other is null ? [] : [other];

            var expected = Refused.Contains(key) ? null : Golden.Tensor(key);
            var method = Find(typeof(Tensor), name, rest) ?? throw new MissingMethodException(nameof(Tensor), name);
            Check(name, key, expected, () => Call(method, x, rest));
            if (Find(typeof(torch), name, [x, .. rest]) is { } twin) Check(name, "torch." + key, expected, () => Call(twin, null, [x, .. rest]));
            InPlace(name, key, expected, x, rest);
        }
    }

    private static void InPlace(string name, string key, Tensor? expected, Tensor x, object[] rest)
    {
        if (Find(typeof(Tensor), name + "_", rest) is not { } method) return;
        if (AsksForItsOwnType.Contains(name + "_") && expected?.dtype != x.dtype) return;
        var fits = expected is not null && can_cast(expected.dtype, x.dtype);
        var target = x.clone();
        var inPlace = fits ? expected!.to(x.dtype) : null;
        Check(name, key + " in place", inPlace, () => Call(method, target, rest), target);
        if (Find(typeof(torch), name + "_", [x, .. rest]) is not { } twin) return;
        var second = x.clone();
        Check(name, $"torch.{key} in place", inPlace, () => Call(twin, null, [second, .. rest]), second);
    }

    private static void Check(string name, string what, Tensor? expected, Func<Tensor> compute, Tensor? same = null)
    {
        if (expected is null)
        {
            Assert.Throws<TorchException>(() => { compute(); });
            return;
        }

        var actual = compute();
        if (same is not null) Assert.Same(same, actual);
        if (Exact.Contains(name)) TensorAssert.Close(expected, actual, relative: 0, what: what);
        else TensorAssert.Close(expected, actual, relative: 1e-6, absolute: 1e-7, what: what);
    }

    private static MethodInfo? Find(Type type, string name, object[] arguments) => type
        .GetMethods()
        .Where(method => method.Name == name && method.IsStatic == (type == typeof(torch)))
        .SingleOrDefault(method =>
        {
            var parameters = method.GetParameters();
            return parameters.Length >= arguments.Length
                && parameters.Zip(arguments).All(pair => pair.First.ParameterType == pair.Second.GetType())
                && parameters.Skip(arguments.Length).All(parameter => parameter.IsOptional);
        });

    private static Tensor Call(MethodInfo method, object? target, object[] arguments)
    {
        var defaults = method.GetParameters().Skip(arguments.Length).Select(parameter => parameter.DefaultValue);
        return (Tensor)method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, [.. arguments, .. defaults], null)!;
    }

    private static string NameOf(string key) => key[..key.IndexOf('(')];
}
