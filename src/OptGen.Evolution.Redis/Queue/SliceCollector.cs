using System.Diagnostics;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>Brings the slices of one step's estimate from the server, as they come.</summary>
internal sealed class SliceCollector(RedisRun run, EstimateSlices cut, Step step, double[] fitness)
{
    private readonly Stopwatch _quiet = Stopwatch.StartNew();

    /// <summary>The step.</summary>
    public Step Step => step;

    /// <summary>What is there so far.</summary>
    public KnownEstimate Known { get; } = new(cut, step.Generation, fitness);

    /// <summary>Whether there is something to wait for: the coordinator has asked for slices, some are lacking, and one came a short while ago.</summary>
    public bool IsWorthWaiting { get; private set; } = true;

    /// <summary>
    /// After how long without a new slice the rest is computed by who needs it. Slices are equally large, about 20 ms of work, so a longer silence means that nobody computes them.
    /// </summary>
    public static TimeSpan Patience => TimeSpan.FromMilliseconds(500);

    /// <summary>Says at the server that slices are wanted: before the fitness is told, so that nobody computes all who could wait.</summary>
    public static Task Request(IDatabase database, RunKeys keys, Step step, EstimateSlices cut) => Task.WhenAll(
        database.HashSetAsync(keys.Slices(step), RunKeys.Cut, cut.ToString()), database.KeyExpireAsync(keys.Slices(step), Lifetimes.Slices));

    /// <summary>Reads what is new, and deletes what is malformed.</summary>
    public void Collect(IDatabase database)
    {
        int[] lacking = Known.Lacking;
        RedisKey key = run.Keys.Slices(step);
        RedisValue[] read = database.HashGet(key, [RunKeys.Cut, .. lacking.Select(SliceItem.ResultField)]);
        int came = 0;
        for (int i = 0; i < lacking.Length; i++)
        {
            if (read[i + 1].IsNull)
                continue;
            Known[lacking[i]] = SliceValues.Unpack(step, cut, lacking[i], (byte[]?)read[i + 1] ?? []);
            if (Known[lacking[i]] is not null)
            {
                came++;
                continue;
            }
            run.Say($"The slice {lacking[i]} in '{key}' was malformed, and was deleted.");
            database.HashDelete(key, SliceItem.ResultField(lacking[i]));
        }
        if (came > 0)
            _quiet.Restart();
        IsWorthWaiting = came < lacking.Length && read[0] == cut.ToString() && _quiet.Elapsed < Patience;
    }
}
