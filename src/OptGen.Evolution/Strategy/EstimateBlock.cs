namespace OptGen.Evolution;

/// <summary>Neighbouring elements of one parameter's estimate, which are summed at once.</summary>
/// <param name="Slot">The parameter's number.</param>
/// <param name="First">The first element.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct EstimateBlock(int Slot, int First, int Count);
