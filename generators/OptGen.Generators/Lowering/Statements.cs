using OptGen.Notation;

namespace OptGen.Lowering;

/// <summary>One thing that a program does.</summary>
internal abstract record Statement;

/// <summary>Declares a variable of tensors with its first value. Without one it is assigned to before it is read.</summary>
internal sealed record DeclareStatement(Variable Variable, TensorExpression? Value) : Statement;

/// <summary>Declares a list without tensors, or a ring of so many places.</summary>
internal sealed record DeclareBufferStatement(Variable Variable, int Places) : Statement;

/// <summary>Declares a tensor for each layer, the rows of one tensor.</summary>
internal sealed record DeclarePartsStatement(Variable Variable, TensorExpression Whole) : Statement;

/// <summary>Declares a whole number.</summary>
internal sealed record DeclareNumberStatement(Variable Variable, IndexValue Value) : Statement;

/// <summary>Gives a whole number another value.</summary>
internal sealed record SetNumberStatement(Variable Variable, IndexValue Value) : Statement;

/// <summary>Puts a tensor into a place. What was there is not released.</summary>
internal sealed record SetStatement(Place Target, TensorExpression Value) : Statement;

/// <summary>Computes an expression for what it writes in place.</summary>
internal sealed record ComputeStatement(TensorExpression Value) : Statement;

/// <summary>Appends a tensor to a list.</summary>
internal sealed record AppendStatement(Variable List, Place Value) : Statement;

/// <summary>Takes all tensors out of a list.</summary>
internal sealed record ClearStatement(Variable List) : Statement;

/// <summary>Puts one tensor into all places of a ring.</summary>
internal sealed record FillStatement(Variable Ring, Place Value) : Statement;

/// <summary>Says what is computed from here on, for messages: the left side of an equation, or the argument of an operator.</summary>
internal sealed record LocateStatement(string Place) : Statement;

/// <summary>Releases a tensor, perhaps under a condition.</summary>
internal sealed record ReleaseStatement(Place Place, Condition? Condition) : Statement;

/// <summary>Runs statements under a condition.</summary>
internal sealed record IfStatement(Condition Condition, EquatableArray<Statement> Then, EquatableArray<Statement> Else) : Statement;

/// <summary>Runs statements for the layers k = 0 … L-1.</summary>
internal sealed record LayersStatement(EquatableArray<Statement> Body) : Statement;

/// <summary>Runs statements for the numbers from one to another, both included.</summary>
internal sealed record CountStatement(Variable Variable, IndexValue From, IndexValue To, EquatableArray<Statement> Body) : Statement;

/// <summary>Replaces every tensor of a list by what a transition between stages makes of it.</summary>
internal sealed record TransformStatement(Variable List, int Stage, Variable Position) : Statement;

/// <summary>
/// Solves equations for their unknowns and puts the solution into new variables.
/// </summary>
/// <param name="Layer">The number of the layer, for reports.</param>
/// <param name="Method">The number of the equations in <see cref="Program.Methods"/>.</param>
/// <param name="Targets">The variables that receive the solution.</param>
/// <param name="Guesses">Where the solve begins.</param>
/// <param name="LayerCopy">The variable with the number of the layer that the equations are given; null when they read none.</param>
/// <param name="StartCopy">The variable with the layer where the history last began that they are given; null when they read none.</param>
/// <param name="Given">The tensors that they are given.</param>
/// <param name="Shared">The trained coefficients that they are given.</param>
/// <param name="Callees">Every application in the equations, for what it depends on.</param>
/// <param name="Names">Names for the values that are handed through: unknowns, given tensors, and the list of several solutions.</param>
internal sealed record SolveStatement(
    IndexValue Layer, int Method, EquatableArray<Variable> Targets, EquatableArray<TensorExpression> Guesses, Variable? LayerCopy,
    Variable? StartCopy, EquatableArray<Place> Given, EquatableArray<Place> Shared, EquatableArray<ApplyExpression> Callees, SolveNames Names) : Statement;

/// <summary>Names of a solve.</summary>
/// <param name="Unknowns">Of the list of values that a solver tries.</param>
/// <param name="Given">Of the list of tensors handed through.</param>
/// <param name="Solved">Of the list of solutions, where there are several.</param>
internal sealed record SolveNames(string Unknowns, string Given, string Solved);

/// <summary>Hands out the next iterate of a state, where the caller asks for iterates.</summary>
/// <param name="State">The state's name.</param>
/// <param name="Value">The iterate, which stays the program's own.</param>
internal sealed record HandOutStatement(string State, Place Value) : Statement;

/// <summary>Ends the program with its results, which the caller owns: one tensor, or several under handles of their own.</summary>
internal sealed record ReturnStatement(EquatableArray<TensorExpression> Values) : Statement;
