namespace TorchSharp.Utils;

/// <summary>Gives a module's field the name it is registered under, and so its key in the state dictionary, in place of the field's own.</summary>
[AttributeUsage(AttributeTargets.All)]
public class ComponentNameAttribute : Attribute
{
    /// <summary>The name to register under; the field's own name where this is null.</summary>
    public string? Name { get; set; }
}
