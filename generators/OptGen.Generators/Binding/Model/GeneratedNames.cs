namespace OptGen.Binding;

/// <summary>The names of members that only some generated parts have.</summary>
internal static class GeneratedNames
{
    /// <summary>The property by which a network's layers are solved; one with nothing to solve does not have it.</summary>
    public const string Implicit = "Implicit";

    /// <summary>The property with the trained coefficients' values; a class that trains none does not have it.</summary>
    public const string Coefficients = "Coefficients";

    /// <summary>The property that says how layers are recovered, in a class that does not store them.</summary>
    public const string Reversal = "Reversal";

    /// <summary>The method that hands out iterates, in a class that asks for it.</summary>
    public const string Iterates = "Iterates";
}
