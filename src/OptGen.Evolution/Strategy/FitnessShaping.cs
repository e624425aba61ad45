namespace OptGen.Evolution;

/// <summary>What the fitness of members becomes before the gradient is estimated from it.</summary>
public enum FitnessShaping
{
    /// <summary>
    /// The rank of each, from -1/2 for the least fit to 1/2 for the fittest; members of equal fitness share the mean of their ranks. Outliers weigh no more than others.
    /// Source: Salimans et al., "Evolution Strategies as a Scalable Alternative to Reinforcement Learning" (2017).
    /// </summary>
    CenteredRanks,

    /// <summary>The fitness less its mean, over its standard deviation; zeros where all are equal.</summary>
    ZScores,

    /// <summary>The fitness itself: the estimate is then unbiased for the gradient of the smoothed fitness.</summary>
    Raw
}
