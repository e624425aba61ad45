using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Export.PyTorch;

/// <summary>What a network's modules share, and what in them is not trained: said after they are made, by their places.</summary>
internal static class SharedParts
{
    /// <summary>Statements that put one module or parameter into every place that it has.</summary>
    public static IEnumerable<string> Ties(nn.Module network)
    {
        var places = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        var ties = new List<string>();
        foreach ((string place, nn.Module module) in Children(network, "self"))
            Visit(place, module, places, ties);
        return ties;
    }

    /// <summary>Statements that switch gradients off where they are off.</summary>
    public static IEnumerable<string> Frozen(nn.Module network)
    {
        foreach ((string name, Parameter parameter) in network.named_parameters(recurse: false))
        {
            if (!parameter.requires_grad)
                yield return $"{NetworkMembers.Parameter(name)}.requires_grad_(False)";
        }
        foreach ((string place, nn.Module module) in Children(network, "self"))
        {
            foreach (string statement in FrozenIn(place, module))
                yield return statement;
        }
    }

    private static IEnumerable<string> FrozenIn(string place, nn.Module module)
    {
        Parameter[] all = [.. module.parameters()];
        if (all.Length == 0 || all.All(p => p.requires_grad))
            return [];
        if (all.All(p => !p.requires_grad))
            return [$"{place}.requires_grad_(False)"];
        return module.named_parameters(recurse: false).Where(p => !p.parameter.requires_grad).Select(p => $"{At(place, p.name, "parameters")}.requires_grad_(False)")
            .Concat(Children(module, place).SelectMany(c => FrozenIn(c.Place, c.Module)));
    }

    private static void Visit(string place, nn.Module module, Dictionary<object, string> places, List<string> ties)
    {
        if (!places.TryAdd(module, place))
        {
            ties.Add($"{place} = {places[module]}");
            return;
        }
        foreach ((string name, Parameter parameter) in module.named_parameters(recurse: false))
        {
            string own = At(place, name, "parameters");
            if (!places.TryAdd(parameter, own))
                ties.Add($"{own} = {places[parameter]}");
        }
        foreach ((string inner, nn.Module child) in Children(module, place))
            Visit(inner, child, places, ties);
    }

    private static IEnumerable<(string Place, nn.Module Module)> Children(nn.Module module, string place) => module.named_children().Select(c => (At(place, c.name, "modules"), c.module));

    private static string At(string place, string name, string table) => name.All(char.IsAsciiDigit) && table == "modules" ? $"{place}[{name}]"
        : PythonText.IsAttribute(name) ? $"{place}.{name}"
        : $"{place}._{table}[{PythonText.String(name)}]";
}
