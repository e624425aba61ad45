using System.Globalization;
using System.Text;
using OptGen.Drafting;

namespace OptGen.Playground;

/// <summary>
/// What the fragment of the page's address holds, so that it can be shared: <c>text=…&amp;set=a=0.5&amp;train=b=0.5:0..1</c>, with the settings as the command optgen takes them.
/// </summary>
/// <param name="Text">The recurrence.</param>
/// <param name="Coefficients">What is said of its coefficients.</param>
public sealed record Address(string Text, IReadOnlyDictionary<string, DraftCoefficient> Coefficients)
{
    /// <summary>Reads a fragment. What it says wrongly is left out, and said in a sentence each.</summary>
    /// <returns>Null where it has no text.</returns>
    public static Address? Read(string fragment, out IReadOnlyList<string> faults)
    {
        var found = new List<string>();
        faults = found;
        string? text = null;
        var coefficients = new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal);
        foreach (string part in fragment.TrimStart('#').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split('=', 2);
            string value = sides.Length > 1 ? WellFormed(Uri.UnescapeDataString(sides[1])) : "";
            switch (sides[0])
            {
                case "text":
                    text = value.ReplaceLineEndings("\n");
                    break;
                case "set" or "train":
                    string[] setting = value.Split('=', 2);
                    if (setting[0].Length > 0 && Coefficient(setting.Length > 1 ? setting[1] : "", sides[0] == "train") is { } coefficient)
                        coefficients[setting[0]] = coefficient;
                    else
                        found.Add($"The address says {Short(part)}, which is no coefficient and its value; it was left out.");
                    break;
                default:
                    found.Add($"The address says {Short(part)}, which this page does not know; it was left out.");
                    break;
            }
        }
        return text is null ? null : new Address(text, coefficients);
    }

    /// <summary>The fragment, without the #.</summary>
    public string ToFragment()
    {
        var fragment = new StringBuilder("text=").Append(Uri.EscapeDataString(Text));
        foreach ((string name, DraftCoefficient coefficient) in Coefficients.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            fragment.Append(coefficient.IsTrained ? "&train=" : "&set=").Append(Uri.EscapeDataString(name)).Append('=').Append(Number(coefficient.Value));
            if (coefficient.Minimum is not null || coefficient.Maximum is not null)
                fragment.Append(':').Append(Number(coefficient.Minimum)).Append("..").Append(Number(coefficient.Maximum));
        }
        return fragment.ToString();
    }

    private static DraftCoefficient? Coefficient(string value, bool isTrained)
    {
        string[] parts = value.Split(':', 2);
        if (Number(parts[0]) is not { } number)
            return null;
        if (!isTrained)
            return parts.Length == 1 ? DraftCoefficient.Number(number) : null;
        string[] bounds = parts.Length > 1 ? parts[1].Split("..") : ["", ""];
        if (bounds.Length != 2 || bounds.Any(b => b.Length > 0 && Number(b) is null))
            return null;
        (double? minimum, double? maximum) = (Number(bounds[0]), Number(bounds[1]));
        return number > (minimum ?? double.NegativeInfinity) && number < (maximum ?? double.PositiveInfinity) ? DraftCoefficient.Trained(number, minimum, maximum) : null;
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    // Half of a pair of surrogates is no character, and cannot be drawn.
    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes().Select(r => r.ToString()));

    private static string Short(string part) => part.Length <= 40 ? part : part[..40] + "…";
}
