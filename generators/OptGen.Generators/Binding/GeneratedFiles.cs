using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>
/// Tells what the user wrote from what this generator wrote: analyzers see both, and must come to the generator's own conclusions.
/// </summary>
internal static class GeneratedFiles
{
    private static readonly string s_folder = typeof(Generators.NetworkGenerator).FullName;

    /// <summary>Whether a declaration is the user's: in a file this generator did not write, or in a compiled assembly.</summary>
    public static bool IsUsers(this ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length == 0 || symbol.DeclaringSyntaxReferences.Any(IsUsers);

    public static bool IsUsers(this SyntaxReference reference) =>
        Path.GetFileName(Path.GetDirectoryName(reference.SyntaxTree.FilePath)) != s_folder;
}
