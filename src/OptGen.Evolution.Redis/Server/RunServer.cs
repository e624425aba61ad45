using System.Diagnostics;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>The server of a run, asked by one process. Who asks waits while it is away.</summary>
/// <param name="run">The run.</param>
/// <param name="channel">The channel on which this process is told that there is something new.</param>
internal sealed class RunServer(RedisRun run, RedisChannel channel) : IDisposable
{
    private readonly Bell _bell = new(run, channel);
    private ConnectionMultiplexer? _own;
    private bool _isDisposed;

    /// <summary>How often the server was away and came back.</summary>
    public int Outages { get; private set; }

    /// <summary>Pauses for who waits for something on the server; the bell ends them.</summary>
    public Pause NewPause() => new(run.LongestPause, _bell, run.LongestPauseWithBell);

    /// <summary>Asks until there is an answer. What is asked may reach the server more than once.</summary>
    /// <exception cref="EvolutionException">The server was away for too long, or refuses.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public T Ask<T>(Func<IDatabase, T> question, CancellationToken cancellation)
    {
        var pause = new Pause(TimeSpan.FromMilliseconds(200));
        Stopwatch? away = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                T answer = question(Database());
                if (away is not null)
                {
                    Outages++;
                    run.Say($"The Redis server of run '{run.Id}' is back after {away.Elapsed.TotalSeconds:f1} s.");
                }
                return answer;
            }
            catch (Exception error) when (IsAway(error))
            {
                if (away is null)
                {
                    away = Stopwatch.StartNew();
                    run.Say($"The Redis server of run '{run.Id}' does not answer: {FirstSentence(error)}.");
                }
                if (away.Elapsed >= run.LongestOutage)
                    throw new EvolutionException($"The Redis server of run '{run.Id}' at {Address()} did not answer for {away.Elapsed.TotalSeconds:f0} s: {FirstSentence(error)}. Start it, or correct the address; the run can be resumed.", error);
            }
            catch (RedisException error)
            {
                throw Refusal(error);
            }
            pause.Wait(cancellation);
        }
    }

    /// <summary>Tells until it has arrived.</summary>
    public void Do(Action<IDatabase> command, CancellationToken cancellation) => Ask(
        database =>
        {
            command(database);
            return true;
        },
        cancellation);

    /// <summary>Tells once, and does without where the server is away.</summary>
    public void TryOnce(Action<IDatabase> command)
    {
        try
        {
            command(Database());
        }
        catch (RedisServerException error) when (IsNoGroup(error))
        {
            // It came back empty; whoever asks for work next meets that.
        }
        catch (Exception error) when (IsAway(error) || error is RedisException)
        {
            run.Say($"The Redis server of run '{run.Id}' did not take a command: {FirstSentence(error)}.");
        }
    }

    /// <summary>Whether an error says that there is no stream, or no group of workers on it.</summary>
    public static bool IsNoGroup(RedisServerException error) => error.Message.StartsWith("NOGROUP", StringComparison.Ordinal);

    /// <summary>Disposes the connection where it is this package's own.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _bell.Dispose();
        _own?.Dispose();
        _own = null;
    }

    private IDatabase Database()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        IConnectionMultiplexer connection = run.Connection ?? (_own ??= ConnectionMultiplexer.Connect(run.Configuration!));
        _bell.Listen(connection);
        return connection.GetDatabase();
    }

    private static bool IsAway(Exception error) => error switch
    {
        RedisConnectionException connection => connection.FailureType != ConnectionFailureType.AuthenticationFailure,
        RedisTimeoutException => true,
        RedisServerException server => server.Kind is RedisErrorKind.Loading or RedisErrorKind.MasterDown or RedisErrorKind.ClusterDown or RedisErrorKind.TryAgain or RedisErrorKind.Busy
            or RedisErrorKind.ReadOnly or RedisErrorKind.MaxClients,
        _ => false
    };

    private EvolutionException Refusal(RedisException error)
    {
        string what = error is RedisConnectionException
            ? "does not let this process in. Check the user and the password in its configuration"
            : "refuses a command";
        return new EvolutionException($"The Redis server of run '{run.Id}' at {Address()} {what}: {FirstSentence(error)}.", error);
    }

    private string Address() => string.Join(", ", (run.Configuration?.EndPoints.AsEnumerable() ?? run.Connection!.GetEndPoints()).Select(point => EndPointCollection.ToString(point)));

    /// <summary>The library's messages go on with pages of diagnosis, and could repeat what was sent.</summary>
    public static string FirstSentence(Exception error)
    {
        string text = error.Message.ReplaceLineEndings(" ");
        int end = text.IndexOfAny([';', ',']);
        int sentence = text.IndexOf(". ", StringComparison.Ordinal);
        int length = new[] { end, sentence, 200, text.Length }.Where(n => n >= 0).Min();
        return text[..length].TrimEnd('.', ' ');
    }
}
