using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

/// <summary>C#'s operators against PyTorch's, over every pair of operand types: bits, result types and refusals.</summary>
public class OperatorTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("operators");

    private static readonly HashSet<string> Refused = [.. Golden.Texts("refused")];

    private static readonly string[] TensorOperands = ["float32", "float64", "int64", "bool", "float64 alone", "int64 alone"];

    public static TheoryData<string> Arithmetic => new("+", "-", "*", "/", "%");

    public static TheoryData<string> Bitwise => new("&", "|", "^");

    public static TheoryData<string> Comparison => new("==", "!=", "<", "<=", ">", ">=");

    [Theory]
    [MemberData(nameof(Arithmetic))]
    [MemberData(nameof(Bitwise))]
    [MemberData(nameof(Comparison))]
    public void Operator_TwoTensors_EqualsPyTorch(string symbol)
    {
        using var scope = NewDisposeScope();
        var compared = 0;
        foreach (var left in TensorOperands)
        {
            foreach (var right in TensorOperands)
            {
                if (!IsRecorded(left, symbol, right)) continue;
                Compare($"{left} {symbol} {right}", () => Apply(symbol, Golden.Tensor(left), Golden.Tensor(right)));
                compared++;
            }
        }

        Assert.True(compared >= 30, $"only {compared} pairs compared");
    }

    [Theory]
    [MemberData(nameof(Arithmetic))]
    public void Operator_TensorAndNumber_EqualsPyTorch(string symbol)
    {
        using var scope = NewDisposeScope();
        foreach (var left in TensorOperands)
        {
            var x = Golden.Tensor(left);
            Compare($"{left} {symbol} double", () => symbol switch { "+" => x + 2.5, "-" => x - 2.5, "*" => x * 2.5, "/" => x / 2.5, _ => x % 2.5 });
            Compare($"{left} {symbol} double", () => symbol switch { "+" => x + 2.5f, "-" => x - 2.5f, "*" => x * 2.5f, "/" => x / 2.5f, _ => x % 2.5f });
            Compare($"{left} {symbol} long", () => symbol switch { "+" => x + 3L, "-" => x - 3L, "*" => x * 3L, "/" => x / 3L, _ => x % 3L });
            Compare($"{left} {symbol} long", () => symbol switch { "+" => x + 3, "-" => x - 3, "*" => x * 3, "/" => x / 3, _ => x % 3 });
            Scalar real = 2.5, whole = 3;
            Compare($"{left} {symbol} double", () => symbol switch { "+" => x + real, "-" => x - real, "*" => x * real, "/" => x / real, _ => x % real });
            Compare($"{left} {symbol} long", () => symbol switch { "+" => x + whole, "-" => x - whole, "*" => x * whole, "/" => x / whole, _ => x % whole });
        }
    }

    [Theory]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("*")]
    [InlineData("/")]
    public void Operator_NumberAndTensor_EqualsPyTorch(string symbol)
    {
        using var scope = NewDisposeScope();
        foreach (var right in TensorOperands)
        {
            if (!IsRecorded("double", symbol, right)) continue;
            var x = Golden.Tensor(right);
            Compare($"double {symbol} {right}", () => symbol switch { "+" => 2.5 + x, "-" => 2.5 - x, "*" => 2.5 * x, _ => 2.5 / x });
            Compare($"double {symbol} {right}", () => symbol switch { "+" => 2.5f + x, "-" => 2.5f - x, "*" => 2.5f * x, _ => 2.5f / x });
            Compare($"long {symbol} {right}", () => symbol switch { "+" => 3L + x, "-" => 3L - x, "*" => 3L * x, _ => 3L / x });
            Compare($"long {symbol} {right}", () => symbol switch { "+" => 3 + x, "-" => 3 - x, "*" => 3 * x, _ => 3 / x });
            Scalar real = 2.5, whole = 3;
            Compare($"double {symbol} {right}", () => symbol switch { "+" => real + x, "-" => real - x, "*" => real * x, _ => real / x });
            Compare($"long {symbol} {right}", () => symbol switch { "+" => whole + x, "-" => whole - x, "*" => whole * x, _ => whole / x });
        }
    }

    [Theory]
    [MemberData(nameof(Comparison))]
    public void Comparison_WithNumber_EqualsPyTorch(string symbol)
    {
        using var scope = NewDisposeScope();
        Scalar real = 2.5, whole = 3;
        foreach (var name in TensorOperands)
        {
            var x = Golden.Tensor(name);
            foreach (var (kind, number) in new[] { ("double", real), ("long", whole) })
            {
                Compare(
                    $"{name} {symbol} {kind}",
                    () => symbol switch { "==" => x == number, "!=" => x != number, "<" => x < number, "<=" => x <= number, ">" => x > number, _ => x >= number });
                Compare(
                    $"{kind} {symbol} {name}",
                    () => symbol switch { "==" => number == x, "!=" => number != x, "<" => number < x, "<=" => number <= x, ">" => number > x, _ => number >= x });
            }
        }
    }

    [Fact]
    public void Unary_EachType_EqualsPyTorch()
    {
        using var scope = NewDisposeScope();
        foreach (var name in TensorOperands)
        {
            Compare($"-{name}", () => -Golden.Tensor(name));
            Compare($"~{name}", () => ~Golden.Tensor(name));
        }
    }

    [Fact]
    public void Equals_SameObjectOrSameElements_True()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, float.NaN });
        var y = tensor(new[] { 1f, 2f });
        Assert.True(x.Equals(x));
        Assert.True(y.Equals(y.clone()));
        Assert.True(y.Equals((object)y.clone()));
        Assert.False(x.Equals(x.clone()));
        Assert.False(y.Equals(y.to(ScalarType.Float64)));
        Assert.False(y.Equals(null));
        Assert.False(y.Equals("y"));
        Assert.Equal(y.GetHashCode(), y.GetHashCode());
    }

    private static Tensor Apply(string symbol, Tensor x, Tensor y) => symbol switch
    {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "/" => x / y,
        "%" => x % y,
        "&" => x & y,
        "|" => x | y,
        "^" => x ^ y,
        "==" => x == y,
        "!=" => x != y,
        "<" => x < y,
        "<=" => x <= y,
        ">" => x > y,
        ">=" => x >= y,
        _ => throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "no operator")
    };

    private static bool IsRecorded(string left, string symbol, string right)
    {
        var key = $"{left} {symbol} {right}";
        return Golden.Has(key) || Refused.Contains(key);
    }

    private static void Compare(string key, Func<Tensor> compute)
    {
        if (Refused.Contains(key)) Assert.Throws<TorchException>(() => { compute(); });
        else TensorAssert.BitEqual(Golden.Tensor(key), compute(), key);
    }
}
