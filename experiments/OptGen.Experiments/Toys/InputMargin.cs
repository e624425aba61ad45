using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Toys;

/// <summary>
/// How far points of the plane lie from the nearest place that a classifier gives another class: the margin in the input, which no scaling of the outputs changes.
/// </summary>
internal static class InputMargin
{
    /// <summary>The cells of a side of the grid on which the classifier is asked.</summary>
    private const int Cells = 400;

    /// <summary>The margin of each point: 0 where its own class is wrong. Exact up to half the diagonal of a cell.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="points">The points, count x 2, float32.</param>
    /// <param name="classes">Their classes.</param>
    /// <param name="reach">The grid goes from -reach to reach in both directions; nothing is nearer than what lies outside is far.</param>
    public static double[] Of(Module<Tensor, Tensor> model, float[] points, long[] classes, double reach)
    {
        var step = 2 * reach / Cells;
        var places = new float[2 * Cells * Cells];
        for (var i = 0; i < Cells * Cells; i++)
            (places[2 * i], places[(2 * i) + 1]) = ((float)(-reach + ((i % Cells) + 0.5) * step), (float)(-reach + ((i / Cells) + 0.5) * step));
        var regions = Classify(model, places);
        var own = Classify(model, points);
        return [.. classes.Select((expected, i) => own[i] == expected ? Distance(i, expected) : 0)];

        double Distance(int point, long expected)
        {
            var nearest = double.PositiveInfinity;
            double x = points[2 * point], y = points[(2 * point) + 1];
            for (var row = 0; row < Cells; row++)
            {
                var up = -reach + ((row + 0.5) * step) - y;
                if (up * up >= nearest) continue;
                for (var column = 0; column < Cells; column++)
                {
                    if (regions[(row * Cells) + column] == expected) continue;
                    var right = -reach + ((column + 0.5) * step) - x;
                    nearest = Math.Min(nearest, (up * up) + (right * right));
                }
            }

            return Math.Sqrt(nearest);
        }
    }

    private static long[] Classify(Module<Tensor, Tensor> model, float[] places)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        model.eval();
        return model.call(tensor(places, [places.Length / 2, 2])).argmax(1).data<long>().ToArray();
    }
}
