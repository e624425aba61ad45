using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Finds the recurrence of a network, generated or made at run time.</summary>
internal static class GeneratedNetworks
{
    /// <summary>The recurrence that a module runs: that of a generated class, or of a module made of one; null of any other.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Where the property was trimmed away nobody has asked for it, and the summary is without it.")]
    public static Recurrence? RecurrenceOf(nn.Module module) => module is IRecurrenceModule made ? made.Recurrence
        : module.GetType().GetProperty("Recurrence", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static, binder: null, typeof(Recurrence), [], modifiers: null)
            ?.GetValue(null) as Recurrence;
}
