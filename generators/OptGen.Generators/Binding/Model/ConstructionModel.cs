using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Where a parameter of the generated constructor comes from.</summary>
internal enum ParameterRole
{
    /// <summary>A factory asks for it.</summary>
    Factory,

    /// <summary>The number of layers.</summary>
    Layers,

    /// <summary>The module's name.</summary>
    Name
}

/// <summary>How the class is constructed.</summary>
/// <param name="IsConstructor">
/// Whether the generated part has the constructor. When the user declares one, it has a method <c>Initialize</c> with the same parameters
/// instead.
/// </param>
/// <param name="HasPrimaryConstructor">Whether the user's declaration has a primary constructor.</param>
/// <param name="Parameters">The parameters in order: what factories ask for, the layers, what factories may be given, the name.</param>
internal sealed record ConstructionModel(bool IsConstructor, bool HasPrimaryConstructor, EquatableArray<ConstructionParameter> Parameters)
{
    /// <summary>How visible the generated constructor is: as the class, but no more than the types of its parameters.</summary>
    public string Accessibility { get; init; } = "public";
}

/// <summary>A parameter of the generated constructor or of <c>Initialize</c>.</summary>
internal sealed record ConstructionParameter(ParameterModel Parameter, ParameterRole Role);
