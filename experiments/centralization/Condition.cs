using OptGen.Optimizers;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>An optimiser with its settings, with or without centralization. Everything else is equal in all runs.</summary>
internal sealed record Condition(string Optimizer, bool Centralized)
{
    /// <summary>All conditions, those to be compared next to each other.</summary>
    public static IReadOnlyList<Condition> All { get; } =
        [.. from optimizer in new[] { "SGDM", "Adam", "AdamW" } from centralized in new[] { false, true } select new Condition(optimizer, centralized)];

    public string Name => Centralized ? Optimizer + "-GC" : Optimizer;

    /// <summary>The settings, in words.</summary>
    public string Settings => Optimizer switch
    {
        "SGDM" => "lr 0.05, momentum 0.9, L2 decay 5e-4",
        "Adam" => "lr 1e-3, L2 decay 5e-4",
        _ => "lr 1e-3, decoupled decay 0.01"
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
