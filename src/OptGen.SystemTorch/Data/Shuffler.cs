using System.Collections;

namespace TorchSharp.Modules;

/// <summary>The numbers from 0 to below a count in random order, a new one for each enumeration unless there is a seed.</summary>
/// <remarks>
/// Fisher and Yates's inside-out shuffle on <see cref="Random"/>: for one seed the same order as TorchSharp's loaders have.
/// </remarks>
internal sealed class Shuffler(Func<long> count, int? seed) : IEnumerable<long>
{
    public IEnumerator<long> GetEnumerator()
    {
        var random = seed is { } given ? new Random(given) : new Random();
        var order = new long[count()];
        for (var i = 0L; i < order.Length; i++)
        {
            // Next() is below 2^31 - 1, so the sum stays positive.
            var drawn = (((long)random.Next() << 32) + random.Next()) % (i + 1);
            order[i] = order[drawn];
            order[drawn] = i;
        }

        return ((IEnumerable<long>)order).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
