using System.Diagnostics;

namespace OptGen.Evolution.Redis.Tests;

/// <summary>Waits for what another thread or process does.</summary>
internal static class Wait
{
    public static void Until(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(5))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(40), "What was waited for did not happen.");
    }
}
