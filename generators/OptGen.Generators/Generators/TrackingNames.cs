namespace OptGen.Generators;

/// <summary>The names of the generator's steps, by which tests ask why a step ran.</summary>
internal static class TrackingNames
{
    /// <summary>Binds each annotated class.</summary>
    public const string Class = "Class";

    /// <summary>The models of the classes that can be completed.</summary>
    public const string Model = "Model";

    /// <summary>Finds the file names that two classes would share.</summary>
    public const string Collisions = "Collisions";

    /// <summary>Gives each class its file name.</summary>
    public const string File = "File";

    /// <summary>Reads from the project whether analyzers run.</summary>
    public const string AnalyzersOff = "AnalyzersOff";

    /// <summary>The compilation where analyzers do not run, else nothing.</summary>
    public const string Unanalyzed = "Unanalyzed";

    /// <summary>The metadata names of the annotated classes.</summary>
    public const string Names = "Names";

    public static IReadOnlyList<string> All { get; } = [Class, Model, Collisions, File, AnalyzersOff, Unanalyzed, Names];
}
