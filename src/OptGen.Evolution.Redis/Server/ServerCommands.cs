using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>Commands that go off together.</summary>
internal static class ServerCommands
{
    /// <summary>How many commands may be on their way at once.</summary>
    private const int Together = 1000;

    /// <summary>Waits for all, and throws the first error.</summary>
    public static void All(params ReadOnlySpan<Task> tasks) => Task.WhenAll(tasks).GetAwaiter().GetResult();

    /// <summary>Sends a command for each of many things, some at a time.</summary>
    public static void ForEach<T>(IEnumerable<T> things, Func<T, Task> command)
    {
        foreach (T[] some in things.Chunk(Together))
            All([.. some.Select(command)]);
    }

    /// <summary>Makes the group of the workers, and the stream, where they are missing. The group gets what the stream has.</summary>
    public static async Task EnsureGroup(this IDatabase database, RunKeys keys)
    {
        try
        {
            await database.StreamCreateConsumerGroupAsync(keys.Work, RunKeys.Group, StreamPosition.Beginning, createStream: true).ConfigureAwait(false);
        }
        catch (RedisServerException error) when (error.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Says on a channel that there is something new. Nobody waits for an answer, and an error is none: those who listen ask by themselves, too.</summary>
    public static void Ring(this IDatabase database, RedisChannel channel) => database.Publish(channel, RedisValue.EmptyString, CommandFlags.FireAndForget);

    /// <summary>Takes entries off the stream, and off whoever holds them.</summary>
    public static void Remove(this IDatabase database, RunKeys keys, RedisValue[] ids)
    {
        foreach (RedisValue[] some in ids.Chunk(Together))
            All(database.StreamAcknowledgeAsync(keys.Work, RunKeys.Group, some), database.StreamDeleteAsync(keys.Work, some));
    }
}
