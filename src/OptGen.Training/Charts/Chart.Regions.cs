using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Decision regions in the plane.</summary>
public static partial class Chart
{
    private const int Cells = 260;
    private const int PointsPerClass = 100;

    /// <summary>Draws which class a classifier gives to each point of the plane, and the points of a set over that.</summary>
    /// <param name="title">What is above the chart.</param>
    /// <param name="model">A classifier of points: inputs of shape points x 2, outputs of shape points x classes. It is run without gradients in
    /// evaluation mode.</param>
    /// <param name="points">Points with class numbers as targets; they say how much of the plane is drawn. Of each class some 100 are drawn at
    /// most.</param>
    /// <returns>An SVG document.</returns>
    /// <exception cref="ArgumentException">The points do not lie in a plane.</exception>
    public static string DecisionRegions(string title, nn.Module<Tensor, Tensor> model, TensorSet points)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(points);
        if (points.Inputs.dim() != 2 || points.Inputs.shape[1] != 2)
            throw new ArgumentException($"Regions are drawn of points in the plane, but the inputs have shape {StateDictComparison.Shape(points.Inputs.shape)}.", nameof(points));
        using var scope = NewDisposeScope();
        float[] places = points.Inputs.to(ScalarType.Float32, CPU).contiguous().data<float>().ToArray();
        long[] classes = points.Targets.to(ScalarType.Int64, CPU).contiguous().data<long>().ToArray();
        double reach = places.Max(place => Math.Abs((double)place)) * 1.1;
        if (!(reach > 0 && double.IsFinite(reach)))
            throw new ArgumentException("The points must be finite, and not all be the origin.", nameof(points));
        // Both axes have one scale, so one of them shows more of the plane than is asked for.
        double drawn = 1.3 * reach;
        int[] regions = Classify(model, drawn, points.Inputs);
        int count = (int)Math.Max(regions.Max(), classes.Max()) + 1;

        PlotModel plot = Model(title);
        plot.PlotType = PlotType.Cartesian;
        foreach (AxisPosition position in new[] { AxisPosition.Bottom, AxisPosition.Left })
        {
            plot.Axes.Add(new LinearAxis
            {
                Position = position,
                Title = position == AxisPosition.Bottom ? "x" : "y",
                Minimum = -reach,
                Maximum = reach,
                AxisTitleDistance = position == AxisPosition.Bottom ? 8 : 14
            });
        }
        var palette = new OxyPalette(Enumerable.Range(0, count).Select(i => Pale(Colors[i % Colors.Length])));
        plot.Axes.Add(new LinearColorAxis { Position = AxisPosition.None, Palette = palette, Minimum = -0.5, Maximum = count - 0.5, Key = "regions" });
        var data = new double[Cells, Cells];
        for (int i = 0; i < regions.Length; i++)
            data[i % Cells, i / Cells] = regions[i];
        double half = drawn / Cells;
        plot.Series.Add(new HeatMapSeries
        {
            X0 = -drawn + half,
            X1 = drawn - half,
            Y0 = -drawn + half,
            Y1 = drawn - half,
            Data = data,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Bitmap,
            ColorAxisKey = "regions"
        });
        for (int c = 0; c < count; c++)
        {
            int[] own = [.. Enumerable.Range(0, classes.Length).Where(i => classes[i] == c)];
            int every = Math.Max(1, own.Length / PointsPerClass);
            var series = new LineSeries { Title = $"class {c}", LineStyle = LineStyle.None, MarkerType = MarkerType.Circle, MarkerSize = 1.8, MarkerFill = Colors[c % Colors.Length], Color = Colors[c % Colors.Length] };
            for (int i = 0; i < own.Length; i += every)
                series.Points.Add(new DataPoint(places[2 * own[i]], places[2 * own[i] + 1]));
            plot.Series.Add(series);
        }
        plot.Legends.Add(Legend());
        return Svg(plot, 580, 460);
    }

    private static int[] Classify(nn.Module<Tensor, Tensor> model, double reach, Tensor like)
    {
        using var mode = no_grad();
        var modes = new ModuleModes(model);
        model.eval();
        try
        {
            var grid = new float[2 * Cells * Cells];
            for (int i = 0; i < Cells * Cells; i++)
            {
                grid[2 * i] = (float)(reach * (2.0 * (i % Cells) + 1 - Cells) / Cells);
                grid[2 * i + 1] = (float)(reach * (2.0 * (i / Cells) + 1 - Cells) / Cells);
            }
            Tensor outputs = model.call(tensor(grid, [Cells * Cells, 2]).to(like.dtype, like.device));
            if (outputs.dim() != 2 || outputs.shape[0] != Cells * Cells)
                throw new ArgumentException($"A classifier gives points x classes, but this one gave {StateDictComparison.Shape(outputs.shape)}.", nameof(model));
            return Array.ConvertAll(outputs.argmax(1).cpu().data<long>().ToArray(), value => (int)value);
        }
        finally
        {
            modes.Restore();
        }
    }

    private static OxyColor Pale(OxyColor color) =>
        OxyColor.FromRgb((byte)(color.R / 4 + 191), (byte)(color.G / 4 + 191), (byte)(color.B / 4 + 191));
}
