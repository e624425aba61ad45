using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// How a network is computed, told statement by statement: what is computed when, which variable holds it, when it is released. Whoever reads a
/// program, to print it or to run it, decides nothing any more. Operators and coefficients are those of <see cref="Plan"/>, by number and by name.
/// </summary>
/// <param name="Plan">What is computed, in the terms of the mathematics.</param>
/// <param name="Inputs">The parameters of the network in order.</param>
/// <param name="Modules">The modules of each operator, by its number.</param>
/// <param name="Constants">The numbers that are computed once, when the network is made, and held beside its parameters.</param>
/// <param name="Scope">A name for what releases, when the network has run, all that its statements have not.</param>
/// <param name="Failure">Names for what says where it fails.</param>
/// <param name="Layer">The number of the layer that runs; null in an equilibrium.</param>
/// <param name="Start">The number of the layer where the history last began; null where it begins once.</param>
/// <param name="Body">The statements; the last one returns the result.</param>
/// <param name="Methods">The equations that solves refer to.</param>
internal sealed record Program(
    Plan Plan, EquatableArray<Variable> Inputs, EquatableArray<ModuleRange> Modules, EquatableArray<HeldConstant> Constants, string Scope, FailureNames Failure, Variable? Layer, Variable? Start,
    EquatableArray<Statement> Body, EquatableArray<EquationMethod> Methods)
{
    /// <summary>What is handed out as iterates, where the caller asks for them; null where the network hands out none.</summary>
    public HandedIterates? Iterates { get; init; }

    /// <summary>The numbers that are computed one after the other when the network is made, before the constants that read them; layer k computes the next one of each, in this order.</summary>
    public EquatableArray<HeldSeries> Series { get; init; } = [];

    /// <summary>The layers as functions of the iterates before and after them, in a program that stores nothing of what they compute; null in others.</summary>
    public ReversibleMethods? Reversible { get; init; }
}

/// <summary>The iterates that a network can hand out.</summary>
/// <param name="Name">A name for what takes them; it is nothing where the caller does not ask for iterates.</param>
/// <param name="States">The states, in the order of the plan.</param>
internal sealed record HandedIterates(string Name, EquatableArray<HandedState> States);

/// <summary>A state whose iterates are handed out in the order of their indices.</summary>
/// <param name="State">Its number in the plan.</param>
/// <param name="Name">Its name.</param>
/// <param name="First">The index of the first iterate that is handed out.</param>
internal sealed record HandedState(int State, string Name, int First);

/// <summary>Names for what says where a program fails.</summary>
/// <param name="Exception">Of what was thrown.</param>
/// <param name="Place">Of what <see cref="LocateStatement"/> says.</param>
internal sealed record FailureNames(string Exception, string Place);

/// <summary>What a variable holds.</summary>
internal enum VariableKind
{
    Tensor,

    /// <summary>Tensors that are appended one after the other.</summary>
    List,

    /// <summary>A fixed number of tensors, the newest in the place of the oldest.</summary>
    Ring,

    /// <summary>A tensor for each layer, taken apart from one tensor.</summary>
    Parts,

    /// <summary>A tensor for each pair of indices, taken apart from one tensor: rows of tensors.</summary>
    Table,

    /// <summary>A whole number.</summary>
    Number
}

/// <summary>A variable. Its name is unique in its method and clear of the names of the class.</summary>
internal sealed record Variable(string Name, VariableKind Kind);

/// <summary>What holds a tensor.</summary>
internal abstract record Place;

/// <summary>A variable that holds a tensor.</summary>
internal sealed record VariablePlace(Variable Variable) : Place;

/// <summary>One of the tensors of a variable that holds several.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Position">Which; of a table the row.</param>
/// <param name="Column">Which of the row; of a table only.</param>
internal sealed record ElementPlace(Variable Variable, IndexValue Position, IndexValue? Column = null) : Place;

/// <summary>A trained coefficient as it is stored, by its name in the notation.</summary>
internal sealed record ParameterPlace(string Coefficient) : Place;

/// <summary>
/// The equations of a layer that is solved, as a function of the values that a solver tries. It reads nothing but its parameters and what belongs to
/// the network itself, so that it means the same whenever it is called.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Describes">The unknowns, as the recurrence writes them.</param>
/// <param name="Scope">A name for what releases all but the results.</param>
/// <param name="Layer">The number of the layer, which it is given first; null when it reads none.</param>
/// <param name="Start">The number of the layer where the history last began, which it is given next; null when it reads none.</param>
/// <param name="Unknowns">The values that the solver tries.</param>
/// <param name="Given">Tensors that have a row for each sample.</param>
/// <param name="Shared">Tensors that all samples share, such as trained coefficients.</param>
/// <param name="Body">Its statements.</param>
/// <param name="Results">What the equations give for each unknown.</param>
internal sealed record EquationMethod(
    string Name, string Describes, string Scope, Variable? Layer, Variable? Start, EquatableArray<Variable> Unknowns,
    EquatableArray<Variable> Given, EquatableArray<Variable> Shared, EquatableArray<Statement> Body, EquatableArray<TensorExpression> Results);
