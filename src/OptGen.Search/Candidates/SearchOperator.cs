using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace OptGen.Search;

/// <summary>What a name of a recurrence stands for: how its modules are made, and how that is written in C#.</summary>
/// <param name="Name">The name.</param>
/// <param name="Factory">Makes the module of an index; null where one module is for all.</param>
/// <param name="Single">Makes the one module.</param>
/// <param name="Source">The factory as it is written, such as <c>k => new TwoLayer(64, 128)</c>.</param>
internal sealed partial record SearchOperator(string Name, Func<int, nn.Module<Tensor, Tensor>>? Factory, Func<nn.Module<Tensor, Tensor>>? Single, string Source)
{
    /// <summary>Binds it.</summary>
    public void Bind(RecurrenceBindings bindings)
    {
        if (Factory is not null)
            bindings.Operator(Name, Factory);
        else
            bindings.Operator(Name, Single!());
    }

    /// <summary>The member of a class that declares it.</summary>
    /// <exception cref="InvalidOperationException">The factory's own parameter has another name, and its text reads a k besides.</exception>
    public string Member()
    {
        string head = $"private static Module<Tensor, Tensor> {Name}({(Factory is null ? "" : "int k")})";
        if (Lambda.Match(Source.Trim()) is not { Success: true } lambda)
            return $"{head} => ({Source.Trim()})({(Factory is null ? "" : "k")});";
        string parameter = lambda.Groups["parameter"].Value, body = lambda.Groups["body"].Value;
        bool isBlock = body.StartsWith('{');
        // In a class the layer's number is called k.
        if (Factory is null || parameter is "k" or "_")
            return isBlock ? $"{head} {body}" : $"{head} => {body};";
        if (OwnLayer.IsMatch(body))
            throw new InvalidOperationException($"The factory of '{Name}', {Source.Trim()}, reads a k that is not its parameter, and in a class k is the layer's number: call the parameter k, or the other one otherwise.");
        return $"{head} {{ int {parameter} = k; {(isBlock ? body[1..].TrimStart() : $"return {body}; }}")}";
    }

    [GeneratedRegex(@"^(static\s+)?(\(\s*(int\s+)?(?<parameter>\w*)\s*\)|(?<parameter>\w+))\s*=>\s*(?<body>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lambda { get; }

    [GeneratedRegex(@"(?<![\w.])k\b", RegexOptions.None, 1000)]
    private static partial Regex OwnLayer { get; }
}
