using OptGen.CompilerServices;
using OptGen.Export.PyTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen;

/// <summary>Writes the modules of a network as expressions of Python, and collects the classes that they need. <see cref="IPyTorchModule"/>s are handed one.</summary>
public sealed class PyTorchModules
{
    private readonly Stack<(nn.Module Module, string Path)> around = new();
    private readonly Dictionary<nn.Module, string> asked = [];

    internal PyTorchModules(PythonFile file) => File = file;

    internal PythonFile File { get; }

    /// <summary>What the constructor of the class that is being written is given: names, and what is said of them.</summary>
    internal List<(string Name, string Remark)> Arguments { get; } = [];

    /// <summary>Puts a class or a function into the file, once however often it is asked for.</summary>
    /// <param name="name">Its name in the text.</param>
    /// <param name="text">Its whole text, not indented.</param>
    /// <returns>The name that it has in the file: the same, or with a number behind it where something else has it.</returns>
    public string Define(string name, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(text);
        return File.Define(name, text);
    }

    /// <summary>A module as an expression: what makes it, with its settings, or an argument of the class's constructor where nothing is known of it.</summary>
    /// <param name="module">The module, a part of the one that is being written.</param>
    public string Write(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        (nn.Module? owner, string path) = around.TryPeek(out (nn.Module, string) top) ? top : (null, "");
        string name = owner?.named_children().Where(c => ReferenceEquals(c.module, module)).Select(c => c.name).FirstOrDefault() ?? "module";
        return Write(module, path.Length == 0 ? name : $"{path}_{name}");
    }

    /// <summary>A number as Python writes it.</summary>
    /// <param name="value">The number; one that is not finite needs Python's module <c>math</c>, which the file then imports.</param>
    public static string Number(double value) => PythonText.Number(value);

    /// <param name="module">The module.</param>
    /// <param name="path">Where it stands, for the name of an argument.</param>
    internal string Write(nn.Module module, string path) => Known(module, path) ?? Ask(module, path);

    /// <summary>Modules in a list: written once where all are alike, and one argument where nothing is known of any.</summary>
    internal string WriteList(IReadOnlyList<nn.Module> modules, string path)
    {
        string?[] items = [.. modules.Select((m, i) => Known(m, FormattableString.Invariant($"{path}_{i}")))];
        if (items.Length > 0 && items.All(i => i is null))
        {
            string argument = Argument(path, $"{modules.Count} {(modules.Count == 1 ? "module" : "modules")} in a list, {Unknown([.. modules])}");
            return $"nn.ModuleList({argument})";
        }
        for (int i = 0; i < items.Length; i++)
            items[i] ??= Ask(modules[i], FormattableString.Invariant($"{path}_{i}"));
        bool isOne = items.Length > 1 && items.All(i => i == items[0]) && !Arguments.Exists(a => items[0]!.Contains(a.Name, StringComparison.Ordinal));
        return isOne ? $"nn.ModuleList([{items[0]} for _ in range({PythonText.Number(items.Length)})])" : $"nn.ModuleList([{string.Join(", ", items)}])";
    }

    /// <summary>An argument of the constructor.</summary>
    /// <returns>Its name.</returns>
    internal string Argument(string wish, string remark)
    {
        string name = PythonText.Identifier(wish);
        while (PythonText.IsTaken(name) || Arguments.Exists(a => a.Name == name))
            name += "_";
        Arguments.Add((name, remark));
        return name;
    }

    /// <summary>What is said of modules that cannot be written.</summary>
    internal static string Unknown(params nn.Module[] modules)
    {
        string[] types = [.. modules.Select(m => m.GetType().FullName ?? m.GetType().Name).Distinct()];
        string[] entries = [.. modules[0].state_dict().Keys];
        return $"for {string.Join(", ", types)}, which OptGen does not know; {(entries.Length == 0 ? "without entries in state_dict" : "in state_dict: " + string.Join(", ", entries))}";
    }

    private string Ask(nn.Module module, string path)
    {
        if (!asked.TryGetValue(module, out string? name))
            asked.Add(module, name = Argument(path, "a module, " + Unknown(module)));
        return name;
    }

    private string? Known(nn.Module module, string path)
    {
        around.Push((module, path));
        string? text = module switch
        {
            IDescribedNetwork network => Network(module, network, path),
            IPyTorchModule own => own.ToPyTorch(this),
            _ when IsList(module) => WriteList([.. module.named_children().Select(c => c.module)], path),
            _ => BlockClasses.Write(module, this) ?? TorchLayers.Write(module, this)
        };
        around.Pop();
        return text;
    }

    /// <summary>A network inside another one: a class of its own, whose arguments the outer one asks for in its place.</summary>
    private string Network(nn.Module module, IDescribedNetwork network, string path)
    {
        var inner = new PyTorchModules(File);
        var source = new NetworkSource(module, network.Describe(), inner);
        string name = File.Define(source.Name, NetworkClassWriter.Write(source, inner));
        return $"{name}({string.Join(", ", inner.Arguments.Select(a => $"{a.Name}={Argument($"{path}_{a.Name}", a.Remark)}"))})";
    }

    private static bool IsList(nn.Module module) => module.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ModuleList<>);
}
