namespace OptGen.Evolution;

/// <summary>Neighbouring members of a population: what a worker evaluates at once.</summary>
/// <param name="First">The number of the first member.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct MemberRange(int First, int Count)
{
    /// <summary>The number after that of the last member.</summary>
    public int End => First + Count;

    /// <summary>The members as "0 to 31".</summary>
    public override string ToString() => $"{First} to {End - 1}";
}
