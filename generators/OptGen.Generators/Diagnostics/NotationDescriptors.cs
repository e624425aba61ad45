using Microsoft.CodeAnalysis;

namespace OptGen.Diagnostics;

/// <summary>Descriptors of mistakes in the notation. Every message is written where the problem is found.</summary>
internal static class NotationDescriptors
{
    private const string Category = "OptGen.Notation";

    public static readonly DiagnosticDescriptor UnknownCharacter = new(
        "OPTG001", "A character outside the notation", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG001"), HelpLink.Of("OPTG001"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ExpectedEquation = new(
        "OPTG002", "A line that is no equation", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG002"), HelpLink.Of("OPTG002"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidLeftSide = new(
        "OPTG003", "An equation that defines nothing", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG003"), HelpLink.Of("OPTG003"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ExpectedExpression = new(
        "OPTG004", "Something is missing", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG004"), HelpLink.Of("OPTG004"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor MissingMultiplication = new(
        "OPTG005", "A product without *", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG005"), HelpLink.Of("OPTG005"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor IndexWithoutBrackets = new(
        "OPTG006", "An index of several parts without brackets", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG006"), HelpLink.Of("OPTG006"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidIndex = new(
        "OPTG007", "Not an index", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG007"), HelpLink.Of("OPTG007"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnclosedIndex = new(
        "OPTG008", "An index is not closed", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG008"), HelpLink.Of("OPTG008"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnclosedGroup = new(
        "OPTG009", "A parenthesis or bracket is not closed", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG009"), HelpLink.Of("OPTG009"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnexpectedText = new(
        "OPTG010", "Something is too much", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG010"), HelpLink.Of("OPTG010"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidPower = new(
        "OPTG011", "Not a power", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG011"), HelpLink.Of("OPTG011"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidNumber = new(
        "OPTG012", "A number out of range", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG012"), HelpLink.Of("OPTG012"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WrongArgumentCount = new(
        "OPTG013", "A function with too few or too many arguments", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG013"), HelpLink.Of("OPTG013"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InvalidSum = new(
        "OPTG014", "Not a sum", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG014"), HelpLink.Of("OPTG014"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ReservedName = new(
        "OPTG015", "A name that belongs to the language", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG015"), HelpLink.Of("OPTG015"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor EmptyRecurrence = new(
        "OPTG016", "A recurrence without equations", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG016"), HelpLink.Of("OPTG016"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TooDeep = new(
        "OPTG017", "An expression nested too deeply", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG017"), HelpLink.Of("OPTG017"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TooLong = new(
        "OPTG018", "A recurrence too long to read", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG018"), HelpLink.Of("OPTG018"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnderscoreInName = new(
        "OPTG019", "An underscore inside a name", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG019"), HelpLink.Of("OPTG019"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor IndexInSquareBrackets = new(
        "OPTG020", "An index in square brackets", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG020"), HelpLink.Of("OPTG020"), WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor SeveralTensors = new(
        "OPTG021", "Several tensors where one is expected", "{0}", Category, DiagnosticSeverity.Error, true, new HelpText("OPTG021"), HelpLink.Of("OPTG021"), WellKnownDiagnosticTags.NotConfigurable);

    public static IEnumerable<DiagnosticDescriptor> All =>
    [
        UnknownCharacter, ExpectedEquation, InvalidLeftSide, ExpectedExpression, MissingMultiplication,
        IndexWithoutBrackets, InvalidIndex, UnclosedIndex, UnclosedGroup, UnexpectedText,
        InvalidPower, InvalidNumber, WrongArgumentCount, InvalidSum, ReservedName,
        EmptyRecurrence, TooDeep, TooLong, UnderscoreInName, IndexInSquareBrackets,
        SeveralTensors
    ];
}
