using System.Globalization;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>A piece of work: the members of a range, at a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Range">The members.</param>
internal readonly record struct WorkItem(Step Step, MemberRange Range)
{
    private const string StepField = "step", FirstField = "first", CountField = "count";

    /// <summary>The fields of its entry in the stream.</summary>
    public NameValueEntry[] Fields() => [new(StepField, Step.ToString()), new(FirstField, Range.First), new(CountField, Range.Count)];

    /// <summary>The field of its result.</summary>
    public static RedisValue ResultField(MemberRange range) => range.First.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads an entry; only a range that the options have is one.</summary>
    /// <param name="fields">The entry's fields.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="item">What it is.</param>
    /// <returns>Whether it is a piece of work of such a run.</returns>
    public static bool TryParse(NameValueEntry[]? fields, EvolutionOptions options, out WorkItem item)
    {
        item = default;
        if (fields is not { Length: 3 } || fields[0].Name != StepField || fields[1].Name != FirstField || fields[2].Name != CountField
            || !Step.TryParse(fields[0].Value, out Step step)
            || !Step.TryParseNumber(fields[1].Value, options.Population - 1, out long first) || first % options.RangeSize != 0
            || !Step.TryParseNumber(fields[2].Value, options.RangeSize, out long count) || count != Math.Min(options.RangeSize, options.Population - first))
            return false;
        item = new WorkItem(step, new MemberRange((int)first, (int)count));
        return true;
    }
}
