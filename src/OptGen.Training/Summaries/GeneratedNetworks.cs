using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Finds what the generator wrote beside a network.</summary>
internal static class GeneratedNetworks
{
    /// <summary>The static property Recurrence of a generated class; null of any other.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Where the property was trimmed away nobody has asked for it, and the summary is without it.")]
    public static Recurrence? RecurrenceOf(nn.Module module) =>
        module.GetType().GetProperty("Recurrence", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static, binder: null, typeof(Recurrence), [], modifiers: null)
            ?.GetValue(null) as Recurrence;
}
