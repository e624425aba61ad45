namespace OptGen.Export.PyTorch;

/// <summary>In the place of an operator's modules where only the recurrence is there: they become an argument of the constructor.</summary>
internal sealed record DraftOperator;
