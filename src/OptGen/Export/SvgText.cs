using System.Globalization;
using System.Security;

namespace OptGen.Export;

/// <summary>What pictures share: numbers and text as XML has them.</summary>
internal static class SvgText
{
    /// <summary>A number of pixels.</summary>
    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Text inside an element or an attribute.</summary>
    public static string Escape(string text) => SecurityElement.Escape(text);

    /// <summary>The begin of a picture on white, with its title for those who cannot see it.</summary>
    public static string Begin(double width, double height, string title) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Number(width)}\" height=\"{Number(height)}\" viewBox=\"0 0 {Number(width)} {Number(height)}\" "
        + $"font-family=\"sans-serif\" font-size=\"14\" role=\"img\">\n<title>{Escape(title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";

    public const string End = "</svg>\n";
}
