namespace OptGen.Benchmarks.Harness;

/// <summary>Why a suite cannot be measured here, in one sentence for whoever asked for it.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
