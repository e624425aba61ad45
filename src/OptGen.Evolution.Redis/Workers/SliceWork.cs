using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>What a worker needs for slices of the estimate: the fitness of their step, and nothing of its own strategy's state.</summary>
internal sealed class SliceWork(RedisRun run, RunServer server, EstimateSlices cut)
{
    private readonly RunKeys _keys = run.Keys;
    private Step? _of;
    private double[] _fitness = [];

    /// <summary>How many fields the slices of a step have when all are there: the way of cutting, too.</summary>
    public int Fields => cut.Count + 1;

    /// <summary>Whether somebody waits for a slice that is not there yet.</summary>
    /// <param name="item">The slice.</param>
    /// <param name="population">The number of members.</param>
    /// <param name="isLeft">Whether another worker had it before, and may have computed it.</param>
    /// <param name="cancellation">Gives up.</param>
    public bool IsWanted(SliceItem item, int population, bool isLeft, CancellationToken cancellation)
    {
        // The first slice of a step asks for all.
        if (_of == item.Step && !isLeft)
            return true;
        var (wanted, there, told) = server.Ask(
            database =>
            {
                Task<RedisValue> wanted = database.HashGetAsync(_keys.Slices(item.Step), RunKeys.Cut), told = database.HashGetAsync(_keys.Fitness, item.Step.Generation);
                Task<bool> there = database.HashExistsAsync(_keys.Slices(item.Step), SliceItem.ResultField(item.Slice));
                ServerCommands.All(wanted, there, told);
                return ((string?)wanted.Result, there.Result, (byte[]?)told.Result);
            },
            cancellation);
        var fitness = new double[population];
        if (there || wanted != cut.ToString() || told is null || !FitnessValues.TryUnpack(item.Step, 0, told, fitness) || !cut.IsFor(fitness))
            return false;
        (_of, _fitness) = (item.Step, fitness);
        return true;
    }

    /// <summary>Computes a slice that <see cref="IsWanted"/>.</summary>
    public byte[] Compute(SliceItem item) => SliceValues.Pack(item.Step, cut, item.Slice, cut.Compute(item.Step.Generation, _fitness, item.Slice));
}
