using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>The members that a recurrence may name: those of the class and of its own base classes, not torch's.</summary>
internal sealed class MemberLookup(INamedTypeSymbol type, Compilation compilation)
{
    private readonly IReadOnlyList<INamedTypeSymbol> _levels = Levels(type);

    /// <summary>The members of a name at the first level that has any, without those that cannot be reached.</summary>
    public IReadOnlyList<ISymbol> Find(string name)
    {
        foreach (INamedTypeSymbol level in _levels)
        {
            var found = level.GetMembers(name).Where(IsNameable).ToList();
            if (found.Count > 0)
                return found;
        }
        return [];
    }

    /// <summary>A member of the name that a base class keeps to itself.</summary>
    public ISymbol? FindHidden(string name) =>
        _levels.SelectMany(l => l.GetMembers(name)).FirstOrDefault(m => !compilation.IsSymbolAccessibleWithin(m, type));

    /// <summary>Every member that some name could be bound to.</summary>
    public IEnumerable<ISymbol> All() => _levels.SelectMany(l => l.GetMembers()).Where(IsNameable);

    private bool IsNameable(ISymbol member) =>
        member is IFieldSymbol or IPropertySymbol { IsIndexer: false } or IMethodSymbol { MethodKind: MethodKind.Ordinary }
        && !member.IsImplicitlyDeclared
        && member.CanBeReferencedByName
        && member.IsUsers()
        && (SymbolEqualityComparer.Default.Equals(member.ContainingType, type) || compilation.IsSymbolAccessibleWithin(member, type));

    private static List<INamedTypeSymbol> Levels(INamedTypeSymbol type)
    {
        var levels = new List<INamedTypeSymbol>();
        INamedTypeSymbol? level = type;
        while (level is { SpecialType: not SpecialType.System_Object } && !level.IsOfTorch())
        {
            levels.Add(level);
            level = level.BaseType;
        }
        return levels;
    }
}
