using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests;

/// <summary>Compares the gradients that backward computes with central differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>
    /// Checks the gradient of a function with respect to every element of every input. The result may have any shape: its
    /// elements are summed with different weights, so that no error cancels another.
    /// </summary>
    /// <param name="function">A function smooth around the inputs.</param>
    /// <param name="inputs">Where to check; copied to float64, so that what requires no gradient is tested too.</param>
    /// <param name="tolerance">The largest difference allowed, relative to the gradient or, below 1, absolute.</param>
    public static void Verify(Func<Tensor[], Tensor> function, Tensor[] inputs, double tolerance = 1e-7)
    {
        using var scope = NewDisposeScope();
        var points = Array.ConvertAll(inputs, input => input.detach().to(ScalarType.Float64).clone().requires_grad_(true));
        using var result = function(points);
        var weights = Weights(result.shape);
        var gradients = autograd.grad([(result * weights).sum()], points, allow_unused: true);
        for (var k = 0; k < points.Length; k++)
        {
            var flat = points[k].detach().view(-1);
            for (var i = 0L; i < flat.numel(); i++)
            {
                var expected = Difference(() => function(points), weights, flat[i]);
                var actual = gradients[k].IsInvalid ? 0 : gradients[k].reshape(-1)[i].item<double>();
                Assert.True(
                    Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected)),
                    $"gradient of input {k}, element {i}: backward says {actual:g12}, differences say {expected:g12}");
            }
        }
    }

    /// <summary>As <see cref="Verify"/>, and the same for the gradients, themselves taken as functions of the inputs.</summary>
    public static void VerifyTwice(Func<Tensor[], Tensor> function, Tensor[] inputs, double tolerance = 1e-7)
    {
        Verify(function, inputs, tolerance);
        Verify(
            points =>
            {
                var result = function(points);
                var gradients = autograd.grad([(result * Weights(result.shape)).sum()], points, create_graph: true);
                return cat(gradients.Select(gradient => gradient.reshape(-1)).ToList());
            },
            inputs,
            tolerance);
    }

    private static double Difference(Func<Tensor> function, Tensor weights, Tensor element)
    {
        using var scope = NewDisposeScope();
        var middle = element.item<double>();
        return (At(middle + Step) - At(middle - Step)) / (2 * Step);

        double At(double value)
        {
            element.fill_(value);
            var sum = (function().detach() * weights).sum().item<double>();
            element.fill_(middle);
            return sum;
        }
    }

    private static Tensor Weights(long[] shape)
    {
        var count = shape.Aggregate(1L, (product, length) => product * length);
        return arange(count, dtype: ScalarType.Float64).cos().add(0.25).reshape(shape);
    }
}
