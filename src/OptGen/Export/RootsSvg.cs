using System.Globalization;
using System.Numerics;
using System.Text;

namespace OptGen.Export;

/// <summary>Draws the roots of a characteristic polynomial beside the unit circle.</summary>
internal static class RootsSvg
{
    private const double Size = 360;
    private const double Margin = 44;

    /// <summary>Roots that lie closer together are one mark with a number beside it.</summary>
    private const double Same = 1e-6;

    public static string Write(IReadOnlyList<Complex> roots, string verdict)
    {
        double reach = Math.Max(1.25, roots.Select(r => Math.Max(Math.Abs(r.Real), Math.Abs(r.Imaginary))).Max() * 1.15);
        double unit = (Size - (2 * Margin)) / (2 * reach);
        double middle = Size / 2;
        var text = new StringBuilder(SvgText.Begin(Size, Size, $"The roots of the characteristic polynomial and the unit circle. {verdict}"));
        text.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{SvgText.Number(middle)}\" cy=\"{SvgText.Number(middle)}\" r=\"{SvgText.Number(unit)}\" fill=\"#eff6ff\" fill-opacity=\"0.6\" stroke=\"#1d4ed8\"/>\n");
        DrawAxes(text, middle, unit, reach);
        var groups = new List<(Complex Root, int Count)>();
        foreach (Complex root in roots)
        {
            int known = groups.FindIndex(g => (g.Root - root).Magnitude < Same);
            if (known < 0)
                groups.Add((root, 1));
            else
                groups[known] = (groups[known].Root, groups[known].Count + 1);
        }
        foreach ((Complex root, int count) in groups)
            Draw(text, root, count, middle, unit);
        return text.Append(SvgText.End).ToString();
    }

    private static void DrawAxes(StringBuilder text, double middle, double unit, double reach)
    {
        (string begin, string end, string at) = (SvgText.Number(Margin / 2), SvgText.Number(Size - (Margin / 2)), SvgText.Number(middle));
        text.Append(CultureInfo.InvariantCulture, $"<path d=\"M{begin},{at} H{end} M{at},{end} V{begin}\" stroke=\"#9aa5b1\" fill=\"none\"/>\n");
        double step = reach <= 2.5 ? 1 : Round(reach / 2);
        for (double tick = step; tick < reach; tick += step)
        {
            foreach (double value in new[] { tick, -tick })
            {
                (double x, double y) = (middle + (value * unit), middle - (value * unit));
                text.Append(CultureInfo.InvariantCulture, $"<path d=\"M{SvgText.Number(x)},{SvgText.Number(middle - 3)} v6 M{SvgText.Number(middle - 3)},{SvgText.Number(y)} h6\" stroke=\"#9aa5b1\"/>\n");
                bool isPositive = value > 0;
                string imaginary = (Math.Abs(value) == 1 ? isPositive ? "" : "−" : Value(value)) + "i";
                if (Math.Abs(value) == 1)
                {
                    // The circle goes through these marks, so their labels stand outside of it.
                    Write(text, Value(value), x + (isPositive ? 4 : -4), middle + 15, isPositive ? "start" : "end", "#52606d", 11);
                    Write(text, imaginary, middle + 6, y + (isPositive ? -5 : 13), "start", "#52606d", 11);
                    continue;
                }
                Write(text, Value(value), x, middle + 16, "middle", "#52606d", 11);
                Write(text, imaginary, middle + 7, y + 4, "start", "#52606d", 11);
            }
        }
    }

    /// <summary>The nearest of 1, 2 and 5 times a power of ten.</summary>
    private static double Round(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * (value / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
    }

    private static void Draw(StringBuilder text, Complex root, int count, double middle, double unit)
    {
        (double x, double y) = (middle + (root.Real * unit), middle - (root.Imaginary * unit));
        bool isOutside = root.Magnitude > 1 + Same || (count > 1 && root.Magnitude > 1 - Same);
        string color = isOutside ? "#b91c1c" : "#15803d";
        text.Append(CultureInfo.InvariantCulture, $"<circle class=\"root\" cx=\"{SvgText.Number(x)}\" cy=\"{SvgText.Number(y)}\" r=\"5\" fill=\"{color}\"><title>{SvgText.Escape(Describe(root))}</title></circle>\n");
        string label = Describe(root) + (count > 1 ? $" ({count.ToString(CultureInfo.InvariantCulture)} times)" : "");
        // Labels stand on the inner side, where there is room, and away from the axis.
        bool isRight = root.Real >= 0;
        Write(text, label, x + (isRight ? -9 : 9), y + (root.Imaginary < 0 ? 16 : -9), isRight ? "end" : "start", color, 12);
    }

    private static string Describe(Complex root)
    {
        (double real, double imaginary) = (Math.Round(root.Real, 3), Math.Round(root.Imaginary, 3));
        if (imaginary == 0)
            return Value(real);
        string sign = imaginary < 0 ? "−" : "+";
        string size = Value(Math.Abs(imaginary));
        return real == 0 ? $"{(imaginary < 0 ? "−" : "")}{size}i" : $"{Value(real)} {sign} {size}i";
    }

    private static string Value(double value) => value.ToString("0.###", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    private static void Write(StringBuilder text, string label, double x, double y, string anchor, string color, int size) => text.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{SvgText.Number(x)}\" y=\"{SvgText.Number(y)}\" fill=\"{color}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{SvgText.Escape(label)}</text>\n");
}
