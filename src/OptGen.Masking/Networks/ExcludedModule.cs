namespace OptGen.Masking;

/// <summary>A module with parameters that are not masked.</summary>
/// <param name="Name">Its name in the network; empty for the network itself.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record ExcludedModule(string Name, string Type, string Reason)
{
    /// <summary>Name, type and reason.</summary>
    public override string ToString() => $"{(Name.Length == 0 ? "the network" : Name)} ({Type}): {Reason}";
}
