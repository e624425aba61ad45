using System.Globalization;
using System.Reflection;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Scalars are computed in double, whatever the types of the members in them: against the same expressions evaluated in double here.</summary>
public sealed class ScalarArithmeticTests
{
    private const int Layers = 4;

    private sealed record NumberKind(string Type, string Literal, double Value)
    {
        /// <summary>A value for each layer: the last of them is the greatest.</summary>
        public string At(string k) => $"({Type})({Literal} - ({Type})({k}))";
    }

    /// <param name="Text">The expression as written.</param>
    /// <param name="Value">Its value in a layer.</param>
    /// <param name="Decades">By how many powers of 10 all its parts together may differ from 1: no order of operations leaves the range of double below 300.</param>
    private sealed record Expression(string Text, Func<int, double> Value, double Decades = 0);

    // Of each type a number whose products, or whose quotients, would be wrong in the type itself.
    private static readonly NumberKind[] s_kinds =
    [
        new("sbyte", "127", 127), new("byte", "255", 255), new("short", "32767", 32767), new("ushort", "65535", 65535),
        new("int", "2147483647", int.MaxValue), new("int", "7", 7), new("uint", "4294967295", uint.MaxValue), new("long", "9223372036854775807", long.MaxValue),
        new("long", "5", 5), new("ulong", "18446744073709551615", ulong.MaxValue), new("float", "1e30f", 1e30f), new("float", "4.1f", 4.1f),
        new("decimal", "79228162514264337593543950335m", 79228162514264337593543950335d), new("decimal", "4.1m", 4.1), new("double", "4.3", 4.3), new("double", "1e100", 1e100),
        new("System.Half", "(System.Half)4.1f", (double)(Half)4.1f)
    ];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, s_kinds.Length)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Forward_MembersOfOneType_EqualsDoubleArithmetic(int kind)
    {
        NumberKind number = s_kinds[kind];
        string members = Members("n", number) + $"protected {(number.Type == "System.Half" ? "static readonly" : "const")} {number.Type} q = {number.Literal};";
        double At(int k) => Value(number, k);
        double table(int k, int j) => Value(number, (k + j) % 4);
        (string Text, Func<int, double> Expected)[] cases =
        [
            ("q/2", _ => number.Value / 2), ("1/q", _ => 1 / number.Value), ("q*q*q", _ => number.Value * number.Value * number.Value), ("q^5", _ => Math.Pow(number.Value, 5)),
            ("q/(q + q)", _ => number.Value / (number.Value + number.Value)), ("-q*3", _ => -number.Value * 3), ("k*q/3", k => k * number.Value / 3), ("min(q, 3)/2", _ => Math.Min(number.Value, 3) / 2),
            ("nm/2", _ => number.Value / 2), ("nm*nm", _ => number.Value * number.Value), ("7/nm", _ => 7 / number.Value), ("nm + nm", _ => number.Value + number.Value),
            ("ns_k/2", k => At(k) / 2), ("ns_k*ns_k*ns_<k+1>", k => At(k) * At(k) * At(k + 1)), ("ns_<k-1>/ns_k", k => At(Math.Max(k - 1, 0)) / At(k)), ("3/ns_k", k => 3 / At(k)),
            ("na_k/2", k => At(k) / 2), ("na_k*na_<k+1>", k => At(k) * At(k + 1)), ("2*na_k/k^0", k => 2 * At(k)),
            ("nt_<k,1>/2", k => table(k, 1) / 2), ("nt_<k,k>*nt_<k,0>", k => table(k, k) * table(k, 0)), ("nj_<k,1>/2", k => table(k, 1) / 2), ("nj_<k,0>*nj_<k,2>", k => table(k, 0) * table(k, 2)),
            ("nf_<k,1>/2", k => table(k, 1) / 2), ("nf_<k,1>*nf_<k,1>", k => table(k, 1) * table(k, 1)), ("sqrt(nm)/nm", _ => Math.Sqrt(number.Value) / number.Value), ("1e18*k*q", k => 1e18 * k * number.Value)
        ];

        AssertEqual(members, [.. cases.Select(c => new Expression(c.Text, c.Expected))]);
    }

    [Theory]
    [InlineData("1e18*k")]
    [InlineData("k*k*k*100000000")]
    [InlineData("(k + 2000000000 + L)/3")]
    [InlineData("(2147483647*k + 2147483647)/2")]
    [InlineData("k^20")]
    [InlineData("2^64*k")]
    [InlineData("1/(k + 2)/(k + 3)*k*L/7")]
    public void Forward_NumbersBeyondInt_EqualsDoubleArithmetic(string text) => AssertEqual("", [new Expression(text, k => Evaluate(text, k))]);

    [Fact]
    public void Forward_ALayerNumberIsMultiplied_DoesNotOverflow()
    {
        // 3,000 cubed is beyond int; the constructor is told the number of layers.
        const int Many = 3000;
        Assembly assembly = RandomNetworkRun.Compile(
            "[Update(\"x_<k+1> = x_k + k*k*k*F(x_k)\")] public partial class Net { private static Tensor F(Tensor x) => ones_like(x); }");
        using var module = (Module<Tensor, Tensor>)Activator.CreateInstance(assembly.GetType("Net")!, Many, "n")!;
        using Tensor result = module.call(zeros(1, dtype: float64));

        double sum = Many * (Many - 1.0) / 2;
        Assert.Equal(sum * sum, result.item<double>(), Math.Pow(sum, 2) * 1e-12);
    }

    [Fact]
    public void Forward_RandomExpressions_EqualDoubleArithmetic()
    {
        var random = new Random(20250811);
        var expressions = new List<Expression>();
        int count = RandomCases.Of(2000);
        for (int i = 0; i < count; i++)
            expressions.Add(Random(random, 4));
        AssertEqual(string.Concat(s_kinds.Select((kind, i) => Members("m" + Letter(i), kind))), expressions);
    }

    private static char Letter(int i) => (char)('a' + i);

    private static double Value(NumberKind number, int k) => number.Type switch
    {
        "System.Half" => (double)((Half)4.1f - (Half)k),
        "float" => (float)number.Value - k,
        "decimal" => (double)((decimal)(number.Value > 1e28 ? decimal.MaxValue : 4.1m) - k),
        "ulong" => ulong.MaxValue - (ulong)k,
        "long" => number.Value > 10 ? long.MaxValue - k : 5 - k,
        _ => number.Value - k
    };

    /// <summary>A number, a schedule, an array and three tables of one type, as letters after a name.</summary>
    private static string Members(string name, NumberKind number)
    {
        string type = number.Type;
        string row(int k) => string.Join(", ", Enumerable.Range(0, 4).Select(j => number.At(((k + j) % 4).ToString(CultureInfo.InvariantCulture))));
        string rows(string before, string after) => string.Join(", ", Enumerable.Range(0, 5).Select(k => before + row(k) + after));
        return $$"""
            protected readonly {{type}} {{name}}m = {{number.Literal}};
            protected static {{type}} {{name}}s(int k) => {{number.At("k")}};
            protected static readonly {{type}}[] {{name}}a = [{{string.Join(", ", Enumerable.Range(0, 5).Select(k => number.At(k.ToString(CultureInfo.InvariantCulture))))}}];
            protected static readonly {{type}}[,] {{name}}t = { {{rows("{ ", " }")}} };
            protected readonly {{type}}[][] {{name}}j = [{{rows("[", "]")}}];
            protected static {{type}} {{name}}f(int k, int j) => {{number.At("(k + j) % 4")}};

            """;
    }

    /// <summary>A random expression of positive parts, so that its value is as exact as its parts however it is simplified.</summary>
    private static Expression Random(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            int kind = random.Next(s_kinds.Length);
            NumberKind number = s_kinds[kind];
            string name = "m" + Letter(kind);
            Expression leaf = random.Next(8) switch
            {
                0 => new Expression("(k + 1)", k => k + 1),
                1 => new Expression("L", _ => Layers),
                2 => new Expression("2147483647", _ => int.MaxValue),
                3 => new Expression($"{name}m", _ => number.Value),
                4 => new Expression($"{name}s_k", k => Value(number, k)),
                5 => new Expression($"{name}a_<k-1>", k => Value(number, Math.Max(k - 1, 0))),
                6 => new Expression($"{name}t_<k,2>", k => Value(number, (k + 2) % 4)),
                _ => new Expression($"{name}j_<k,k>", k => Value(number, 2 * k % 4))
            };
            return leaf with { Decades = Enumerable.Range(0, Layers).Max(k => Math.Abs(Math.Log10(Math.Abs(leaf.Value(k))))) };
        }
        Expression left = Random(random, depth - 1);
        Expression right = Random(random, depth - 1);
        double decades = left.Decades + right.Decades;
        return random.Next(4) switch
        {
            0 => new Expression($"({left.Text} + {right.Text})", k => left.Value(k) + right.Value(k), decades),
            1 => new Expression($"{left.Text}/({right.Text})", k => left.Value(k) / right.Value(k), decades),
            2 => new Expression($"max({left.Text}, {right.Text})", k => Math.Max(left.Value(k), right.Value(k)), decades),
            _ => new Expression($"{left.Text}*{right.Text}", k => left.Value(k) * right.Value(k), decades)
        };
    }

    /// <summary>Compares each expression as a factor, as a parameter of a function, and beside a trained coefficient.</summary>
    private static void AssertEqual(string members, IReadOnlyList<Expression> expressions)
    {
        var declarations = new StringBuilder($$"""
            public abstract class Members(string name) : Module<Tensor, Tensor>(name)
            {
                {{members}}
                protected static Tensor F(Tensor x) => ones_like(x);
                protected static Tensor G(Tensor x, double s) => full_like(x, s);
            }

            """);
        for (int i = 0; i < expressions.Count; i++)
        {
            declarations.Append(
                CultureInfo.InvariantCulture,
                $"[Update(\"{Recurrence(expressions[i].Text)}\", Layers = {Layers})] public partial class Net{i} : Members {{ [Learnable(0.0)] public partial Parameter g {{ get; }} }}\n");
        }
        Assembly assembly = RandomNetworkRun.Compile(declarations.ToString());
        var failures = new List<string>();
        int compared = 0;
        for (int i = 0; i < expressions.Count; i++)
        {
            double expected = 0;
            for (int k = 0; k < Layers; k++)
                expected += 3 * expressions[i].Value(k);
            // A scalar may be collected into one fraction, whose parts are as large as all of the text's together.
            if (expressions[i].Decades >= 300 || !double.IsFinite(expected))
                continue;
            compared++;
            using var module = (Module<Tensor, Tensor>)Activator.CreateInstance(assembly.GetType($"Net{i}")!, "n")!;
            using Tensor result = module.to(float64).call(zeros(1, dtype: float64));
            double actual = result.item<double>();
            if (!(Math.Abs(actual - expected) <= 1e-12 * Math.Abs(expected)))
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{expressions[i].Text}: {actual:r} in place of {expected:r}"));
        }
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.True(compared > expressions.Count / 2, $"{compared} of {expressions.Count} were compared.");
    }

    private static string Recurrence(string text) => $"x_<k+1> = x_k + ({text})*F(x_k) + G[{text}](x_k) + ({text} + g)*F(x_k)";

    private static double Evaluate(string text, int k) => text switch
    {
        "1e18*k" => 1e18 * k,
        "k*k*k*100000000" => (double)k * k * k * 100000000,
        "(k + 2000000000 + L)/3" => (k + 2000000000.0 + Layers) / 3,
        "(2147483647*k + 2147483647)/2" => ((2147483647.0 * k) + 2147483647) / 2,
        "k^20" => Math.Pow(k, 20),
        "2^64*k" => Math.Pow(2, 64) * k,
        _ => 1.0 / (k + 2) / (k + 3) * k * Layers / 7
    };
}
