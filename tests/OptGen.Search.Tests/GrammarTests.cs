using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Search.Tests;

/// <summary>What a grammar draws lies within its bounds, and is what it says: consistent, zero-stable, and no two the same.</summary>
public sealed class GrammarTests
{
    private static int Count => Environment.GetEnvironmentVariable("OPTGEN_LONG") == "1" ? 2000 : 30;

    public static TheoryData<int, int, int, int, int> Bounds => new()
    {
        { 1, 1, 1, 1, 1 },
        { 2, 2, 2, 2, 2 },
        { 3, 3, 2, 4, 2 },
        { 8, 4, 8, 3, 3 },
        { 4, 1, 3, 10, 1 }
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Draw_Bounds_AreKept(int history, int states, int applications, int denominator, int largest)
    {
        var grammar = new RecurrenceGrammar { History = history, States = states, Applications = applications, Denominator = denominator, LargestFactor = largest, Operators = ["T", "S"] };

        foreach (Recurrence recurrence in grammar.Draw(1).Take(Count))
        {
            Assert.InRange(recurrence.States.Count, 1, states);
            Assert.All(recurrence.States, state => Assert.InRange(state.Kept!.Value, 0, history));
            Assert.All(recurrence.Operators, name => Assert.Contains(name, grammar.Operators));
            Assert.NotEmpty(recurrence.Operators);
            int layers = recurrence.MinimumLayers + 10;
            Assert.InRange(Fingerprint.Calls(recurrence, grammar.Operators, layers + 1) - Fingerprint.Calls(recurrence, grammar.Operators, layers), 1, applications);
            Assert.Contains(recurrence.States, state => state.Name == "x");
        }
    }

    /// <summary>Without operators constants stay, and everything stays bounded: by running it, apart from the verdict.</summary>
    [Theory]
    [MemberData(nameof(Bounds))]
    public void Draw_WithoutOperators_KeepsConstantsAndStaysBounded(int history, int states, int applications, int denominator, int largest)
    {
        var grammar = new RecurrenceGrammar { History = history, States = states, Applications = applications, Denominator = denominator, LargestFactor = largest };

        foreach (Recurrence recurrence in grammar.Draw(2).Take(Count / 2))
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable mode = no_grad();
            double Last(int layers)
            {
                using nn.Module<Tensor, Tensor> module = recurrence.ToModule(new RecurrenceBindings { Layers = layers }.Function("T", (Tensor x) => x.mul(0)));
                return module.call(tensor([1.0], dtype: ScalarType.Float64)).item<double>();
            }
            foreach (int layers in new[] { recurrence.MinimumLayers, 7, 60, 400 })
                Assert.True(Math.Abs(Last(layers) - 1) < 1e-6, $"{recurrence.Text}\nhas {Last(layers)} after {layers} layers.");

            // A disturbance in one layer must not grow.
            double Disturbed(int layers)
            {
                int calls = 0;
                using nn.Module<Tensor, Tensor> module = recurrence.ToModule(new RecurrenceBindings { Layers = layers }.Function("T", (Tensor x) => calls++ == 3 ? x.mul(0).add(1) : x.mul(0)));
                return Math.Abs(module.call(tensor([1.0], dtype: ScalarType.Float64)).item<double>() - 1);
            }
            Assert.True(Disturbed(400) <= 20 * (1 + new[] { 4, 5, 6, 8, 12, 20, 40 }.Max(Disturbed)), $"{recurrence.Text}\ngrows to {Disturbed(400)}.");
        }
    }

    [Fact]
    public void Draw_Many_NoTwoComputeTheSame()
    {
        var grammar = new RecurrenceGrammar { Denominator = 1, LargestFactor = 1, History = 2, States = 3 };
        var seen = new Dictionary<string, string>();

        foreach (Recurrence recurrence in grammar.Draw(3).Take(Count))
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable mode = no_grad();
            // Other operators and other depths than the search's own; two of them, for odd and even iterates may go ways of their own, as in x_<k+1> = x_<k-1> - T(x_<k-1>).
            string key = Values(9) + Values(10);
            string Values(int layers)
            {
                using nn.Module<Tensor, Tensor> module = recurrence.ToModule(new RecurrenceBindings { Layers = layers }.Operator("T", k => new Curve(k)));
                return string.Concat(module.call(tensor([0.11, -0.7], dtype: ScalarType.Float64)).data<double>().ToArray().Select(value => value.ToString("e8") + " "));
            }
            Assert.True(seen.TryAdd(key, recurrence.Text), $"{recurrence.Text}\nand\n{seen.GetValueOrDefault(key)}\nare the same.");
        }
    }

    [Fact]
    public void Draw_SameSeed_GivesTheSame()
    {
        var grammar = new RecurrenceGrammar { States = 3, History = 3 };
        string[] Texts(ulong seed) => [.. grammar.Draw(seed).Take(40).Select(recurrence => recurrence.Text)];

        Assert.Equal(Texts(5), Texts(5));
        Assert.NotEqual(Texts(5), Texts(6));
    }

    [Fact]
    public void Draw_AllKinds_ComeUp()
    {
        var grammar = new RecurrenceGrammar { States = 4, History = 3, Operators = ["T", "S"] };
        string[] texts = [.. grammar.Draw(7).Take(200).Select(recurrence => recurrence.Text)];

        foreach (string part in new[] { "y_k = ", "v_<k+1> = ", "p_<k+1> = ", "x_<k-2>", "S(", "T(", "y_<k-1>", "1/2*" })
            Assert.Contains(texts, text => text.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_BoundsAllowLittle_Ends()
    {
        var grammar = new RecurrenceGrammar { States = 1, History = 1, Applications = 1, Denominator = 1, LargestFactor = 1 };

        Assert.Equal(["x_<k+1> = x_k + T(x_k)", "x_<k+1> = x_k - T(x_k)"], grammar.Draw(1).Select(recurrence => recurrence.Text).Order());
    }

    [Fact]
    public void Bounds_OutOfRange_AreRefused()
    {
        Assert.Contains("History must be from 1 to 8", Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrenceGrammar { History = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("States must be from 1 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrenceGrammar { States = 5 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrenceGrammar { Applications = 9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrenceGrammar { Denominator = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrenceGrammar { LargestFactor = 0 });
        Assert.Contains("at least one operator", Assert.Throws<ArgumentException>(() => new RecurrenceGrammar { Operators = [] }).Message, StringComparison.Ordinal);
        Assert.Contains("one name", Assert.Throws<ArgumentException>(() => new RecurrenceGrammar { Operators = ["T", "T"] }).Message, StringComparison.Ordinal);
        foreach (string name in new[] { "x", "v", "stem", "sqrt", "relu", "2", "", "T T", "k", "sum", "a b", "T)", "out", "ein_ξ?" })
            Assert.Throws<ArgumentException>(() => new RecurrenceGrammar { Operators = [name] });
    }

    [Theory]
    [InlineData("F")]
    [InlineData("Conv")]
    [InlineData("xy")]
    [InlineData("vel")]
    [InlineData("Layer2")]
    public void Operators_OddNames_AreDrawn(string name)
    {
        var grammar = new RecurrenceGrammar { Operators = [name], States = 3 };

        Assert.All(grammar.Draw(1).Take(30), recurrence => Assert.Equal([name], recurrence.Operators));
    }

    [Theory]
    [InlineData("x_<k+1> = x_k - T(x_k)", true)]
    [InlineData("x_<k+1> = x_k + 1/2*(x_k - x_<k-1>) - T(x_k)", true)]
    [InlineData("x_<k+1> = 2*x_k - x_<k-1> - T(x_k)", false)]
    [InlineData("x_<k+1> = 1/2*x_k - T(x_k)", false)]
    [InlineData("x_<k+1> = 3*x_k - 2*x_<k-1> - T(x_k)", false)]
    public void Holds_IsTheTheoremsCondition(string text, bool expected) => Assert.Equal(expected, RecurrenceGrammar.Holds(Recurrence.Parse(text)));

    [Fact]
    public void Sum_Text_IsWritten()
    {
        var sum = new Sum(4);
        sum.Add(-4, "a");
        sum.Add(6, "b");
        sum.Add(-2, "c");
        sum.Add(4, "d");
        sum.Add(8, "e");
        sum.Add(1, "f");
        sum.Add(-1, "f");

        Assert.Equal("3/2*b + d + 2*e - a - 1/2*c", sum.ToString());
        Assert.Equal("0", new Sum(1).ToString());
    }

    private sealed class Curve(int k) : nn.Module<Tensor, Tensor>("curve")
    {
        public override Tensor forward(Tensor x) => x.mul(1 + 0.21 * k).tanh().add(0.05 * k);
    }
}
