namespace OptGen.SystemTorch.Tests;

/// <summary>
/// For tests that look at or change what the whole process shares (the count of live tensors, resident memory, thread
/// counts, anomaly mode): they run after all others, one at a time.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "whole process";

    /// <summary>Runs finalizers until nothing is left for them.</summary>
    public static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
