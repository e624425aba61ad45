using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace OptGen.Training;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points, from left to right. Those that are not finite leave a gap.</param>
/// <param name="Deviations">How far the points scatter, up and down, as a band of the line's colour; none when null.</param>
public sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points, IReadOnlyList<double>? Deviations = null)
{
    /// <summary>A value for each epoch, the first of epoch 1.</summary>
    public static Curve OfEpochs(string name, IEnumerable<double> values) => new(name, [.. values.Select((value, index) => (index + 1.0, value))]);
}

/// <summary>Draws charts as SVG, by OxyPlot: the same data give the same text.</summary>
public static partial class Chart
{
    // Paul Tol's "bright" scheme, which people who see few colours can tell apart, and two more.
    internal static readonly OxyColor[] Colors =
        [.. new uint[] { 0x4477AA, 0xEE6677, 0x228833, 0xCCBB44, 0x66CCEE, 0xAA3377, 0x666666, 0x994400, 0x000000 }.Select(rgb => OxyColor.FromUInt32(0xFF000000 | rgb))];

    private static readonly LineStyle[] Styles = [LineStyle.Solid, LineStyle.Dash, LineStyle.Dot, LineStyle.DashDot];

    /// <summary>Draws curves over a common axis.</summary>
    /// <param name="title">What is above the chart.</param>
    /// <param name="horizontal">What is below the axis, such as "epoch".</param>
    /// <param name="vertical">What is beside the other axis.</param>
    /// <param name="curves">The curves, at least one with a finite point.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic; points that are not above 0 are left out then.</param>
    /// <returns>An SVG document.</returns>
    /// <exception cref="ArgumentException">There is nothing to draw.</exception>
    public static string Curves(string title, string horizontal, string vertical, IReadOnlyList<Curve> curves, bool logarithmic = false)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (!curves.Any(curve => curve.Points.Any(IsDrawn)))
            throw new ArgumentException("There is no point to draw.", nameof(curves));
        PlotModel model = Model(title);
        bool isCounted = curves.All(curve => curve.Points.All(point => point.X == Math.Floor(point.X)));
        double left = curves.Min(curve => curve.Points.Where(IsDrawn).Select(point => point.X).DefaultIfEmpty(double.PositiveInfinity).Min());
        double right = curves.Max(curve => curve.Points.Where(IsDrawn).Select(point => point.X).DefaultIfEmpty(double.NegativeInfinity).Max());
        double margin = right > left ? (right - left) * 0.02 : 0.5;
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Title = horizontal,
            Minimum = left - margin,
            Maximum = right + margin,
            MinimumMajorStep = isCounted ? 1 : 0,
            MinimumMinorStep = isCounted ? 1 : 0,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColors.LightGray,
            AxisTitleDistance = 8
        });
        Axis upright = logarithmic ? new LogarithmicAxis { UseSuperExponentialFormat = false } : new LinearAxis();
        upright.Position = AxisPosition.Left;
        upright.Title = logarithmic ? $"{vertical} (logarithmic)" : vertical;
        upright.MajorGridlineStyle = LineStyle.Solid;
        upright.MajorGridlineColor = OxyColors.LightGray;
        upright.MinimumPadding = upright.MaximumPadding = 0.05;
        upright.AxisTitleDistance = 14;
        model.Axes.Add(upright);
        for (int i = 0; i < curves.Count; i++)
            Add(model, curves[i], Colors[i % Colors.Length], Styles[i / Colors.Length % Styles.Length], IsDrawn, logarithmic);
        if (curves.Count > 1)
            model.Legends.Add(Legend());
        return Svg(model, 720, 440);

        bool IsDrawn((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y) && (!logarithmic || point.Y > 0);
    }

    /// <summary>The loss of a training over its epochs, beside that of validation where there is one.</summary>
    /// <param name="report">A training of at least one epoch.</param>
    /// <param name="title">What is above the chart.</param>
    /// <param name="name">"loss", or a metric's name.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    public static string LearningCurves(TrainingReport report, string title, string name = "loss", bool logarithmic = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<Curve> curves = [Curve.OfEpochs("training", report.Epochs.Select(epoch => epoch.Training[name]))];
        if (report.Epochs.Any(epoch => epoch.Validation is not null))
            curves.Add(Curve.OfEpochs("validation", report.Epochs.Select(epoch => epoch.Validation?[name] ?? double.NaN)));
        return Curves(title, "epoch", name, curves, logarithmic);
    }

    /// <summary>Writes a drawing to a file, beside its place first and then renamed.</summary>
    public static void Save(string svg, string path)
    {
        ArgumentNullException.ThrowIfNull(svg);
        AtomicFile.Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(svg)));
    }

    internal static PlotModel Model(string title) => new()
    {
        Title = title,
        TitleFontSize = 15,
        TitleFontWeight = FontWeights.Normal,
        DefaultFont = "sans-serif",
        DefaultFontSize = 12,
        Background = OxyColors.White,
        PlotAreaBorderColor = OxyColors.Gray,
        Padding = new OxyThickness(8, 8, 16, 8)
    };

    internal static Legend Legend() => new()
    {
        LegendPlacement = LegendPlacement.Outside,
        LegendPosition = LegendPosition.RightTop,
        LegendOrientation = LegendOrientation.Vertical,
        LegendFontSize = 12,
        LegendLineSpacing = 3
    };

    internal static string Svg(PlotModel model, double width, double height)
    {
        var exporter = new SvgExporter { Width = width, Height = height, UseVerticalTextAlignmentWorkaround = true, TextMeasurer = new RoomyText(width, height) };
        return EmbeddedImages.Compress(exporter.ExportToString(model).ReplaceLineEndings("\n"));
    }

    /// <summary>
    /// The width of text that a reader's fonts will have is not known when a file is written. OxyPlot takes that of Helvetica; the sans-serif
    /// fonts of many systems are a quarter wider, and
    /// would be cut off.
    /// </summary>
    private sealed class RoomyText(double width, double height) : PdfRenderContext(width, height, OxyColors.White)
    {
        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
            return new OxySize(size.Width * 1.5, size.Height * 1.2);
        }
    }

    private static void Add(PlotModel model, Curve curve, OxyColor color, LineStyle style, Func<(double X, double Y), bool> isDrawn, bool logarithmic)
    {
        if (curve.Deviations is { } deviations)
        {
            if (deviations.Count != curve.Points.Count)
                throw new ArgumentException($"Curve '{curve.Name}' has {curve.Points.Count} points and {deviations.Count} deviations.", nameof(curve));
            var band = new AreaSeries { Color = OxyColors.Transparent, Color2 = OxyColors.Transparent, Fill = OxyColor.FromAColor(50, color), RenderInLegend = false };
            for (int i = 0; i < deviations.Count; i++)
            {
                var (x, y) = curve.Points[i];
                if (!isDrawn((x, y)) || !double.IsFinite(deviations[i]))
                    continue;
                double low = y - deviations[i];
                // A band that reaches down to 0 has no place on a logarithmic axis; it is cut off at a tenth of its line.
                band.Points.Add(new DataPoint(x, logarithmic && low <= 0 ? y / 10 : low));
                band.Points2.Add(new DataPoint(x, y + deviations[i]));
            }
            model.Series.Add(band);
        }
        var line = new LineSeries { Title = curve.Name, Color = color, LineStyle = style, StrokeThickness = 2, BrokenLineStyle = LineStyle.None };
        // One point is no line.
        if (curve.Points.Count(isDrawn) == 1)
            (line.MarkerType, line.MarkerFill, line.MarkerSize) = (MarkerType.Circle, color, 4);
        foreach (var point in curve.Points)
            line.Points.Add(isDrawn(point) ? new DataPoint(point.X, point.Y) : DataPoint.Undefined);
        model.Series.Add(line);
    }
}
