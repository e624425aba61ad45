using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Testing;

/// <summary>One check of gradients against differences.</summary>
internal sealed class GradientComparer
{
    private const int MostShown = 8;

    // A second look at what does not agree: what a step of this part of the first one switches is switched a hundred times more rarely.
    private const double SmallerStep = 0.01;

    private readonly Func<Tensor> _function;
    private readonly (string Name, Tensor Tensor)[] _variables;
    private readonly NetworkState? _state;
    private readonly GradientCheckOptions _options;
    private readonly Random _random;
    private readonly List<GradientComparison> _compared = [];
    private readonly List<string> _kinks = [];
    private Tensor? _weights;
    private double _value;

    public GradientComparer(Func<Tensor> function, IEnumerable<(string Name, Tensor Tensor)> variables, NetworkState? state, GradientCheckOptions options)
    {
        _function = function;
        _variables = [.. variables];
        _state = state;
        _options = options;
        _random = new Random(options.Seed);
        if (_variables.Length == 0)
            throw new ArgumentException("There is nothing to check: no parameter and no input requires a gradient.", nameof(variables));
        foreach ((string name, Tensor tensor) in _variables)
        {
            if (tensor.dtype != ScalarType.Float64)
                throw new ArgumentException($"{name} is of type {tensor.dtype}, in which differences say little: call to(ScalarType.Float64) on the module or the tensor first.", nameof(variables));
            if (!tensor.requires_grad || !tensor.is_leaf)
                throw new ArgumentException($"{name} must be a leaf that requires a gradient.", nameof(variables));
        }
    }

    public GradientReport Run()
    {
        Tensor?[] gradients = Analytic();
        double again = Value();
        if (!double.IsFinite(_value))
            throw new CheckFailedException($"The value is {Text(_value)} before anything is moved: choose inputs and weights at which it is finite.");
        if (again != _value)
        {
            throw new CheckFailedException(
                $"Two evaluations with the same arguments give {Text(_value)} and {Text(again)}, so differences mean nothing: switch off what is drawn at random, such as dropout, with eval().");
        }
        for (int i = 0; i < _variables.Length; i++)
            Compare(_variables[i].Name, _variables[i].Tensor, gradients[i]);

        GradientComparison[] wrong = [.. _compared.Where(c => !c.Agrees)];
        if (wrong.Length > 0)
            throw new CheckFailedException(Describe(wrong));
        return new GradientReport(_compared.Count, _compared.MaxBy(c => Math.Abs(c.Analytic - c.Numeric) / Math.Max(c.Tolerance, double.Epsilon)));
    }

    private Tensor?[] Analytic()
    {
        using IDisposable on = enable_grad();
        Tensor loss = Loss();
        if (!loss.requires_grad)
            throw new CheckFailedException("The value depends on none of the parameters and inputs in a way that torch has recorded: was it computed under no_grad(), or detached?");
        _value = loss.item<double>();
        Tensor?[] gradients = Gradients.Of(loss, [.. _variables.Select(v => v.Tensor)]);
        _state?.ThrowIfBackwardFailed();
        return gradients;
    }

    private void Compare(string name, Tensor variable, Tensor? gradient)
    {
        long count = variable.numel();
        if (count == 0)
            return;
        double[] analytic = gradient is null ? new double[count] : [.. gradient.detach().to(CPU).contiguous().data<double>()];
        double greatest = analytic.Max(Math.Abs);
        bool isWhole = count <= _options.ElementsPerTensor;
        foreach (long element in isWhole ? Range(count) : Drawn(count))
            CompareElement(name, variable, element, analytic[element], greatest);
        if (!isWhole)
            CompareDirection(name, variable, analytic);
    }

    private void CompareElement(string name, Tensor variable, long element, double analytic, double greatest)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] index = IndexOf(element, variable.shape);
        Tensor place = variable.detach();
        foreach (long i in index)
            place = place.select(0, i);
        double at = place.item<double>();

        GradientComparison Take(double step)
        {
            (double numeric, _, _) = Difference(place, at, step);
            return new(name, index, analytic, numeric, Tolerance(analytic, numeric, greatest));
        }

        double step = _options.Step * Math.Max(1, Math.Abs(at));
        GradientComparison found = Take(step);
        if (!found.Agrees && Take(step * SmallerStep) is { Agrees: true } second)
            found = second;
        if (!found.Agrees)
        {
            (_, double left, double right) = Difference(place, at, step);
            if (Math.Abs(left - right) > 0.01 * Math.Max(Math.Abs(left), Math.Abs(right)))
                _kinks.Add($"{found.Place} ({Text(left)} on the left, {Text(right)} on the right)");
        }
        _compared.Add(found);
    }

    /// <summary>The central difference at an element, and those of both sides.</summary>
    private (double Central, double Left, double Right) Difference(Tensor place, double at, double step)
    {
        double high = at + step, low = at - step;
        try
        {
            Fill(place, high);
            double after = Value();
            Fill(place, low);
            double before = Value();
            return ((after - before) / (high - low), (_value - before) / (at - low), (after - _value) / (high - at));
        }
        finally
        {
            Fill(place, at);
        }
    }

    private static void Fill(Tensor place, double value)
    {
        using IDisposable off = no_grad();
        using Scalar held = value;
        place.fill_(held);
    }

    /// <summary>All elements at once, each by plus or minus the same, so that the slope along the direction has all of a wrong element's error.</summary>
    private void CompareDirection(string name, Tensor variable, double[] analytic)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] signs = [.. Enumerable.Range(0, analytic.Length).Select(_ => _random.Next(2) == 0 ? 1.0 : -1.0)];
        double slope = analytic.Zip(signs, (g, s) => g * s).Sum(), norm = Math.Sqrt(analytic.Sum(g => g * g));
        Tensor direction = tensor(signs, dtype: ScalarType.Float64).reshape(variable.shape).to(variable.device);
        Tensor place = variable.detach(), at = place.clone();
        double scale = Math.Max(1, at.abs().max().item<double>()) / Math.Sqrt(analytic.Length);

        GradientComparison Take(double step)
        {
            try
            {
                Move(place, at, direction, step);
                double after = Value();
                Move(place, at, direction, -step);
                double numeric = (after - Value()) / (2 * step);
                return new(name, null, slope, numeric, Tolerance(slope, numeric, norm));
            }
            finally
            {
                Move(place, at, direction, 0);
            }
        }

        GradientComparison found = Take(_options.Step * scale);
        if (!found.Agrees && Take(_options.Step * scale * SmallerStep) is { Agrees: true } second)
            found = second;
        _compared.Add(found);
    }

    private static void Move(Tensor place, Tensor at, Tensor direction, double step)
    {
        using IDisposable off = no_grad();
        using Scalar held = step;
        using Tensor moved = step == 0 ? at.clone() : at.add(direction, held);
        place.copy_(moved);
    }

    private double Tolerance(double analytic, double numeric, double greatest) =>
        (_options.AbsoluteTolerance * Math.Max(1, Math.Abs(_value))) + (_options.RelativeTolerance * Math.Max(greatest, Math.Max(Math.Abs(analytic), Math.Abs(numeric))));

    private double Value()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        return Loss().item<double>();
    }

    /// <summary>The value's sum with random weights. A number of one element is taken as it is.</summary>
    private Tensor Loss()
    {
        _state?.Rewind();
        Tensor value = NetworkState.Run(_function);
        if (value.dtype != ScalarType.Float64)
            throw new CheckFailedException($"The value is of type {value.dtype}; differences need Float64.");
        if (value.numel() == 1)
            return value.sum();
        _weights ??= tensor([.. Enumerable.Range(0, checked((int)value.numel())).Select(_ => (2 * _random.NextDouble()) - 1)], dtype: ScalarType.Float64).reshape(value.shape).to(value.device);
        if (!_weights.shape.SequenceEqual(value.shape))
            throw new CheckFailedException($"The value's shape changes from [{string.Join(", ", _weights.shape)}] to [{string.Join(", ", value.shape)}] between evaluations.");
        return (value * _weights).sum();
    }

    private string Describe(GradientComparison[] wrong)
    {
        IEnumerable<string> lines = wrong.OrderByDescending(c => Math.Abs(c.Analytic - c.Numeric) / c.Tolerance).Take(MostShown).Select(c => "  " + c);
        string more = wrong.Length > MostShown ? $"\n  and {wrong.Length - MostShown} more" : "";
        string kinks = _kinks.Count == 0 ? "" : $"\nThe slopes of both sides differ at {string.Join(", ", _kinks.Take(3))}: where the function has a kink, check it elsewhere.";
        return $"{wrong.Length} of {_compared.Count} gradients are not what differences give:\n{string.Join('\n', lines)}{more}{kinks}";
    }

    private static IEnumerable<long> Range(long count)
    {
        for (long i = 0; i < count; i++)
            yield return i;
    }

    private IEnumerable<long> Drawn(long count)
    {
        HashSet<long> drawn = [];
        while (drawn.Count < _options.ElementsPerTensor)
            drawn.Add(_random.NextInt64(count));
        return drawn.Order();
    }

    private static long[] IndexOf(long element, long[] shape)
    {
        long[] index = new long[shape.Length];
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            index[d] = element % shape[d];
            element /= shape[d];
        }
        return index;
    }

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
