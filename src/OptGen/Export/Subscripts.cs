using System.Globalization;
using System.Text.RegularExpressions;
using OptGen.Wiring;

namespace OptGen.Export;

/// <summary>Writes indices and scalars of an unrolled network in plain text, with Unicode subscripts: x₁, h₂,₀.</summary>
internal static partial class Subscripts
{
    private const int LongestFactor = 24;

    /// <summary>A name at an index.</summary>
    public static string At(string name, int index) => name + Of(index.ToString(CultureInfo.InvariantCulture));

    /// <summary>A scalar whose indices are numbers. What is too long for a picture ends in three dots.</summary>
    public static string Write(Scalar scalar)
    {
        string text = Index().Replace(scalar.ToString(), m => Of(m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value)).Replace('*', '·');
        return text.Length <= LongestFactor ? text : text[..(LongestFactor - 1)] + "…";
    }

    private static string Of(string index) => string.Concat(index.Select(c => c switch
    {
        >= '0' and <= '9' => (char)('₀' + (c - '0')),
        '-' => '₋',
        _ => c
    }));

    [GeneratedRegex("_<([^>]*)>|_([0-9]+)")]
    private static partial Regex Index();
}
