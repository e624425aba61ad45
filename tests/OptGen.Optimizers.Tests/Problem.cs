using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Parameters with gradients that depend on the parameters and on the step, so that an error in one step shows in all later ones.</summary>
internal static class Problem
{
    public static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.NextDouble() * 2 - 1).ToArray();
    }

    public static Parameter Weight(int seed, params long[] shape) => Weight(seed, ScalarType.Float64, shape);

    public static Parameter Weight(int seed, ScalarType type, params long[] shape)
    {
        var count = (int)shape.Aggregate(1L, (a, b) => a * b);
        return new Parameter(tensor(Numbers(count, seed), shape).to_type(type));
    }

    /// <summary>The gradient of step t at w: that of a bent bowl, pushed about.</summary>
    public static double[] Gradient(double[] w, int t) => w.Select((x, i) => 0.3 * x + Math.Sin(x + i) + 0.2 * Math.Cos(t * 1.7 + i * 0.9)).ToArray();

    /// <summary>Gives a parameter the gradient of step t.</summary>
    public static void SetGradient(Parameter parameter, int t)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var gradient = tensor(Gradient(Values(parameter), t), parameter.shape).to_type(parameter.dtype);
        parameter.grad = gradient;
    }

    /// <summary>The elements in row-major order.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        if (tensor.NumberOfElements == 0) return []; // TorchSharp's accessor does not read nothing
        return tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    public static void Run(optim.Optimizer optimizer, IEnumerable<Parameter> parameters, int first, int count)
    {
        for (var t = first; t < first + count; t++)
        {
            foreach (var parameter in parameters) SetGradient(parameter, t);
            optimizer.step();
        }
    }

    public static double Difference(double[] a, double[] b)
    {
        Assert.Equal(a.Length, b.Length);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).DefaultIfEmpty().Max();
    }
}
