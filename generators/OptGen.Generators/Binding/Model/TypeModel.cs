using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>The annotated class and what stands around it.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Containers">The types around it, the outermost first.</param>
/// <param name="Declaration">The class itself.</param>
/// <param name="Accessibility">How visible it is, such as <c>public</c> or <c>protected internal</c>.</param>
/// <param name="IsSealed">Whether it is sealed.</param>
/// <param name="IsAbstract">Whether it is abstract.</param>
/// <param name="Base">The base class that the user wrote, fully qualified; null when the generated part names it.</param>
/// <param name="FullName">Namespace, containers and name joined by dots, each with its type parameters: for messages and
/// documentation.</param>
/// <param name="HintName">The name of the generated file, without its ending: that of the type for the compiler.</param>
/// <param name="TakenNames">The names of all members that the user declares in it and in its own base classes.</param>
internal sealed record TypeModel(
    string Namespace,
    EquatableArray<TypeHeader> Containers,
    TypeHeader Declaration,
    string Accessibility,
    bool IsSealed,
    bool IsAbstract,
    string? Base,
    string FullName,
    string HintName,
    EquatableArray<string> TakenNames);

/// <summary>What a partial declaration of a type must repeat. Constraints need no repetition.</summary>
/// <param name="Keyword"><c>class</c>, <c>struct</c>, <c>interface</c>, <c>record</c> or <c>record struct</c>.</param>
/// <param name="Name">The name, with @ where it is a keyword.</param>
/// <param name="TypeParameters">The type parameters with their variance, such as <c>&lt;TKey, out TValue&gt;</c>; empty when there are
/// none.</param>
internal sealed record TypeHeader(string Keyword, string Name, string TypeParameters)
{
    public override string ToString() => $"partial {Keyword} {Name}{TypeParameters}";
}
