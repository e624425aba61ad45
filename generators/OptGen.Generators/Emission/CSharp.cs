using System.Globalization;
using OptGen.Notation;

namespace OptGen.Emission;

/// <summary>The names and literals that emitted code is made of.</summary>
internal static class CSharp
{
    public const string Tensor = "global::TorchSharp.torch.Tensor";
    public const string Torch = "global::TorchSharp.torch";
    public const string Parameter = "global::TorchSharp.Modules.Parameter";
    public const string ModuleList = "global::TorchSharp.Modules.ModuleList";
    public const string Scalar = "global::TorchSharp.Scalar";
    public const string ScalarType = "global::TorchSharp.torch.ScalarType";
    public const string Device = "global::TorchSharp.torch.Device";
    public const string Services = "global::OptGen.CompilerServices";
    public const string Recurrence = "global::OptGen.Recurrence";

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while"
    };

    /// <summary>The type of a module that takes so many tensors and gives so many.</summary>
    public static string Module(int tensors, int outputs = 1) =>
        $"{Torch}.nn.Module<{string.Concat(Enumerable.Repeat(Tensor + ", ", tensors))}{Result(outputs)}>";

    /// <summary>The type of what forward returns.</summary>
    public static string Result(int outputs) => outputs == 1 ? Tensor : $"({string.Join(", ", Enumerable.Repeat(Tensor, outputs))})";

    public static string Identifier(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>A class with its namespace and the types around it.</summary>
    public static string Qualified(Binding.TypeModel type) => "global::" + (type.Namespace.Length == 0 ? "" : type.Namespace + ".")
        + string.Concat(type.Containers.Select(c => Qualified(c) + ".")) + Qualified(type.Declaration);

    private static string Qualified(Binding.TypeHeader type) => type.Name + type.TypeParameters.Replace("<in ", "<").Replace("<out ", "<").Replace(" in ", " ").Replace(" out ", " ");

    /// <summary>A name without the @ that makes a keyword an identifier.</summary>
    public static string Bare(string identifier) => identifier.TrimStart('@');

    public static string Literal(double value) => value switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ when double.IsNaN(value) => "double.NaN",
        _ when value == Math.Floor(value) && Math.Abs(value) < 1e15 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => Shortest(value)
    };

    /// <summary>A text as a literal in one line. What is no plain character of a file, such as a separator of lines or half of a pair, is written by its number.</summary>
    public static string Literal(string text)
    {
        var literal = new System.Text.StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            literal.Append(text[i] switch
            {
                '\\' => "\\\\",
                '"' => "\\\"",
                '\r' => "\\r",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when isPair => text.Substring(i, 2),
                var c when char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                var c => c.ToString()
            });
            i += isPair ? 1 : 0;
        }
        return literal.Append('"').ToString();
    }

    /// <summary>The double nearest to a rational, written as a decimal or, where none of at most 17 digits is exact, as a quotient: 0.5, or 4.0 / 3.</summary>
    public static (string Text, bool IsQuotient) Number(Rational value)
    {
        const int MostInQuotient = 1_000_000;
        string text = Literal(value.ToDouble());
        bool isExact = Rational.TryParseDecimal(text, out Rational read) && read == value;
        return isExact || value.Denominator > MostInQuotient || value.Abs().Numerator > MostInQuotient
            ? (text, false)
            : ($"{value.Numerator.ToString(CultureInfo.InvariantCulture)}.0 / {value.Denominator.ToString(CultureInfo.InvariantCulture)}", true);
    }

    /// <summary>Text for an XML documentation comment.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>The briefest decimal that reads back as the same double; netstandard2.0's "R" may write more digits than needed, or fewer.</summary>
    private static string Shortest(double value)
    {
        string text = "";
        foreach (string format in new[] { "G15", "G16", "G17" })
        {
            text = value.ToString(format, CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == value)
                break;
        }
        // Without a point or an exponent it would be a whole number.
        return text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text;
    }
}
