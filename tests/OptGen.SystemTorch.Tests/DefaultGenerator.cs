namespace OptGen.SystemTorch.Tests;

/// <summary>
/// For tests that seed the process's default generator and look at what it draws: they run after all others, one at a
/// time, because every layer that another test makes draws from that generator too.
/// </summary>
[CollectionDefinition("default generator", DisableParallelization = true)]
public sealed class DefaultGenerator;
