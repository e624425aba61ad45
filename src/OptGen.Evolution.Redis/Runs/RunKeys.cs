using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>The keys of a run and their fields. The braces bring all of them to one node of a cluster.</summary>
internal readonly struct RunKeys(string id)
{
    /// <summary>The group of the workers on the stream.</summary>
    public const string Group = "workers";

    /// <summary>Fields of <see cref="Run"/>.</summary>
    public const string Owner = "owner", Description = "description", Step = "step";

    /// <summary>Fields of <see cref="Snapshot"/>; <see cref="Step"/> too.</summary>
    public const string State = "state";

    /// <summary>A field of <see cref="Slices"/>: into which slices the estimate is cut.</summary>
    public const string Cut = "cut";

    private readonly string _prefix = $"optgen:{{{id}}}:";

    /// <summary>A hash: which coordinator has the run, what is evolved and how, and the step it is at.</summary>
    public RedisKey Run => _prefix + "run";

    /// <summary>The stream of work.</summary>
    public RedisKey Work => _prefix + "work";

    /// <summary>A hash: a strategy's state, and the step it is of.</summary>
    public RedisKey Snapshot => _prefix + "snapshot";

    /// <summary>A hash: for each of the last generations what was told of it.</summary>
    public RedisKey Fitness => _prefix + "fitness";

    /// <summary>A hash: for each step the words of the worker that failed first.</summary>
    public RedisKey Failures => _prefix + "failures";

    /// <summary>The step that a worker wants a snapshot of.</summary>
    public RedisKey Wanted => _prefix + "wanted";

    /// <summary>The owner of a run that has ended.</summary>
    public RedisKey Ended => _prefix + "ended";

    /// <summary>The channel on which workers hear that there is something new.</summary>
    public RedisChannel ForWorkers => RedisChannel.Literal(_prefix + "for-workers");

    /// <summary>The channel on which the coordinator hears that what it waits for is there.</summary>
    public RedisChannel ForCoordinator => RedisChannel.Literal(_prefix + "for-coordinator");

    /// <summary>A hash: for each range of a step, under the number of its first member, the fitness of its members.</summary>
    public RedisKey Results(Step step) => $"{_prefix}results:{step}";

    /// <summary>A hash: for each slice of a step's estimate, under its number, the elements.</summary>
    public RedisKey Slices(Step step) => $"{_prefix}slices:{step}";
}
