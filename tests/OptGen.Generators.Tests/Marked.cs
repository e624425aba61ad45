using OptGen.Notation;

namespace OptGen.Generators.Tests;

/// <summary>Texts in which [| and |] enclose the characters a test is about.</summary>
internal static class Marked
{
    public static (string Text, SourceSpan Span) Read(string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal);
        if (start < 0 || end < start)
            throw new ArgumentException($"'{marked}' lacks the marks [| and |].", nameof(marked));
        return (marked[..start] + marked[(start + 2)..end] + marked[(end + 2)..], SourceSpan.FromBounds(start, end - 2));
    }
}
