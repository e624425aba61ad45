using Microsoft.CodeAnalysis;

namespace OptGen.Diagnostics;

/// <summary>Descriptors of equations that do not fit together. Every message is written where the problem is found.</summary>
internal static class WiringDescriptors
{
    private const string Category = "OptGen.Wiring";

    public static readonly DiagnosticDescriptor ReadsFuture = new(
        "OPTG101", "Reads an iterate that is not computed yet", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG101"), HelpLink.Of("OPTG101"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ReadBeforeDefinition = new(
        "OPTG102", "Reads what only a later equation defines", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG102"), HelpLink.Of("OPTG102"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor DuplicateEquation = new(
        "OPTG103", "Two equations for one state", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG103"), HelpLink.Of("OPTG103"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnusedState = new(
        "OPTG104", "A state that nothing reads", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG104"), HelpLink.Of("OPTG104"));

    public static readonly DiagnosticDescriptor ConflictingUse = new(
        "OPTG105", "One name used in two ways", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG105"), HelpLink.Of("OPTG105"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor OperatorArity = new(
        "OPTG106", "An operator applied to different numbers of tensors", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG106"), HelpLink.Of("OPTG106"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor HistoryDeeperThanInitialValues = new(
        "OPTG107", "History deeper than the initial values", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG107"), HelpLink.Of("OPTG107"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor MissingIndex = new(
        "OPTG108", "A state without its index", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG108"), HelpLink.Of("OPTG108"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor FewerLayersThanHistory = new(
        "OPTG109", "Fewer layers than the history needs", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG109"), HelpLink.Of("OPTG109"));

    public static readonly DiagnosticDescriptor InitialValueGap = new(
        "OPTG110", "A gap between initial values", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG110"), HelpLink.Of("OPTG110"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor MixedIndexing = new(
        "OPTG111", "Equations with and without index", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG111"), HelpLink.Of("OPTG111"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ScalarWhereTensorExpected = new(
        "OPTG112", "A number where a tensor is expected", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG112"), HelpLink.Of("OPTG112"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TensorWhereScalarExpected = new(
        "OPTG113", "A tensor where a number is expected", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG113"), HelpLink.Of("OPTG113"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidTargetIndex = new(
        "OPTG114", "An equation at an index no layer computes", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG114"), HelpLink.Of("OPTG114"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UndefinedIterate = new(
        "OPTG115", "An iterate that no equation defines", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG115"), HelpLink.Of("OPTG115"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidSumRange = new(
        "OPTG116", "A sum over a range that cannot be summed", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG116"), HelpLink.Of("OPTG116"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidSumBody = new(
        "OPTG117", "Something that cannot stand inside a sum", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG117"), HelpLink.Of("OPTG117"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor DivisionByZero = new(
        "OPTG118", "A division by zero", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG118"), HelpLink.Of("OPTG118"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NoUpdate = new(
        "OPTG119", "No equation moves from layer to layer", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG119"), HelpLink.Of("OPTG119"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UndefinedState = new(
        "OPTG120", "A state that no equation defines", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG120"), HelpLink.Of("OPTG120"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnusedInput = new(
        "OPTG121", "An input that nothing reads", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG121"), HelpLink.Of("OPTG121"));

    public static readonly DiagnosticDescriptor AmbiguousName = new(
        "OPTG122", "A name that could be a number or a tensor", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG122"), HelpLink.Of("OPTG122"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidInput = new(
        "OPTG123", "Not an input", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG123"), HelpLink.Of("OPTG123"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NoInitialValue = new(
        "OPTG124", "A state without an initial value", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG124"), HelpLink.Of("OPTG124"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor CoefficientIndices = new(
        "OPTG125", "A coefficient with different numbers of indices", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG125"), HelpLink.Of("OPTG125"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TooLarge = new(
        "OPTG126", "A recurrence too large to plan", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG126"), HelpLink.Of("OPTG126"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor LayerNumberOutsideLayers = new(
        "OPTG127", "The number of a layer outside the layers", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG127"), HelpLink.Of("OPTG127"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor AlwaysZero = new(
        "OPTG128", "Something that is always zero", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG128"), HelpLink.Of("OPTG128"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Undetermined = new(
        "OPTG129", "An equation that does not determine its iterate", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG129"), HelpLink.Of("OPTG129"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotFinite = new(
        "OPTG130", "A number that is not finite", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG130"), HelpLink.Of("OPTG130"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ZerosOfSeveral = new(
        "OPTG131", "Zeros of the shape of several tensors", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG131"), HelpLink.Of("OPTG131"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotReversible = new(
        "OPTG140", "A recurrence that cannot be run backwards", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG140"), HelpLink.Of("OPTG140"), WellKnownDiagnosticTags.NotConfigurable);

    public static IEnumerable<DiagnosticDescriptor> All =>
    [
        ReadsFuture, ReadBeforeDefinition, DuplicateEquation, UnusedState, ConflictingUse,
        OperatorArity, HistoryDeeperThanInitialValues, MissingIndex, FewerLayersThanHistory, InitialValueGap,
        MixedIndexing, ScalarWhereTensorExpected, TensorWhereScalarExpected, InvalidTargetIndex, UndefinedIterate,
        InvalidSumRange, InvalidSumBody, DivisionByZero, NoUpdate, UndefinedState,
        UnusedInput, AmbiguousName, InvalidInput, NoInitialValue, CoefficientIndices,
        TooLarge, LayerNumberOutsideLayers, AlwaysZero, Undetermined, NotFinite, ZerosOfSeveral,
        NotReversible
    ];
}
