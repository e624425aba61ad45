using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis;

/// <summary>A run on a Redis server: where it is, what it is called, and how long its processes wait. The coordinator and its workers each make one.</summary>
public sealed class RedisRun
{
    private const int LongestId = 200;

    /// <summary>Names a run on the server of a configuration string.</summary>
    /// <param name="configuration">As StackExchange.Redis takes it: <c>host:port,password=…,ssl=true</c>.</param>
    /// <param name="id">The name of the run, up to 200 letters, digits, dots, hyphens and underscores; the names of its keys carry it.</param>
    /// <exception cref="ArgumentException">The configuration or the name is malformed.</exception>
    public RedisRun(string configuration, string id) : this(ConfigurationOptions.Parse(configuration ?? throw new ArgumentNullException(nameof(configuration))), id)
    {
    }

    /// <summary>Names a run on a server, with all that StackExchange.Redis can be told about it, such as certificates.</summary>
    /// <param name="configuration">Where the server is, and how one connects to it. It is copied. How lost connections are dealt with is set by this package.</param>
    /// <param name="id">The name of the run.</param>
    /// <exception cref="ArgumentException">The configuration names no server, or the name of the run is malformed.</exception>
    public RedisRun(ConfigurationOptions configuration, string id)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.EndPoints.Count == 0)
            throw new ArgumentException("The configuration names no server: it begins with host:port.", nameof(configuration));
        (Configuration, Id) = (Patient(configuration), Checked(id));
    }

    /// <summary>Names a run on a server that is connected to.</summary>
    /// <param name="connection">The connection; kept, and not disposed. While the server is away, its own settings say after how long a command fails.</param>
    /// <param name="id">The name of the run.</param>
    /// <exception cref="ArgumentException">The name of the run is malformed.</exception>
    public RedisRun(IConnectionMultiplexer connection, string id)
    {
        ArgumentNullException.ThrowIfNull(connection);
        (Connection, Id) = (connection, Checked(id));
    }

    /// <summary>The name of the run.</summary>
    public string Id { get; }

    /// <summary>Whether a coordinator goes on with a run that the server has already; false unless set. Without it such a run is refused.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// After how long a piece of work that nobody renews is given to another worker; 10 s unless set, at least 50 ms. A worker renews what it holds three times as often. The same for all processes of
    /// a run.
    /// </summary>
    public TimeSpan ClaimAfter { get; init => field = Require(value, value >= TimeSpan.FromMilliseconds(50) && value <= LongestSpan, "ClaimAfter must be from 50 ms to 20 days."); } = TimeSpan.FromSeconds(10);

    /// <summary>After how long a worker that evaluates one range is taken for hung: it renews no more, and its <see cref="RedisWorker.Run"/> fails; 10 minutes unless set.</summary>
    public TimeSpan LongestEvaluation { get; init => field = Require(value, value > TimeSpan.Zero && value <= LongestSpan, "LongestEvaluation must be above 0, and at most 20 days."); } = TimeSpan.FromMinutes(10);

    /// <summary>How long the server may be away before a process gives up; 5 minutes unless set, at least 0.</summary>
    public TimeSpan LongestOutage { get; init => field = Require(value, value >= TimeSpan.Zero && value <= LongestSpan, "LongestOutage must be from 0 to 20 days."); } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The longest pause between two questions to the server while there is nothing to do; 20 ms unless set, at least 1 ms. Pauses begin at 1 ms. Where the server's channels wake who waits, it is longer: a quarter
    /// of a second, or of <see cref="ClaimAfter"/> if that is shorter.
    /// </summary>
    public TimeSpan LongestPause { get; init => field = Require(value, value >= TimeSpan.FromMilliseconds(1) && value <= LongestSpan, "LongestPause must be from 1 ms to 20 days."); } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Of how many generations the fitness values stay on the server, at least 2; 32 unless set. Eight bytes a member each. A worker that is further behind takes a snapshot of the parameters, which is made
    /// anew after half as many; a coordinator that resumes from a checkpoint need not evaluate again what is there.
    /// </summary>
    public int KeptGenerations { get; init => field = Require(value, value >= 2, "KeptGenerations must be at least 2."); } = 32;

    /// <summary>How many workers may take up one piece of work, and leave it, before the coordinator gives up, at least 1; 10 unless set.</summary>
    public int MostDeliveries { get; init => field = Require(value, value >= 1, "MostDeliveries must be at least 1."); } = 10;

    /// <summary>
    /// Whether workers share the coordinator's update where it is a lot of work: each computes some slices of the estimate, and takes the others from the server; true unless set. Otherwise each process computes
    /// all of it. That is better where the server is behind a slow network, since the estimate, four bytes a parameter, goes to each process. It changes no bit; what the coordinator says counts.
    /// </summary>
    public bool ShareUpdate { get; init; } = true;

    /// <summary>Is told what is odd and yet no failure, in a sentence each, by any thread; nobody is unless set.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>From when on the update is shared.</summary>
    internal SliceRule Slices { get; init; } = SliceRule.Default;

    internal ConfigurationOptions? Configuration { get; }

    internal IConnectionMultiplexer? Connection { get; }

    /// <summary>The longest pause of who is woken.</summary>
    internal TimeSpan LongestPauseWithBell => new(Math.Max(LongestPause.Ticks, Math.Min(TimeSpan.FromMilliseconds(250).Ticks, ClaimAfter.Ticks / 4)));

    internal RunKeys Keys => new(Id);

    internal void Say(string sentence) => Log?.Invoke(sentence);

    private static TimeSpan LongestSpan => TimeSpan.FromDays(20);

    /// <summary>A command fails at once where there is no connection, and the connection is tried again twice a second: who asks waits, and can be cancelled.</summary>
    private static ConfigurationOptions Patient(ConfigurationOptions configuration)
    {
        ConfigurationOptions copy = configuration.Clone();
        copy.AbortOnConnectFail = true;
        copy.ConnectRetry = 1;
        copy.BacklogPolicy = BacklogPolicy.FailFast;
        copy.ReconnectRetryPolicy = new LinearRetry(500);
        return copy;
    }

    private static string Checked(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length is 0 or > LongestId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            throw new ArgumentException($"'{id}' is no name of a run: it has from 1 to {LongestId} letters, digits, dots, hyphens and underscores.", nameof(id));
        return id;
    }

    private static T Require<T>(T value, bool holds, string sentence, [CallerMemberName] string name = "") =>
        holds ? value : throw new ArgumentOutOfRangeException(name, value, sentence);
}
