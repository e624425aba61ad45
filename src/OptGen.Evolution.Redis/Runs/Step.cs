using System.Globalization;

namespace OptGen.Evolution.Redis;

/// <summary>A generation and the hash of the network that it begins with. Fitness is a function of both and of the member.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="Hash">32 hexadecimal digits.</param>
internal readonly record struct Step(long Generation, string Hash)
{
    public const int HashDigits = 32;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation}:{Hash}");

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse(string? text, out Step step)
    {
        step = default;
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon <= 0 || !TryParseNumber(text![..colon], uint.MaxValue, out long generation) || !IsHash(text[(colon + 1)..]))
            return false;
        step = new Step(generation, text[(colon + 1)..]);
        return true;
    }

    /// <summary>Digits alone, no sign, no space, no leading zero.</summary>
    public static bool TryParseNumber(string? text, long greatest, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= greatest && (text!.Length == 1 || text[0] != '0');

    private static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigitLower);
}
