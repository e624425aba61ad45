using System.Globalization;

namespace OptGen.Export.PyTorch;

/// <summary>The classes and functions of a file, each once, in the order in which they are asked for.</summary>
internal sealed class PythonFile
{
    private readonly List<string> _helpers = [];
    private readonly List<string> _classes = [];
    private readonly Dictionary<string, string> _textOf = new(StringComparer.Ordinal);

    /// <param name="name">The name of the class that the file is for.</param>
    public PythonFile(string name) => _textOf.Add(name, "");

    /// <summary>A function that exported code calls.</summary>
    public void Help(string name, string text)
    {
        if (_textOf.TryAdd(name, text))
            _helpers.Add(text);
    }

    /// <summary>A class, or a function.</summary>
    /// <returns>The name that it has: another one where a different one of the same name is there.</returns>
    public string Define(string name, string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');
        string free = name;
        for (int number = 2; PythonText.IsTaken(free) || (_textOf.TryGetValue(free, out string? known) && known != Renamed(text, name, free)); number++)
            free = name + number.ToString(CultureInfo.InvariantCulture);
        if (_textOf.TryAdd(free, Renamed(text, name, free)))
            _classes.Add(Renamed(text, name, free));
        return free;
    }

    /// <summary>The whole file.</summary>
    /// <param name="head">What stands at its top.</param>
    /// <param name="main">The class that the file is for.</param>
    public string Write(string head, string main)
    {
        string body = string.Join("\n\n\n", _helpers.Concat(_classes).Append(main.TrimEnd('\n')));
        var imports = new List<string>();
        if (body.Contains("math.", StringComparison.Ordinal))
            imports.Add("import math");
        if (body.Contains("warnings.", StringComparison.Ordinal))
            imports.Add("import warnings");
        if (body.Contains("OrderedDict(", StringComparison.Ordinal))
            imports.Add("from collections import OrderedDict");
        if (imports.Count > 0)
            imports.Add("");
        imports.Add("import torch");
        if (body.Contains("F.", StringComparison.Ordinal))
            imports.Add("import torch.nn.functional as F");
        imports.Add("from torch import nn");
        return head + string.Join("\n", imports) + "\n\n\n" + body + "\n";
    }

    private static string Renamed(string text, string name, string free) => name == free
        ? text
        : text.Replace($"class {name}(", $"class {free}(", StringComparison.Ordinal).Replace($"def {name}(", $"def {free}(", StringComparison.Ordinal);
}
