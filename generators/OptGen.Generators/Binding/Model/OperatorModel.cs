using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>What kind of member an operator is.</summary>
internal enum OperatorForm
{
    /// <summary>A factory with <c>int k</c>: one module for each layer.</summary>
    LayerFactory,

    /// <summary>A factory that is called once.</summary>
    SharedFactory,

    /// <summary>A field or property that holds a module.</summary>
    Member,

    /// <summary>A method on tensors.</summary>
    Function
}

/// <summary>How the adjoint of a linear operator is had.</summary>
internal enum AdjointForm
{
    None,

    /// <summary>From the weight of a <c>Linear</c>.</summary>
    Linear,

    /// <summary>From the weight and the settings of a <c>Conv2d</c>.</summary>
    Conv2d,

    /// <summary>From a method <c>Tensor Adjoint(Tensor)</c>.</summary>
    Method
}

/// <summary>An operator and the member that it is bound to.</summary>
/// <param name="Name">Its name in the notation.</param>
/// <param name="Identifier">The member's name in C#, with @ where it is a keyword.</param>
/// <param name="Form">What kind of member it is.</param>
/// <param name="IsStatic">Whether the member is static.</param>
/// <param name="Type">The type of the module, fully qualified; of a function, the type it returns.</param>
/// <param name="Tensors">How many tensors it takes.</param>
/// <param name="IsModule">Whether the type is a module that is called; a type that is not has only an adjoint.</param>
/// <param name="TakesLayer">Whether the factory's first parameter is <c>int k</c>; a shared factory is given 0.</param>
/// <param name="Parameters">What the factory asks for besides <c>k</c>.</param>
/// <param name="Scalars">The scalars in brackets that a function takes after its tensors.</param>
/// <param name="Adjoint">How its adjoint is had.</param>
internal sealed record OperatorModel(
    string Name,
    string Identifier,
    OperatorForm Form,
    bool IsStatic,
    string Type,
    int Tensors,
    bool IsModule,
    bool TakesLayer,
    EquatableArray<ParameterModel> Parameters,
    EquatableArray<ScalarParameter> Scalars,
    AdjointForm Adjoint)
{
    /// <summary>Whether the member is a property, whose module lies in a field with a name of the compiler's.</summary>
    public bool IsProperty { get; init; }

    /// <summary>Whether a parameter of the factory is a span, or of another type that lives on the stack only.</summary>
    public bool TakesSpan { get; init; }

    /// <summary>Whether the member or its type is said to contain a two-layer network.</summary>
    public bool ContainsTwoLayer { get; init; }

    /// <summary>Of a function, what it is in Python; null where nothing says it.</summary>
    public string? PyTorch { get; init; }

    /// <summary>Of a function, the names of its parameters.</summary>
    public EquatableArray<string> Arguments { get; init; }

    public bool IsFactory => Form is OperatorForm.LayerFactory or OperatorForm.SharedFactory;
}

/// <summary>A parameter of a factory or of the generated constructor.</summary>
/// <param name="Name">Its name, with @ where it is a keyword.</param>
/// <param name="Type">Its type, fully qualified, with nullable annotations.</param>
/// <param name="Default">The text of its default value; null when it has none.</param>
internal sealed record ParameterModel(string Name, string Type, string? Default)
{
    /// <summary>What the factory's documentation says of it, as XML in one line; null when it says nothing.</summary>
    public string? Documentation { get; init; }
}

/// <summary>A parameter of a function that stands in brackets in the notation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsTensor">Whether it is a Tensor; otherwise a double.</param>
/// <param name="IsOptional">Whether it has a default value.</param>
internal sealed record ScalarParameter(string Name, bool IsTensor, bool IsOptional);
