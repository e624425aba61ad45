using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>A scalar that does not break up into others by + and *.</summary>
internal abstract record Atom
{
    /// <summary>Canonical text; equal atoms have equal text, and factors are ordered by it.</summary>
    public string Text => _text ??= Describe();

    /// <summary>The number of atoms in it, itself included.</summary>
    public virtual int Size => 1;

    private string? _text;

    public virtual bool Equals(Atom? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public sealed override string ToString() => Text.Replace(CoefficientAtom.Mark, "");

    protected abstract string Describe();
}

/// <summary>The number of the layer, the number of layers, or the variable of the sum around it.</summary>
internal sealed record SymbolAtom : Atom
{
    public static SymbolAtom Layer { get; } = new("k");

    public static SymbolAtom Layers { get; } = new("L");

    public static SymbolAtom Variable { get; } = new("j");

    private readonly string _name;

    private SymbolAtom(string name) => _name = name;

    protected override string Describe() => _name;
}

/// <summary>A coefficient, perhaps at one or more indices. An index below 0 reads the value at 0.</summary>
internal sealed record CoefficientAtom(string Name, EquatableArray<AffineIndex> Indices) : Atom
{
    /// <summary>Stands in no name, and keeps a coefficient apart from the variable of a sum, whatever its name.</summary>
    public const string Mark = "'";

    protected override string Describe()
    {
        if (Indices.Count == 0)
            return Name is "j" ? Mark + Name : Name;
        string text = string.Join(",", Indices);
        return text.All(char.IsLetterOrDigit) ? Name + "_" + text : Name + "_<" + text + ">";
    }
}

internal sealed record FunctionAtom(ScalarFunction Function, EquatableArray<Scalar> Arguments) : Atom
{
    public override int Size => 1 + Arguments.Sum(a => a.Size);

    protected override string Describe() => Vocabulary.NameOf(Function) + "(" + string.Join(", ", Arguments.Select(a => a.Text)) + ")";
}

/// <summary>A sum kept whole: a denominator, or a power too large to expand.</summary>
internal sealed record GroupAtom(Scalar Content) : Atom
{
    public override int Size => 1 + Content.Size;

    protected override string Describe() => "(" + Content.Text + ")";
}
