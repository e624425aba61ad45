using Microsoft.CodeAnalysis;

namespace OptGen.Diagnostics;

/// <summary>Descriptors of mistakes in the C# around a recurrence. Every message is written where the problem is found.</summary>
internal static class DeclarationDescriptors
{
    private const string Category = "OptGen.Declaration";

    public static readonly DiagnosticDescriptor ClassNotPartial = new(
        "OPTG201", "The class is not partial", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG201"), HelpLink.Of("OPTG201"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        "OPTG202", "A type around the class is not partial", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG202"), HelpLink.Of("OPTG202"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnsupportedClass = new(
        "OPTG203", "A class that cannot become a module", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG203"), HelpLink.Of("OPTG203"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WrongBaseClass = new(
        "OPTG204", "The base class does not fit", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG204"), HelpLink.Of("OPTG204"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnknownOperator = new(
        "OPTG205", "No such operator", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG205"), HelpLink.Of("OPTG205"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnknownName = new(
        "OPTG206", "No such coefficient, state or input", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG206"), HelpLink.Of("OPTG206"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WrongOperatorType = new(
        "OPTG207", "A member that is not an operator", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG207"), HelpLink.Of("OPTG207"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WrongArgumentCount = new(
        "OPTG208", "An operator with too few or too many tensors", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG208"), HelpLink.Of("OPTG208"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WrongParameterCount = new(
        "OPTG209", "Too few or too many parameters in brackets", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG209"), HelpLink.Of("OPTG209"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SharedAskedPerLayer = new(
        "OPTG210", "A shared operator asked for one layer's module", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG210"), HelpLink.Of("OPTG210"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NoAdjoint = new(
        "OPTG211", "An operator without an adjoint", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG211"), HelpLink.Of("OPTG211"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ReferenceParameter = new(
        "OPTG212", "A factory parameter passed by reference", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG212"), HelpLink.Of("OPTG212"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ConflictingParameters = new(
        "OPTG213", "One constructor parameter with two types", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG213"), HelpLink.Of("OPTG213"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WrongCoefficientType = new(
        "OPTG214", "A member that is not a coefficient", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG214"), HelpLink.Of("OPTG214"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor CoefficientIndexCount = new(
        "OPTG215", "A coefficient with an index it does not have", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG215"), HelpLink.Of("OPTG215"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor LearnableProperty = new(
        "OPTG216", "A learnable coefficient that cannot be completed", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG216"), HelpLink.Of("OPTG216"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor LearnableRange = new(
        "OPTG217", "A learnable coefficient starts outside its range", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG217"), HelpLink.Of("OPTG217"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor LearnableUnused = new(
        "OPTG218", "A learnable coefficient that nothing reads", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG218"), HelpLink.Of("OPTG218"));

    public static readonly DiagnosticDescriptor LanguageVersion = new(
        "OPTG219", "The C# version is too low", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG219"), HelpLink.Of("OPTG219"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidLayers = new(
        "OPTG220", "Not a number of layers", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG220"), HelpLink.Of("OPTG220"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor StageLayers = new(
        "OPTG221", "The layers of the stages do not fit", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG221"), HelpLink.Of("OPTG221"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor StageWithoutTransition = new(
        "OPTG222", "Stages without a transition", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG222"), HelpLink.Of("OPTG222"));

    public static readonly DiagnosticDescriptor WrongTransition = new(
        "OPTG223", "The transition is not a factory of a stage", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG223"), HelpLink.Of("OPTG223"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SkipsInitialize = new(
        "OPTG224", "A constructor that never calls Initialize", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG224"), HelpLink.Of("OPTG224"));

    public static readonly DiagnosticDescriptor AmbiguousMember = new(
        "OPTG225", "Several members fit one name", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG225"), HelpLink.Of("OPTG225"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InaccessibleMember = new(
        "OPTG226", "A member that the class cannot use", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG226"), HelpLink.Of("OPTG226"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor PrimaryConstructorBase = new(
        "OPTG227", "A primary constructor without a base class", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG227"), HelpLink.Of("OPTG227"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TooManyInputs = new(
        "OPTG228", "Too many inputs", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG228"), HelpLink.Of("OPTG228"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SaidTwice = new(
        "OPTG229", "Something said on two attributes", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG229"), HelpLink.Of("OPTG229"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TorchMissing = new(
        "OPTG230", "Torch is missing", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG230"), HelpLink.Of("OPTG230"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotATensorParameter = new(
        "OPTG231", "A trained coefficient where a double is asked for", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG231"), HelpLink.Of("OPTG231"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor GeneratedMember = new(
        "OPTG233", "A member that the generated part has too", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG233"), HelpLink.Of("OPTG233"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ImplicitSetting = new(
        "OPTG234", "A setting of implicit layers out of range", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG234"), HelpLink.Of("OPTG234"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ImplicitSettingWithoutEffect = new(
        "OPTG235", "A setting of implicit layers without effect", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG235"), HelpLink.Of("OPTG235"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ImplicitSolver = new(
        "OPTG236", "A type that cannot solve layers", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG236"), HelpLink.Of("OPTG236"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NothingToSolve = new(
        "OPTG237", "Nothing to solve", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG237"), HelpLink.Of("OPTG237"));

    public static readonly DiagnosticDescriptor NoLipschitzBound = new(
        "OPTG238", "An implicit layer's operator without a bound", "{0}", Category, DiagnosticSeverity.Info, true, new HelpText("OPTG238"), HelpLink.Of("OPTG238"));

    public static readonly DiagnosticDescriptor LipschitzBound = new(
        "OPTG239", "Not a Lipschitz bound", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG239"), HelpLink.Of("OPTG239"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor CompilerFault = new(
        "OPTG240", "OptGen itself failed", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG240"), HelpLink.Of("OPTG240"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SharedFactory = new(
        "OPTG241", "One module for all layers, perhaps by mistake", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG241"), HelpLink.Of("OPTG241"));

    public static readonly DiagnosticDescriptor UnusedOperator = new(
        "OPTG242", "An operator that is multiplied by zero", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG242"), HelpLink.Of("OPTG242"));

    public static readonly DiagnosticDescriptor InvalidInputName = new(
        "OPTG243", "A name that no input can have", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG243"), HelpLink.Of("OPTG243"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnseenMember = new(
        "OPTG244", "A member that another generator writes", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG244"), HelpLink.Of("OPTG244"), WellKnownDiagnosticTags.NotConfigurable);

    public static IEnumerable<DiagnosticDescriptor> All =>
    [
        ClassNotPartial, ContainerNotPartial, UnsupportedClass, WrongBaseClass, UnknownOperator,
        UnknownName, WrongOperatorType, WrongArgumentCount, WrongParameterCount, SharedAskedPerLayer,
        NoAdjoint, ReferenceParameter, ConflictingParameters, WrongCoefficientType, CoefficientIndexCount,
        LearnableProperty, LearnableRange, LearnableUnused, LanguageVersion, InvalidLayers,
        StageLayers, StageWithoutTransition, WrongTransition, SkipsInitialize, AmbiguousMember,
        InaccessibleMember, PrimaryConstructorBase, TooManyInputs, SaidTwice, TorchMissing,
        NotATensorParameter, GeneratedMember, ImplicitSetting, ImplicitSettingWithoutEffect, ImplicitSolver,
        NothingToSolve, NoLipschitzBound, LipschitzBound, CompilerFault, SharedFactory, UnusedOperator, InvalidInputName, UnseenMember
    ];
}
