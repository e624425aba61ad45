using OptGen.Emission;

namespace OptGen.Drafting;

/// <summary>What may be a name in C#.</summary>
internal static class CSharpNames
{
    /// <summary>Whether a text can be the name of a class as it stands.</summary>
    public static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_') && CSharp.Identifier(name) == name;
}
