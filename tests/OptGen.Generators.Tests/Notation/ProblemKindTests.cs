using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

public class ProblemKindTests
{
    /// <summary>People suppress and search for these numbers; one that is published keeps its meaning.</summary>
    [Fact]
    public void ProblemKind_Numbers_NeverChange() => Assert.Equal(
        "1 UnknownCharacter, 2 ExpectedEquation, 3 InvalidLeftSide, 4 ExpectedExpression, 5 MissingMultiplication, 6 IndexWithoutBrackets, "
        + "7 InvalidIndex, 8 UnclosedIndex, 9 UnclosedGroup, 10 UnexpectedText, 11 InvalidPower, 12 InvalidNumber, 13 WrongArgumentCount, "
        + "14 InvalidSum, 15 ReservedName, 16 EmptyRecurrence, 17 TooDeep, 18 TooLong, 19 UnderscoreInName, 20 IndexInSquareBrackets, 21 SeveralTensors, "
        + "101 ReadsFuture, 102 ReadBeforeDefinition, 103 DuplicateEquation, 104 UnusedState, 105 ConflictingUse, 106 OperatorArity, "
        + "107 HistoryDeeperThanInitialValues, 108 MissingIndex, 109 FewerLayersThanHistory, 110 InitialValueGap, 111 MixedIndexing, "
        + "112 ScalarWhereTensorExpected, 113 TensorWhereScalarExpected, 114 InvalidTargetIndex, 115 UndefinedIterate, 116 InvalidSumRange, "
        + "117 InvalidSumBody, 118 DivisionByZero, 119 NoUpdate, 120 UndefinedState, 121 UnusedInput, 122 AmbiguousName, 123 InvalidInput, "
        + "124 NoInitialValue, 125 CoefficientIndices, 126 TooLarge, 127 LayerNumberOutsideLayers, 128 AlwaysZero, 129 Undetermined, 130 NotFinite, 131 ZerosOfSeveral, 140 NotReversible, "
        + "301 NotConsistent, 302 NotZeroStable, 303 UnstableInRange, 304 StabilityUndecided, 305 NoConstantVerdict",
        string.Join(", ", Enum.GetValues<ProblemKind>().Select(k => $"{(int)k} {k}")));

    [Fact]
    public void Severity_OfTheVerdict_IsNeverAnError() =>
        Assert.All(Enum.GetValues<ProblemKind>(), k => Assert.Equal((int)k < 300, k.Severity() == Severity.Error || k is ProblemKind.FewerLayersThanHistory or ProblemKind.UnusedState or ProblemKind.UnusedInput));
}
