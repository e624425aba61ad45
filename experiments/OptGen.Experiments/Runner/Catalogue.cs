using OptGen.Experiments.Centralization;
using OptGen.Experiments.Images;
using OptGen.Experiments.Li18;
using OptGen.Experiments.Masking;
using OptGen.Experiments.Stability;
using OptGen.Experiments.Toys;
using OptGen.Experiments.Underflow;

namespace OptGen.Experiments.Runner;

/// <summary>All experiments.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new RingsExperiment(),
        new ParityExperiment(),
        new TelgarskyExperiment(),
        new ImagesExperiment(wide: true),
        new ImagesExperiment(wide: false),
        new IsotropicExperiment(),
        new ImplicitExperiment(),
        new Li18Experiment(),
        new CentralizationExperiment(),
        new StabilityExperiment(),
        new MaskingExperiment(),
        new CompressionExperiment(),
        new UnderflowExperiment(),
        new FullUnderflowExperiment()
    ];

    /// <summary>The experiment of a name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Experiment Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new FormatException($"There is no experiment '{name}'; there are {string.Join(", ", All.Select(experiment => experiment.Name))}.");
}
