namespace OptGen.Diagnostics;

/// <summary>
/// Every mistake in how a class declares what its recurrence names. A value is the number of the diagnostic and never changes its
/// meaning; numbers go from 201 to 299.
/// </summary>
internal enum DeclarationKind
{
    ClassNotPartial = 201,
    ContainerNotPartial = 202,
    UnsupportedClass = 203,
    WrongBaseClass = 204,
    UnknownOperator = 205,
    UnknownName = 206,
    WrongOperatorType = 207,
    WrongArgumentCount = 208,
    WrongParameterCount = 209,
    SharedAskedPerLayer = 210,
    NoAdjoint = 211,
    ReferenceParameter = 212,
    ConflictingParameters = 213,
    WrongCoefficientType = 214,
    CoefficientIndexCount = 215,
    LearnableProperty = 216,
    LearnableRange = 217,
    LearnableUnused = 218,
    LanguageVersion = 219,
    InvalidLayers = 220,
    StageLayers = 221,
    StageWithoutTransition = 222,
    WrongTransition = 223,
    SkipsInitialize = 224,
    AmbiguousMember = 225,
    InaccessibleMember = 226,
    PrimaryConstructorBase = 227,
    TooManyInputs = 228,
    SaidTwice = 229,
    TorchMissing = 230,
    NotATensorParameter = 231,
    GeneratedMember = 233,
    ImplicitSetting = 234,
    ImplicitSettingWithoutEffect = 235,
    ImplicitSolver = 236,
    NothingToSolve = 237,
    NoLipschitzBound = 238,
    LipschitzBound = 239,
    CompilerFault = 240,
    SharedFactory = 241,
    UnusedOperator = 242,
    InvalidInputName = 243,
    UnseenMember = 244
}
