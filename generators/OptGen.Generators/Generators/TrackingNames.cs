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

    /// <summary>What of a class could not be written.</summary>
    public const string Faults = "Faults";

    /// <summary>Reads from the project who reports.</summary>
    public const string Reporter = "Reporter";

    /// <summary>The compilation where the generator may have something to report, else nothing.</summary>
    public const string Reported = "Reported";

    /// <summary>The metadata names of the annotated classes.</summary>
    public const string Names = "Names";

    public static IReadOnlyList<string> All { get; } = [Class, Model, Collisions, File, Faults, Reporter, Reported, Names];
}
