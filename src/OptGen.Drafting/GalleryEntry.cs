namespace OptGen.Drafting;

/// <summary>A recurrence of the literature, to start from.</summary>
/// <param name="Group">What kind it is, in plain words.</param>
/// <param name="Name">Its name in plain words.</param>
/// <param name="Description">One sentence on what it is or shows.</param>
/// <param name="Text">The equations.</param>
/// <param name="Coefficients">Values that suit it, by name; what is not here is trained.</param>
public sealed record GalleryEntry(string Group, string Name, string Description, string Text, IReadOnlyDictionary<string, DraftCoefficient> Coefficients);
