namespace TorchSharp.Modules;

/// <summary>
/// The settings of one group of parameters. Derive from it to add your own; null means "as the optimiser's defaults say".
/// </summary>
public class OptimizerOptions
{
    /// <summary>The learning rate of the next step.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The learning rate before any scheduler changed it.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>Writes the settings; an override writes its own after these.</summary>
    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate ?? throw new InvalidOperationException("These options cannot be saved: their LearningRate is not set."));
    }

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    /// <summary>Copies the settings of other options of the same kind.</summary>
    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }

    /// <summary>Throws unless every setting is in its range.</summary>
    internal virtual void Validate() => AtLeastZero(LearningRate, "learning rate");

    private protected static void AtLeastZero(double? value, string name) => Require(value is >= 0, name, value, "be at least 0");

    private protected static void Below(double? value, double limit, string name) =>
        Require(value >= 0 && value < limit, name, value, $"be at least 0 and below {limit}");

    private protected static void Require(bool met, string name, double? value, string rule)
    {
        if (!met) throw new ArgumentException($"The {name} must {rule}, but is {value?.ToString() ?? "not set"}.");
    }

    /// <summary>The options to copy from, in their own type.</summary>
    private protected static TOptions Same<TOptions>(OptimizerOptions source)
        where TOptions : OptimizerOptions => source as TOptions ?? throw new ArgumentException(
            $"Options of type {typeof(TOptions).FullName} cannot be loaded from {source?.GetType().FullName ?? "null"}.", nameof(source));
}
