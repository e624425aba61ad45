using OptGen.Optimizers;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>An optimiser with its settings, with or without centralization. Everything else is equal in all runs.</summary>
internal sealed record Condition(string Optimizer, bool Centralized)
{
    private const string Mark = "-GC";

    /// <summary>The optimisers.</summary>
    public static IReadOnlyList<string> Optimizers { get; } = ["SGDM", "Adam", "AdamW"];

    /// <summary>The name in tables.</summary>
    public string Name => Centralized ? Optimizer + Mark : Optimizer;

    /// <summary>The condition of a name.</summary>
    public static Condition Of(string name) =>
        name.EndsWith(Mark, StringComparison.Ordinal) ? new(name[..^Mark.Length], Centralized: true) : new(name, Centralized: false);

    /// <summary>The settings, in words.</summary>
    public static string SettingsOf(string optimizer) => optimizer switch
    {
        "SGDM" => "learning rate 0.05, momentum 0.9, L2 decay 5e-4",
        "Adam" => "learning rate 1e-3, L2 decay 5e-4",
        _ => "learning rate 1e-3, decoupled decay 0.01"
    };

    public optim.Optimizer Create(nn.Module network)
    {
        var options = Centralized ? OptGen.Optimizers.Centralization.Default with { Catalog = ParameterCatalog.Of(network) } : OptGen.Optimizers.Centralization.Off;
        return Optimizer switch
        {
            "SGDM" => new OptGen.Optimizers.Centralized.SGD(network.parameters(), 0.05, 0.9, weight_decay: 5e-4, centralization: options),
            "Adam" => new OptGen.Optimizers.Centralized.Adam(network.parameters(), 1e-3, weight_decay: 5e-4, centralization: options),
            _ => new OptGen.Optimizers.Centralized.AdamW(network.parameters(), 1e-3, weight_decay: 0.01, centralization: options)
        };
    }
}
