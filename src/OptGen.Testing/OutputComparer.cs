using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Testing;

/// <summary>Compares values and gradients of two ways to compute the same.</summary>
internal sealed class OutputComparer(IReadOnlyList<Tensor> inputs, List<(string Name, Tensor Actual, Tensor Expected)> parameters, SameNetworkOptions options)
{
    private readonly List<string> _problems = [];
    private readonly List<string> _gradients = [];
    private double _greatest;

    private sealed record Evaluation(Tensor Value, Tensor?[]? Gradients);

    public SameNetworkReport Verify(Func<IReadOnlyList<Tensor>, Tensor> runActual, NetworkState actualState, Func<IReadOnlyList<Tensor>, Tensor> runExpected, NetworkState expectedState)
    {
        using IDisposable on = enable_grad();
        // Both draw the same numbers, and whoever draws next draws what they would have drawn.
        Tensor random = get_rng_state();
        Evaluation actual = Evaluate("", runActual, actualState, [.. parameters.Select(p => p.Actual)]);
        set_rng_state(random);
        Evaluation expected = Evaluate(" of the expected network", runExpected, expectedState, [.. parameters.Select(p => p.Expected)]);
        set_rng_state(random);
        if (Describe(actual.Value) != Describe(expected.Value))
            throw new CheckFailedException($"The value is {Describe(actual.Value)}, and {Describe(expected.Value)} is expected.");
        Compare("the value", actual.Value, expected.Value);
        CompareGradients(actual, expected);
        if (_problems.Count > 0)
            throw new CheckFailedException($"The networks differ:\n  {string.Join("\n  ", _problems)}");
        return new SameNetworkReport(_gradients, _greatest);
    }

    /// <summary>The value of copies of the inputs, and the gradients of those that have some and of the parameters.</summary>
    private Evaluation Evaluate(string whose, Func<IReadOnlyList<Tensor>, Tensor> run, NetworkState state, Tensor[] leaves)
    {
        state.Rewind();
        Tensor[] arguments = [.. inputs.Select(Copy)];
        Tensor value = NetworkState.Run(() => run(arguments));
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!Same.Numbers(arguments[i], inputs[i]))
                _problems.Add($"{InputName(i)}{whose} was changed while the network ran");
        }
        if (!value.requires_grad)
            return new(value, null);
        var draw = new Random(options.Seed);
        Tensor weights = tensor([.. Enumerable.Range(0, checked((int)value.numel())).Select(_ => (2 * draw.NextDouble()) - 1)], dtype: ScalarType.Float64)
            .reshape(value.shape).to(value.dtype).to(value.device);
        Tensor?[] gradients = Gradients.Of((value * weights).sum(), [.. arguments.Where(a => a.requires_grad), .. leaves]);
        state.ThrowIfBackwardFailed();
        return new(value, gradients);
    }

    private static Tensor Copy(Tensor input)
    {
        Tensor copy = input.detach().clone();
        return copy.is_floating_point() ? copy.requires_grad_() : copy;
    }

    private string InputName(int i) => inputs.Count == 1 ? "the input" : $"input {i}";

    private static string Describe(Tensor tensor) => $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]";

    private void CompareGradients(Evaluation actual, Evaluation expected)
    {
        if (actual.Gradients is not { } found || expected.Gradients is not { } wanted)
        {
            if (actual.Gradients is not null || expected.Gradients is not null)
                _problems.Add($"torch has recorded no gradient of the {(actual.Gradients is null ? "actual" : "expected")} value");
            return;
        }
        string[] names = [.. Enumerable.Range(0, inputs.Count).Where(i => inputs[i].is_floating_point()).Select(InputName), .. parameters.Select(p => p.Name)];
        for (int i = 0; i < names.Length; i++)
        {
            string what = $"the gradient of {names[i]}";
            if (found[i] is null != wanted[i] is null && !options.MissingGradientIsZero)
                _problems.Add($"{what} is missing in the {(found[i] is null ? "actual" : "expected")} network; set MissingGradientIsZero where that is the same as zero");
            else if ((found[i] ?? wanted[i]) is { } one)
                Compare(what, found[i] ?? zeros_like(one), wanted[i] ?? zeros_like(one));
            if (found[i] is not null && wanted[i] is not null)
                _gradients.Add(names[i]);
        }
    }

    private void Compare(string what, Tensor actual, Tensor expected)
    {
        if (actual.numel() == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        ScalarType type = actual.dtype;
        Tensor a = actual.detach().to(ScalarType.Float64).flatten(), e = expected.detach().to(ScalarType.Float64).flatten();
        // What is not a number on both sides agrees; on one side it never does.
        Tensor apart = where(Same.Elements(a, e), zeros_like(a), (a - e).abs()).nan_to_num(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        double greatest = e.abs().nan_to_num(0, 0, 0).max().item<double>(), difference = apart.max().item<double>();
        double byType = type switch { ScalarType.Float64 => 1e-12, ScalarType.Float32 => 1e-6, _ => 1e-2 };
        double tolerance = (options.AbsoluteTolerance ?? byType) + ((options.RelativeTolerance ?? byType) * greatest);
        _greatest = Math.Max(_greatest, difference);
        if (difference <= tolerance)
            return;
        long at = apart.argmax().item<long>();
        _problems.Add(FormattableString.Invariant(
            $"{what}: {a[at].item<double>():G9} at {Index(at, actual.shape)}, and {e[at].item<double>():G9} is expected; they are {difference:G3} apart, {tolerance:G3} is allowed"));
    }

    private static string Index(long element, long[] shape)
    {
        long[] index = new long[shape.Length];
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            index[d] = element % shape[d];
            element /= shape[d];
        }
        return $"[{string.Join(", ", index)}]";
    }
}
