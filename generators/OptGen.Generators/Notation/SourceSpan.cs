namespace OptGen.Notation;

/// <summary>A stretch of the recurrence's text, in UTF-16 units.</summary>
internal readonly record struct SourceSpan(int Start, int Length)
{
    public int End => Start + Length;

    public static SourceSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>The shortest stretch that holds both.</summary>
    public SourceSpan Through(SourceSpan other) =>
        FromBounds(Math.Min(Start, other.Start), Math.Max(End, other.End));

    public string In(string text) => text.Substring(Start, Length);
}
