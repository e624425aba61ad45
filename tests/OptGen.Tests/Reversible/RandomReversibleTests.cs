using System.Globalization;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Reversible;

/// <summary>Random recurrences that can be run backwards, with factors away from zero and few layers, against the networks that store their layers.</summary>
public sealed class RandomReversibleTests
{
    private const int Width = ReversibleGallery.Width;

    [Fact]
    public void Reversible_RandomRecurrences_EqualStoreInValueAndEveryGradient()
    {
        int count = RandomCases.Of(2_000);
        var random = new Random(20261127);
        for (int i = 0; i < count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            string text = random.Next(2) == 0 ? OneState(random) : Coupled(random);
            int layers = random.Next(1, 7);
            try
            {
                (Module<Tensor, Tensor> store, Module<Tensor, Tensor> reversible) = ReversibleGallery.Make(text, Bind(text), layers);
                using (store)
                using (reversible)
                    ReversibleNetworkTests.AssertSame(store, reversible);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Case {i}, with {layers} layers: {text}", exception);
            }
        }
    }

    /// <summary>One state with a history; the oldest iterate stands in a term of its own, younger ones in operators too.</summary>
    private static string OneState(Random random)
    {
        int depth = random.Next(2, 6);
        var terms = new StringBuilder(Factor(random)).Append($"*x_<k-{depth - 1}>");
        for (int j = 0; j < depth - 1; j++)
        {
            if (random.Next(2) == 0)
                terms.Append($" + {Small(random)}*{Iterate("x", j)}");
            if (random.Next(3) > 0)
                terms.Append($" - {Small(random)}*{Operator(random)}({Iterate("x", j)})");
        }
        if (random.Next(3) == 0)
            terms.Append(" + 0.1*tanh(S(x_k) - 0.5*x_k)");
        if (random.Next(3) == 0)
            terms.Append(" + b_k*T(x_k)");
        string start = random.Next(3) switch { 0 => "x_0 = stem(u); ", 1 => "x_0 = u; x_<-1> = 0.5*u; " + string.Concat(Enumerable.Range(2, depth - 1).Select(j => $"x_<-{j}> = 0.{j}*u; ")), _ => "" };
        string end = random.Next(3) switch { 0 => "; out = head(x_L)", 1 => "; out = x_L - 0.5*x_<L-1>", _ => "" };
        return $"{start}x_<k+1> = {terms}{end}";
    }

    /// <summary>States that follow each other in a layer: each reads the older iterates of later ones and the newer ones of earlier ones.</summary>
    private static string Coupled(Random random)
    {
        string[] states = [.. new[] { "x", "y", "z" }.Take(random.Next(2, 4))];
        var lines = new List<string>();
        for (int i = 0; i < states.Length; i++)
        {
            string line = $"{states[i]}_<k+1> = {Factor(random)}*{states[i]}_k";
            for (int j = 0; j < states.Length; j++)
            {
                string other = j < i ? $"{states[j]}_<k+1>" : $"{states[j]}_k";
                if (i == j || random.Next(4) == 0)
                    continue;
                line += random.Next(3) switch { 0 => $" + {Small(random)}*{other}", 1 => $" + c*{Operator(random)}({other})", _ => $" - {Operator(random)}({other} - 0.5*{other})" };
            }
            lines.Add(line);
        }
        if (random.Next(2) == 0)
            lines.Add($"{states[1]}_0 = S(x_0)");
        lines.Add($"out = {string.Join(" + ", states.Select(s => $"{Small(random)}*{s}_L"))}");
        return string.Join("; ", lines);
    }

    private static Func<RecurrenceBindings, RecurrenceBindings> Bind(string text) => bindings =>
    {
        foreach (string name in (string[])["T", "S", "R", "stem", "head"])
        {
            if (!text.Contains(name + "(", StringComparison.Ordinal))
                continue;
            if (name is "T" or "S")
                bindings.Operator(name, ReversibleGallery.Cell);
            else
                bindings.Operator(name, Linear(Width, Width));
        }
        if (text.Contains("b_k", StringComparison.Ordinal))
            bindings.Learned("b", 0.4, perLayer: true);
        if (text.Contains("m*", StringComparison.Ordinal))
            bindings.Learned("m", 0.7, minimum: 0.5);
        if (text.Contains("w_k*", StringComparison.Ordinal))
            bindings.Coefficient("w", k => 0.6 + (0.1 * k));
        if (text.Contains("c*", StringComparison.Ordinal))
            bindings.Learned("c", 0.3);
        return bindings;
    };

    private static string Factor(Random random) => random.Next(6) switch
    {
        0 => "m",
        1 => "w_k",
        2 => "-m*w_k",
        _ => (random.Next(2) == 0 ? "-" : "") + (0.5 + random.NextDouble()).ToString("F2", CultureInfo.InvariantCulture)
    };

    private static string Small(Random random) => (0.1 + (0.4 * random.NextDouble())).ToString("F2", CultureInfo.InvariantCulture);

    private static string Operator(Random random) => random.Next(3) switch { 0 => "T", 1 => "S", _ => "R" };

    private static string Iterate(string state, int back) => back == 0 ? state + "_k" : $"{state}_<k-{back}>";
}
