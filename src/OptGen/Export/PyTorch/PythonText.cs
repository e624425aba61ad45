using System.Globalization;
using System.Text;

namespace OptGen.Export.PyTorch;

/// <summary>The names and literals that Python code is made of.</summary>
internal static class PythonText
{
    /// <summary>So long a line may be before it is broken.</summary>
    public const int Width = 110;

    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
        "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield"
    };

    /// <summary>What exported files name at their top, and the functions of Python that they call.</summary>
    private static readonly HashSet<string> s_globals = new(StringComparer.Ordinal)
    {
        "self", "math", "warnings", "torch", "nn", "F", "soft", "solve", "anderson", "picard", "range", "max", "min", "abs", "len", "all", "float", "super", "dict", "zip", "setattr", "hasattr", "OrderedDict", "list", "bool", "RuntimeError"
    };

    /// <summary>What every <c>nn.Module</c> has: an attribute of such a name would hide it, or be hidden.</summary>
    private static readonly HashSet<string> s_moduleMembers = new(StringComparer.Ordinal)
    {
        "T_destination", "add_module", "apply", "bfloat16", "buffers", "call_super_init", "children", "compile", "cpu", "cuda", "double", "dump_patches", "eval", "extra_repr",
        "float", "forward", "get_buffer", "get_extra_state", "get_parameter", "get_submodule", "half", "ipu", "load_state_dict", "modules", "mtia", "named_buffers",
        "named_children", "named_modules", "named_parameters", "parameters", "register_backward_hook", "register_buffer", "register_forward_hook", "register_forward_pre_hook",
        "register_full_backward_hook", "register_full_backward_pre_hook", "register_load_state_dict_post_hook", "register_load_state_dict_pre_hook", "register_module",
        "register_parameter", "register_state_dict_post_hook", "register_state_dict_pre_hook", "requires_grad_", "set_extra_state", "set_submodule", "share_memory", "solver",
        "state_dict", "to", "to_empty", "train", "training", "type", "xpu", "zero_grad"
    };

    /// <summary>Names that no variable may have.</summary>
    public static bool IsTaken(string name) => s_keywords.Contains(name) || s_globals.Contains(name);

    /// <summary>
    /// Whether a name means the same as an attribute of a module: it is an identifier of ASCII or Greek letters, which Python does not rewrite as it does others, and no module has it.
    /// </summary>
    public static bool IsAttribute(string name) => IsIdentifier(name) && !s_keywords.Contains(name) && !s_moduleMembers.Contains(name) && name[0] != '_';

    /// <summary>An identifier near a text: what cannot stand in one becomes an underscore.</summary>
    public static string Identifier(string text)
    {
        string name = string.Concat(text.Select(c => IsLetter(c) || char.IsAsciiDigit(c) || c == '_' ? c : '_'));
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            name = "_" + name;
        return s_keywords.Contains(name) ? name + "_" : name;
    }

    /// <summary>The name of a class in an exported file: an identifier that hides nothing the file itself needs.</summary>
    public static string ClassName(string text)
    {
        string name = Identifier(text);
        while (IsTaken(name))
            name += "_";
        return name;
    }

    public static string Number(double value)
    {
        if (double.IsNaN(value))
            return "math.nan";
        if (double.IsInfinity(value))
            return value > 0 ? "math.inf" : "-math.inf";
        string text = value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
        return text.AsSpan().IndexOfAny('.', 'e') < 0 ? text + ".0" : text;
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whole numbers as a tuple, or as one where all are the same.</summary>
    public static string Numbers(IReadOnlyList<long> values) => values.All(v => v == values[0]) ? Number(values[0]) : Tuple(values.Select(Number));

    public static string Shape(IReadOnlyList<long> values) => Tuple(values.Select(Number));

    public static string Tuple(IEnumerable<string> items) => items.ToArray() is [var one] ? $"({one},)" : $"({string.Join(", ", items)})";

    /// <summary>A text as a literal in one line.</summary>
    public static string String(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char c in text)
        {
            literal.Append(c switch
            {
                '\\' => "\\\\",
                '"' => "\\\"",
                _ when char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString()
            });
        }
        return literal.Append('"').ToString();
    }

    /// <summary>A text as it can stand in a docstring or a comment: without what would end it, in one line.</summary>
    public static string Prose(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff' ? ' ' : c)).Replace("\\", "/", StringComparison.Ordinal).Replace("\"\"\"", "'''", StringComparison.Ordinal);

    /// <summary>A text in lines of at most so many characters, broken at spaces.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        if (line.Length > 0)
            yield return line.ToString();
    }

    private static bool IsIdentifier(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => IsLetter(c) || char.IsAsciiDigit(c) || c == '_');

    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || c is (>= '\u0391' and <= '\u03a9' and not '\u03a2') or (>= '\u03b1' and <= '\u03c9');
}
