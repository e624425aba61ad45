namespace OptGen.Evolution;

/// <summary>Turns fitness into what members weigh in the estimate.</summary>
internal static class Shaping
{
    /// <summary>The shaped fitness of each member.</summary>
    /// <exception cref="EvolutionException">A fitness is not a number, or is infinite where ranks do not help.</exception>
    public static double[] Shape(ReadOnlySpan<double> fitness, FitnessShaping shaping, long generation)
    {
        int fault = Fault(fitness, shaping);
        if (fault >= 0)
        {
            throw new EvolutionException(double.IsNaN(fitness[fault])
                ? $"The fitness of member {fault} of generation {generation} is not a number. Let the fitness give double.NegativeInfinity for members that fail, and shape it by centred ranks."
                : $"The fitness of member {fault} of generation {generation} is infinite, which {shaping} cannot weigh; centred ranks can.");
        }
        return shaping switch
        {
            FitnessShaping.CenteredRanks => CenteredRanks(fitness),
            FitnessShaping.ZScores => ZScores(fitness),
            _ => fitness.ToArray()
        };
    }

    /// <summary>The first member whose fitness cannot be weighed; -1 where there is none.</summary>
    public static int Fault(ReadOnlySpan<double> fitness, FitnessShaping shaping)
    {
        for (int i = 0; i < fitness.Length; i++)
        {
            if (double.IsNaN(fitness[i]) || (double.IsInfinity(fitness[i]) && shaping != FitnessShaping.CenteredRanks))
                return i;
        }
        return -1;
    }

    private static double[] CenteredRanks(ReadOnlySpan<double> fitness)
    {
        var keys = fitness.ToArray();
        var order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        for (int first = 0; first < keys.Length;)
        {
            int end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
                end++;
            double rank = (first + end - 1) / 2.0 / (keys.Length - 1) - 0.5;
            for (; first < end; first++)
                ranks[order[first]] = rank;
        }
        return ranks;
    }

    private static double[] ZScores(ReadOnlySpan<double> fitness)
    {
        double mean = 0;
        foreach (double value in fitness)
            mean += value / fitness.Length;
        double variance = 0;
        foreach (double value in fitness)
            variance += (value - mean) * (value - mean) / fitness.Length;
        double deviation = Math.Sqrt(variance);
        double largest = 0;
        foreach (double value in fitness)
            largest = Math.Max(largest, Math.Abs(value));
        // Squares of what is very large or very small are no numbers: scores are the same in any unit.
        if (!double.IsFinite(deviation) || (deviation < 1e-150 && largest is > 0 and < 1e-100))
        {
            var scaled = new double[fitness.Length];
            for (int i = 0; i < scaled.Length; i++)
                scaled[i] = fitness[i] / largest;
            return ZScores(scaled);
        }
        var scores = new double[fitness.Length];
        // Equal fitness says nothing, however it was rounded.
        if (deviation <= 1e-15 * Math.Abs(mean))
            return scores;
        for (int i = 0; i < scores.Length; i++)
            scores[i] = (fitness[i] - mean) / deviation;
        return scores;
    }
}
