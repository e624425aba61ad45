namespace OptGen.Masking;

/// <summary>A side of the range coder: what writes a decision, or what reads it. A model drives either by the same code.</summary>
internal interface IRangeCoder
{
    /// <summary>Whether a writer's message became longer than its buffer, so that it is of no use.</summary>
    bool IsFull { get; }

    /// <summary>Writes the bit and returns it; or ignores it, and returns the bit that is read.</summary>
    /// <param name="bit">The bit to write, 0 or 1.</param>
    /// <param name="probabilityOfOne">The probability that it is 1, in units of 2^-32, from 1 on.</param>
    int Code(int bit, uint probabilityOfOne);
}
