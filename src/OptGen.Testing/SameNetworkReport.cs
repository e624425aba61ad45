namespace OptGen.Testing;

/// <summary>What <see cref="SameNetwork"/> has compared, and found to agree.</summary>
/// <param name="Gradients">The parameters whose gradients both networks have, and the inputs, as <c>the input</c> or <c>input 0</c>.</param>
/// <param name="GreatestDifference">The greatest difference of two numbers.</param>
public sealed record SameNetworkReport(IReadOnlyList<string> Gradients, double GreatestDifference);
