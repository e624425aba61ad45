using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Binding;

/// <summary>What kind of member a coefficient is.</summary>
internal enum CoefficientForm
{
    /// <summary>A constant, whose value is known.</summary>
    Constant,

    /// <summary>A readonly field or a property without setter, of a number type.</summary>
    Number,

    /// <summary>A method <c>double a(int k)</c>.</summary>
    Schedule,

    /// <summary>An array with a value for each layer.</summary>
    Values,

    /// <summary>A method <c>double h(int k, int j)</c>.</summary>
    TableMethod,

    /// <summary>A table <c>double[,]</c>.</summary>
    Table,

    /// <summary>A table of rows <c>double[][]</c>.</summary>
    JaggedTable,

    /// <summary>A trained parameter.</summary>
    Learnable
}

/// <summary>What C# computes with a member's type.</summary>
internal enum NumberType
{
    /// <summary><c>double</c>, in which all scalars of a recurrence are computed.</summary>
    Double,

    /// <summary><c>int</c>, or a type that C# computes with as int.</summary>
    Int,

    /// <summary>A type that is converted to double first.</summary>
    Other
}

/// <summary>A coefficient and the member that it is bound to.</summary>
/// <param name="Name">Its name in the notation.</param>
/// <param name="Identifier">The member's name in C#, with @ where it is a keyword.</param>
/// <param name="Form">What kind of member it is.</param>
/// <param name="IsStatic">Whether the member is static.</param>
/// <param name="Value">A constant's exact value.</param>
/// <param name="Learnable">How a learnable coefficient is declared.</param>
internal sealed record CoefficientModel(
    string Name, string Identifier, CoefficientForm Form, bool IsStatic, Rational? Value, LearnableModel? Learnable)
{
    /// <summary>The type of the number or numbers.</summary>
    public NumberType Type { get; init; }

    /// <summary>Whether an object initializer may set the value, after the constructor.</summary>
    public bool IsSetLate { get; init; }

    /// <summary>Whether the value may differ from layer to layer.</summary>
    public bool VariesByLayer => Form is not (CoefficientForm.Constant or CoefficientForm.Number) && Learnable is not { PerLayer: false, PerPair: false };

    /// <summary>What the verdict may know of it. A number that is read at run time is as little known as one that is learned.</summary>
    public Wiring.CoefficientKnowledge Knowledge => this switch
    {
        { Value: { } value } => new ConstantCoefficient(value),
        { Learnable: { Min: { } min, Max: { } max } }
            when Rational.TryFromDouble(min, out Rational lower) && Rational.TryFromDouble(max, out Rational upper) =>
            new BoundedCoefficient(lower, upper, Open: true),
        { Form: CoefficientForm.Number or CoefficientForm.Learnable } => new LearnedCoefficient(),
        _ => new ScheduledCoefficient()
    };
}

/// <summary>A <c>[Learnable]</c> property.</summary>
/// <param name="Modifiers">The modifiers that its implementing part repeats, such as <c>public partial</c>.</param>
/// <param name="Type">Its type as declared, fully qualified.</param>
/// <param name="Initial">Its value before training.</param>
/// <param name="Min">Its lower border; null when it has none.</param>
/// <param name="Max">Its upper border; null when it has none.</param>
/// <param name="PerLayer">Whether every layer has its own.</param>
/// <param name="Channels">The number of channels that have their own; 0 when one value serves all.</param>
/// <param name="IsRead">Whether the recurrence names it.</param>
internal sealed record LearnableModel(
    string Modifiers, string Type, double Initial, double? Min, double? Max, bool PerLayer, int Channels, bool IsRead)
{
    /// <summary>Whether every pair of indices has its own.</summary>
    public bool PerPair { get; init; }

    /// <summary>Whether the property has a part left to write.</summary>
    public bool IsPartial => Modifiers.Split(' ').Contains("partial");
}
