using System.Reflection;
using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>Questions about the fields of modules.</summary>
public static class FieldInfoExtensionMethods
{
    /// <summary>
    /// The name a field's component is registered under: the one its <see cref="ComponentNameAttribute"/> gives, or the
    /// field's own; for what the compiler made of an automatic property or a constructor's parameter, the name in the source.
    /// </summary>
    public static string ComponentName(this FieldInfo field)
    {
        if (field.GetCustomAttribute<ComponentNameAttribute>()?.Name is { } given) return given;
        var name = field.Name;
        var end = name.StartsWith('<') ? name.IndexOf('>', StringComparison.Ordinal) : -1;
        return end > 1 ? name[1..end] : name;
    }
}
