namespace OptGen.Training;

/// <summary>Says by which factor each parameter group's own learning rate is scaled at a step.</summary>
/// <remarks>Derive from it for a schedule of your own, or give a function to <see cref="Of"/>; a schedule has no state, so one may serve many
/// runs.</remarks>
public abstract record LearningRateSchedule
{
    /// <summary>The factor of the step that follows when <paramref name="done"/> of <paramref name="total"/> steps are done.</summary>
    public abstract double Factor(long done, long total);

    /// <summary>A schedule that is a function.</summary>
    /// <param name="factor">The factor, from the number of steps that are done and of all.</param>
    public static LearningRateSchedule Of(Func<long, long, double> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return new FunctionLearningRate(factor);
    }

    private sealed record FunctionLearningRate(Func<long, long, double> Function) : LearningRateSchedule
    {
        public override double Factor(long done, long total) => Function(done, total);
    }
}

/// <summary>The optimiser's own learning rate throughout.</summary>
public sealed record ConstantLearningRate : LearningRateSchedule
{
    /// <summary>1, always.</summary>
    public override double Factor(long done, long total) => 1;
}

/// <summary>Rises linearly to the full rate, then falls along half a cosine to <see cref="FinalFactor"/>.</summary>
public sealed record CosineLearningRate : LearningRateSchedule
{
    /// <summary>The share of all steps spent rising, from 0 to 1; 0.1 unless set.</summary>
    public double WarmupFraction { get; init => field = Share(value, nameof(WarmupFraction)); } = 0.1;

    /// <summary>The factor that the last step approaches, from 0 to 1; 0 unless set.</summary>
    public double FinalFactor { get; init => field = Share(value, nameof(FinalFactor)); }

    /// <summary>The factor at the middle of the step, so that neither the first nor the last step is lost.</summary>
    public override double Factor(long done, long total)
    {
        double place = (done + 0.5) / total;
        if (place < WarmupFraction)
            return place / WarmupFraction;
        double fall = (place - WarmupFraction) / (1 - WarmupFraction);
        return FinalFactor + (1 - FinalFactor) * (1 + Math.Cos(Math.PI * fall)) / 2;
    }

    private static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 to 1.");
}
