using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>The coordinator's side of the stream: what a step lacks is in it, and nothing else.</summary>
internal sealed class WorkQueue(RedisRun run, EvolutionOptions options, EstimateSlices? cut)
{
    private readonly RunKeys _keys = run.Keys;
    private readonly MemberRange[] _ranges = [.. options.Ranges()];

    /// <summary>How many pieces of work a step has.</summary>
    public int Count => _ranges.Length;

    /// <summary>
    /// Brings the stream in order, whatever has happened to it: makes the group, takes off what is done, of another step, malformed, twice there, or lost between stream and group, and adds
    /// what neither has a result nor is there.
    /// </summary>
    /// <exception cref="EvolutionException">A piece of work was taken up and left too often.</exception>
    public void Repair(IDatabase database, Step step)
    {
        // In this order: who evaluates writes the result before the entry goes. What is no longer held when the second list is read has its result when the third is.
        var (delivered, entries, held, done) = Read(database, step);

        var there = new HashSet<int>();
        var superfluous = new List<RedisValue>();
        int malformed = 0;
        foreach (StreamEntry entry in entries)
        {
            string id = entry.Id.ToString();
            bool isItem = WorkItem.TryParse(entry.Values, options, out WorkItem item), isHeld = held.TryGetValue(id, out StreamPendingMessageInfo holding);
            bool isLost = !isHeld && !StreamId.IsAfter(id, delivered);
            // Slices that nobody waits for any more go as well, and are no fault.
            if (!isItem && !SliceItem.TryParse(entry.Values, cut, out _))
                malformed++;
            if (!isItem || item.Step != step || isLost || done.Contains(WorkItem.ResultField(item.Range).ToString()) || !there.Add(item.Range.First))
                superfluous.Add(entry.Id);
            else if (isHeld && holding.DeliveryCount > run.MostDeliveries)
                throw new EvolutionException($"{run.MostDeliveries} workers of run '{run.Id}' took up the members {item.Range} of generation {step.Generation}, and none gave a result: they ended or hung. Look at what the workers say, mend the fitness, and resume.");
        }
        if (malformed > 0)
            run.Say($"The stream of run '{run.Id}' had {malformed} malformed entries, which were taken off: somebody else writes to '{_keys.Work}'.");
        database.Remove(_keys, [.. superfluous]);
        MemberRange[] lacking = [.. _ranges.Where(range => !there.Contains(range.First) && !done.Contains(WorkItem.ResultField(range).ToString()))];
        ServerCommands.ForEach(lacking, range => database.StreamAddAsync(_keys.Work, new WorkItem(step, range).Fields()));
        if (lacking.Length > 0)
            database.Ring(_keys.ForWorkers);
    }

    /// <summary>Adds the slices of a step's estimate. They are never added anew: who needs one that does not come computes it.</summary>
    public void AddSlices(IDatabase database, Step step) =>
        ServerCommands.ForEach(Enumerable.Range(0, cut!.Count), slice => database.StreamAddAsync(_keys.Work, new SliceItem(step, slice).Fields()));

    /// <summary>Reads the results of a step, and deletes those that are none.</summary>
    /// <returns>Whether all are there; otherwise some of <paramref name="fitness"/> was written.</returns>
    public bool TryCollect(IDatabase database, Step step, double[] fitness)
    {
        RedisKey key = _keys.Results(step);
        var results = database.HashGetAll(key).ToDictionary(entry => entry.Name.ToString(), entry => entry.Value, StringComparer.Ordinal);
        bool isWhole = true;
        foreach (MemberRange range in _ranges)
        {
            isWhole &= results.Remove(WorkItem.ResultField(range).ToString(), out RedisValue value)
                && (FitnessValues.TryUnpack(step, range.First, (byte[]?)value ?? [], fitness.AsSpan(range.First, range.Count)) || !Drop(WorkItem.ResultField(range), $"the members {range}"));
        }
        foreach (string other in results.Keys)
            Drop(other, "no range");
        return isWhole;

        bool Drop(RedisValue field, string whose)
        {
            run.Say($"A result of {whose} in '{key}' was malformed, and was deleted.");
            database.HashDelete(key, field);
            return true;
        }
    }

    /// <summary>What was delivered last, the stream's entries, who holds which of them, and which results are there.</summary>
    private (string Delivered, StreamEntry[] Entries, Dictionary<string, StreamPendingMessageInfo> Held, HashSet<string> Done) Read(IDatabase database, Step step)
    {
        // What goes off together is answered in this order, too.
        Task group = database.EnsureGroup(_keys);
        Task<StreamGroupInfo[]> groups = database.StreamGroupInfoAsync(_keys.Work);
        Task<StreamEntry[]> read = database.StreamRangeAsync(_keys.Work);
        Task<RedisValue[]> done = database.HashKeysAsync(_keys.Results(step));
        ServerCommands.All(group, groups, read, done);
        Dictionary<string, StreamPendingMessageInfo> held = new(StringComparer.Ordinal);
        if (read.Result.Length > 0)
        {
            Task<StreamPendingMessageInfo[]> pending = database.StreamPendingMessagesAsync(_keys.Work, RunKeys.Group, Math.Max(read.Result.Length * 2, 1000), RedisValue.Null);
            done = database.HashKeysAsync(_keys.Results(step));
            ServerCommands.All(pending, done);
            held = pending.Result.ToDictionary(message => message.MessageId.ToString(), StringComparer.Ordinal);
        }
        return (groups.Result.FirstOrDefault(info => info.Name == RunKeys.Group).LastDeliveredId ?? "0-0", read.Result, held, [.. done.Result.Select(field => field.ToString())]);
    }
}
