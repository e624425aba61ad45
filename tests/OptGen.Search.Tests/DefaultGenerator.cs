namespace OptGen.Search.Tests;

/// <summary>Tests that seed torch's own generator run alone: layers that other tests make draw from it.</summary>
[CollectionDefinition("default generator", DisableParallelization = true)]
public sealed class DefaultGenerator;
