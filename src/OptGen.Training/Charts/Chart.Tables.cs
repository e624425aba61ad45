using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Annotations;

namespace OptGen.Training;

/// <summary>Tables of numbers, coloured by their size.</summary>
public static partial class Chart
{
    /// <summary>Draws a table of errors: each cell has its number, and is the darker the greater that is.</summary>
    /// <param name="title">What is above the table.</param>
    /// <param name="rows">The names of the rows, from the top.</param>
    /// <param name="columns">The names of the columns, from the left.</param>
    /// <param name="values">The numbers by row and column; cells that are not finite stay empty.</param>
    /// <param name="format">How numbers are written, as in ToString.</param>
    /// <returns>An SVG document.</returns>
    /// <exception cref="ArgumentException">The numbers are not as many as the names, or none is finite.</exception>
    public static string ErrorTable(string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, double[,] values, string format = "0.000")
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (values.GetLength(0) != rows.Count || values.GetLength(1) != columns.Count)
            throw new ArgumentException($"There are {rows.Count} rows and {columns.Count} columns, but {values.GetLength(0)} x {values.GetLength(1)} numbers.", nameof(values));
        double[] finite = [.. values.Cast<double>().Where(double.IsFinite)];
        if (finite.Length == 0)
            throw new ArgumentException("There is no finite number to draw.", nameof(values));
        var (least, greatest) = (finite.Min(), finite.Max());
        PlotModel model = Model(title);
        int longest = rows.Max(name => name.Length);
        // Room for the rows' names, which OxyPlot leaves too little of.
        model.PlotMargins = new OxyThickness(16 + 8 * longest, double.NaN, double.NaN, double.NaN);
        model.Axes.Add(Names(AxisPosition.Top, columns));
        model.Axes.Add(Names(AxisPosition.Left, [.. rows.Reverse()]));
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < columns.Count; column++)
            {
                double value = values[row, column], place = rows.Count - 1 - row;
                if (!double.IsFinite(value))
                    continue;
                double share = greatest > least ? (value - least) / (greatest - least) : 0;
                model.Annotations.Add(new RectangleAnnotation
                {
                    MinimumX = column - 0.5,
                    MaximumX = column + 0.5,
                    MinimumY = place - 0.5,
                    MaximumY = place + 0.5,
                    Fill = OxyColor.Interpolate(OxyColor.FromRgb(0xF7, 0xFB, 0xFF), OxyColor.FromRgb(0x21, 0x71, 0xB5), share),
                    Stroke = OxyColors.White,
                    StrokeThickness = 1,
                    Text = value.ToString(format, CultureInfo.InvariantCulture),
                    TextColor = share > 0.55 ? OxyColors.White : OxyColors.Black
                });
            }
        }
        return Svg(model, 60 + 9 * longest + Math.Max(80, 9 * columns.Max(name => name.Length) + 16) * columns.Count, 90 + 30 * rows.Count);
    }

    private static CategoryAxis Names(AxisPosition position, IReadOnlyList<string> names)
    {
        var axis = new CategoryAxis { Position = position, TickStyle = TickStyle.None, GapWidth = 0, IsTickCentered = true, Minimum = -0.5, Maximum = names.Count - 0.5 };
        axis.Labels.AddRange(names);
        return axis;
    }
}
