using OptGen.Randomness;

namespace OptGen.Search;

/// <summary>Random choices, one after the other, that a seed decides.</summary>
internal sealed class Choices(ulong seed)
{
    private readonly RandomSequence _sequence = new(seed);
    private ulong _next;

    /// <summary>A whole number from 0 to below a bound.</summary>
    public int Below(int bound) => (int)_sequence.Below(_next++, bound);

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>Whether something of a probability of one in <paramref name="times"/> happens.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>Some of several, in their order.</summary>
    public List<T> Some<T>(IReadOnlyList<T> values, int count)
    {
        List<int> left = [.. Enumerable.Range(0, values.Count)], taken = [];
        for (int i = 0; i < count; i++)
        {
            int place = Below(left.Count);
            taken.Add(left[place]);
            left.RemoveAt(place);
        }
        taken.Sort();
        return [.. taken.Select(i => values[i])];
    }
}
