using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace OptGen.Generators.Tests.Declarations;

/// <summary>
/// Faults that are known and not yet mended, each by what a declaration must contain and what the compiler then says of the generated part; a mark goes
/// when its fault is mended. Nothing else may hide behind one.
/// </summary>
internal static class KnownFaults
{
    private static readonly (string Cause, string Declaration, string Diagnostic)[] s_all =
    [
        ("numbers outside long", @"1e20|1e-30|3\.14159265358979323846|2\^64|123456789012345678901234567890", "^CS1021$"),
        ("the text of Inputs", @"Inputs = ""(\w+ u|\w+; u|3u)""", "^CS(1003|1026|1001|1519|1031|8124|0246|0501|0106|1002|1022|0116|0100|1525|1056|8181|0161)$"),
        ("operators that may be null", @"Tensor>\? |static Tensor\? ", "^CS86(00|01|02|03|04|19)$"),
        ("lowercase class names", @"class @?[a-z]+\b", "^CS8981$"),
        ("coefficients of integer and decimal types", @"\b(decimal|ulong|uint|char)\b", "^CS(0266|1662|1503|0023|0029|0034|0019)$"),
        ("bases without the right constructor", @"_Parent ", "^CS(1729|7036|0239|1503)$"),
        ("operators named like a member of torch's module", @"\b(parameters|to|named_children|train|call)\b", "^CS0108$"),
        ("a transition's parameter of another type than the operator's of that name", @"D\(int stage, string width\)", "^CS1503$"),
        ("an operator that is called like Initialize, which own constructors call", @"\bInitialize\(", "^CS0(111|121)$"),
        ("a factory's string that is called name like the module's own", @"string name", "^CS8604$"),
        ("obsolete members", @"\[Obsolete", "^CS06(12|18)$")
    ];

    /// <summary>Whether all that the compiler says of a class has known causes.</summary>
    public static bool Explain(string declaration, IEnumerable<Diagnostic> found) =>
        found.All(d => Array.Exists(s_all, f => Regex.IsMatch(d.Id, f.Diagnostic) && Regex.IsMatch(declaration.Replace("\" + \"", "", StringComparison.Ordinal), f.Declaration)));
}
