namespace OptGen.Notation;

/// <summary>
/// Every kind of problem the language reports. A value is the number of the diagnostic and never changes its meaning:
/// 1 to 99 the notation, 101 to 199 the wiring, 301 to 399 the verdict.
/// </summary>
internal enum ProblemKind
{
    UnknownCharacter = 1,
    ExpectedEquation = 2,
    InvalidLeftSide = 3,
    ExpectedExpression = 4,
    MissingMultiplication = 5,
    IndexWithoutBrackets = 6,
    InvalidIndex = 7,
    UnclosedIndex = 8,
    UnclosedGroup = 9,
    UnexpectedText = 10,
    InvalidPower = 11,
    InvalidNumber = 12,
    WrongArgumentCount = 13,
    InvalidSum = 14,
    ReservedName = 15,
    EmptyRecurrence = 16,
    TooDeep = 17,
    TooLong = 18,
    UnderscoreInName = 19,
    IndexInSquareBrackets = 20,
    SeveralTensors = 21,

    ReadsFuture = 101,
    ReadBeforeDefinition = 102,
    DuplicateEquation = 103,
    UnusedState = 104,
    ConflictingUse = 105,
    OperatorArity = 106,
    HistoryDeeperThanInitialValues = 107,
    MissingIndex = 108,
    FewerLayersThanHistory = 109,
    InitialValueGap = 110,
    MixedIndexing = 111,
    ScalarWhereTensorExpected = 112,
    TensorWhereScalarExpected = 113,
    InvalidTargetIndex = 114,
    UndefinedIterate = 115,
    InvalidSumRange = 116,
    InvalidSumBody = 117,
    DivisionByZero = 118,
    NoUpdate = 119,
    UndefinedState = 120,
    UnusedInput = 121,
    AmbiguousName = 122,
    InvalidInput = 123,
    NoInitialValue = 124,
    CoefficientIndices = 125,
    TooLarge = 126,
    LayerNumberOutsideLayers = 127,
    AlwaysZero = 128,
    Undetermined = 129,
    NotFinite = 130,
    ZerosOfSeveral = 131,
    NotReversible = 140,

    NotConsistent = 301,
    NotZeroStable = 302,
    UnstableInRange = 303,
    StabilityUndecided = 304,
    NoConstantVerdict = 305
}

internal static class ProblemKindFacts
{
    public static Severity Severity(this ProblemKind kind) => kind switch
    {
        ProblemKind.FewerLayersThanHistory or ProblemKind.UnusedState or ProblemKind.UnusedInput => Notation.Severity.Warning,
        ProblemKind.NotConsistent or ProblemKind.NotZeroStable or ProblemKind.UnstableInRange => Notation.Severity.Warning,
        ProblemKind.StabilityUndecided or ProblemKind.NoConstantVerdict => Notation.Severity.Information,
        _ => Notation.Severity.Error
    };
}
