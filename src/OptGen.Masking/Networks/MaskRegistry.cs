using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Which modules have a mask on their weight already: it would be put on twice.</summary>
internal static class MaskRegistry
{
    private static readonly ConditionalWeakTable<nn.Module, object> Masked = [];

    /// <exception cref="InvalidOperationException">A module has one.</exception>
    public static void RequireUnmasked(nn.Module network)
    {
        foreach (var (name, module) in network.named_modules().Append(("", network)))
        {
            if (Masked.TryGetValue(module, out _))
                throw new InvalidOperationException($"{(name.Length == 0 ? network.GetType().Name : name)} is masked already; a network is masked once. Make it anew for another mask.");
        }
    }

    public static void Add(LayerCatalog catalog)
    {
        foreach (nn.Module owner in catalog.Slots.SelectMany(slot => slot.Owners))
            Masked.AddOrUpdate(owner, catalog);
    }

    public static void Remove(LayerCatalog catalog)
    {
        foreach (nn.Module owner in catalog.Slots.SelectMany(slot => slot.Owners))
            Masked.Remove(owner);
    }
}
