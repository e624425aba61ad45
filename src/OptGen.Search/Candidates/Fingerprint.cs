using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Search;

/// <summary>What a recurrence computes, and at which cost, found out by running it on a few numbers with operators that differ from index to index.</summary>
internal static class Fingerprint
{
    private const int Layers = 6;

    // Rounding is some 1e-15 of the numbers.
    private const string Digits = "e9";

    /// <summary>A text that is the same for recurrences that compute the same, whatever they are written like.</summary>
    public static string Of(Recurrence recurrence, IReadOnlyList<string> operators)
    {
        var (values, _) = Run(recurrence, operators, Math.Max(Layers, recurrence.MinimumLayers));
        return string.Join(' ', values.Select(value => value.ToString(Digits, CultureInfo.InvariantCulture)));
    }

    /// <summary>How often the operators are called in a pass.</summary>
    public static int Calls(Recurrence recurrence, IReadOnlyList<string> operators, int layers) => Run(recurrence, operators, layers).Calls;

    private static (double[] Values, int Calls) Run(Recurrence recurrence, IReadOnlyList<string> operators, int layers)
    {
        int calls = 0;
        var bindings = new RecurrenceBindings { Layers = layers };
        foreach (string name in recurrence.Operators)
        {
            int number = operators.ToList().IndexOf(name);
            bindings.Operator(name, k => new ProbeOperator(number, k, () => calls++));
        }
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        using nn.Module<Tensor, Tensor> module = recurrence.ToModule(bindings);
        Tensor result = module.call(tensor([0.3, -0.8, 1.7], dtype: ScalarType.Float64));
        return ([.. result.data<double>()], calls);
    }
}
