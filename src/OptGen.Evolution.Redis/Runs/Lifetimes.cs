namespace OptGen.Evolution.Redis;

/// <summary>After how long the server forgets what nobody may be left to delete.</summary>
internal static class Lifetimes
{
    /// <summary>Results of a step: a worker that is late makes them anew after they were deleted.</summary>
    public static TimeSpan Results => TimeSpan.FromDays(1);

    /// <summary>Slices of an estimate: they are deleted two generations later, and nobody needs them.</summary>
    public static TimeSpan Slices => TimeSpan.FromMinutes(10);

    /// <summary>What tells workers something: that a run has ended, that one has failed.</summary>
    public static TimeSpan Notice => TimeSpan.FromDays(1);
}
