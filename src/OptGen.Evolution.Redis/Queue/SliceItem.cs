using System.Globalization;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>A piece of work: a slice of the estimate, from the fitness of a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Slice">The number of the slice.</param>
internal readonly record struct SliceItem(Step Step, int Slice)
{
    private const string StepField = "step", SliceField = "slice";

    /// <summary>The fields of its entry in the stream.</summary>
    public NameValueEntry[] Fields() => [new(StepField, Step.ToString()), new(SliceField, Slice)];

    /// <summary>The field of its result.</summary>
    public static RedisValue ResultField(int slice) => slice.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads an entry.</summary>
    /// <param name="fields">The entry's fields.</param>
    /// <param name="cut">How the estimate is cut; null: not at all, and no entry is a slice.</param>
    /// <param name="item">What it is.</param>
    /// <returns>Whether it is a slice of such an estimate.</returns>
    public static bool TryParse(NameValueEntry[]? fields, EstimateSlices? cut, out SliceItem item)
    {
        item = default;
        if (cut is null || fields is not { Length: 2 } || fields[0].Name != StepField || fields[1].Name != SliceField
            || !Step.TryParse(fields[0].Value, out Step step) || !Step.TryParseNumber(fields[1].Value, cut.Count - 1, out long slice))
            return false;
        item = new SliceItem(step, (int)slice);
        return true;
    }
}
