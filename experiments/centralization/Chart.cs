using System.Text;

namespace OptGen.Experiments.Centralization;

/// <summary>One line of a chart: a value for each epoch.</summary>
internal sealed record Curve(string Name, string Color, IReadOnlyList<double> Values);

/// <summary>Draws curves over epochs as a small SVG file.</summary>
internal static class Chart
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 64;
    private const int Right = 120;
    private const int Top = 36;
    private const int Bottom = 40;

    public static string Draw(string title, string axis, bool logarithmic, IReadOnlyList<Curve> curves)
    {
        double Scale(double value) => logarithmic ? Math.Log10(value) : value;
        var (low, high) = (curves.Min(curve => curve.Values.Min(Scale)), curves.Max(curve => curve.Values.Max(Scale)));
        if (high <= low) (low, high) = (low - 0.5, low + 0.5);
        var epochs = curves[0].Values.Count;
        double X(int epoch) => Left + (Width - Left - Right) * (epochs == 1 ? 0.5 : (double)epoch / (epochs - 1));
        double Y(double value) => Height - Bottom - (Height - Top - Bottom) * (Scale(value) - low) / (high - low);

        var text = new StringBuilder();
        text.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        text.Append($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n<text x=\"{Left}\" y=\"20\" font-size=\"14\">{title}</text>\n");
        for (var tick = 0; tick <= 4; tick++)
        {
            var scaled = low + (high - low) * tick / 4;
            var value = logarithmic ? Math.Pow(10, scaled) : scaled;
            text.Append($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):f1}\" y2=\"{Y(value):f1}\" stroke=\"#ddd\"/>");
            text.Append($"<text x=\"{Left - 6}\" y=\"{Y(value) + 4:f1}\" text-anchor=\"end\">{value:g3}</text>\n");
        }

        for (var epoch = 0; epoch < epochs; epoch += Math.Max(1, epochs / 12))
            text.Append($"<text x=\"{X(epoch):f1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{epoch + 1}</text>\n");
        text.Append($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">epoch</text>\n");
        text.Append($"<text x=\"14\" y=\"{Height / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {Height / 2})\">{axis}{(logarithmic ? " (log scale)" : "")}</text>\n");
        for (var i = 0; i < curves.Count; i++)
        {
            var points = string.Join(' ', curves[i].Values.Select((value, epoch) => $"{X(epoch):f1},{Y(value):f1}"));
            text.Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{curves[i].Color}\" stroke-width=\"2\"/>\n");
            var y = Top + 12 + 18 * i;
            text.Append($"<line x1=\"{Width - Right + 10}\" x2=\"{Width - Right + 30}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{curves[i].Color}\" stroke-width=\"2\"/>");
            text.Append($"<text x=\"{Width - Right + 36}\" y=\"{y + 4}\">{curves[i].Name}</text>\n");
        }

        return text.Append("</svg>\n").ToString();
    }
}
