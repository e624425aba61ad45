namespace OptGen.Evolution;

/// <summary>The figures of a generation.</summary>
/// <param name="Generation">Its number, from 0 on.</param>
/// <param name="MeanFitness">The mean over its members; infinite where a member's fitness is, and the deviation is no number then.</param>
/// <param name="BestFitness">The greatest.</param>
/// <param name="WorstFitness">The least.</param>
/// <param name="Deviation">The standard deviation over its members.</param>
/// <param name="GradientNorm">The length of the estimated gradient of the shaped fitness.</param>
public sealed record GenerationReport(long Generation, double MeanFitness, double BestFitness, double WorstFitness, double Deviation, double GradientNorm)
{
    internal static GenerationReport Of(long generation, ReadOnlySpan<double> fitness, double gradientNorm)
    {
        double sum = 0, best = double.NegativeInfinity, worst = double.PositiveInfinity;
        foreach (double value in fitness)
        {
            sum += value;
            best = Math.Max(best, value);
            worst = Math.Min(worst, value);
        }
        double mean = sum / fitness.Length, squares = 0;
        foreach (double value in fitness)
            squares += (value - mean) * (value - mean);
        return new GenerationReport(generation, mean, best, worst, Math.Sqrt(squares / fitness.Length), gradientNorm);
    }
}
