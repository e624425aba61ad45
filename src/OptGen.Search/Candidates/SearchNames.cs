namespace OptGen.Search;

/// <summary>What a search calls the layers around a recurrence.</summary>
internal static class SearchNames
{
    public const string Input = "u", Stem = "stem", Head = "head";
}
