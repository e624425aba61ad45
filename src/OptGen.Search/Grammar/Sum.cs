using System.Globalization;
using System.Text;

namespace OptGen.Search;

/// <summary>A sum of terms with fractions as factors, as it is written.</summary>
/// <param name="denominator">The denominator of all factors.</param>
internal sealed class Sum(int denominator)
{
    private readonly List<(int Numerator, string Term)> _terms = [];

    public void Add(int numerator, string term)
    {
        int place = _terms.FindIndex(other => other.Term == term);
        if (place < 0)
            _terms.Add((numerator, term));
        else
            _terms[place] = (_terms[place].Numerator + numerator, term);
    }

    /// <summary>How many terms are left of it.</summary>
    public int Count => _terms.Count(term => term.Numerator != 0);

    /// <summary>The sum, or 0 where nothing is left of it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        // A sum does not begin with a minus where it can begin without.
        foreach (var (numerator, term) in _terms.Where(term => term.Numerator != 0).OrderBy(term => term.Numerator < 0 ? 1 : 0))
        {
            text.Append(numerator < 0 ? text.Length == 0 ? "-" : " - " : text.Length == 0 ? "" : " + ");
            int magnitude = Math.Abs(numerator);
            if (magnitude != denominator)
                text.Append(Fraction(magnitude)).Append('*');
            text.Append(term);
        }
        return text.Length == 0 ? "0" : text.ToString();
    }

    private string Fraction(int numerator)
    {
        int divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(numerator, denominator);
        return denominator == divisor
            ? (numerator / divisor).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{numerator / divisor}/{denominator / divisor}");
    }
}
