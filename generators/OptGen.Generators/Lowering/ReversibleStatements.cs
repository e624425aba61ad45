using OptGen.Notation;

namespace OptGen.Lowering;

/// <summary>
/// Runs all layers and keeps of them only what the last one leaves; what was there before a layer is recovered when its gradient is computed.
/// </summary>
/// <param name="Methods">What is run.</param>
/// <param name="Names">Names for what is handed on.</param>
/// <param name="Targets">The variables that receive it.</param>
/// <param name="Begun">The iterates that the first layer begins with: of each state the newest first.</param>
/// <param name="Given">Tensors that are the same in all layers.</param>
/// <param name="Shared">What is made of trained coefficients, for the layer k.</param>
/// <param name="Callees">Every application in a layer, for what it depends on.</param>
internal sealed record ReversibleStatement(
    ReversibleMethods Methods, ReversibleNames Names, EquatableArray<ReversibleTarget> Targets, EquatableArray<EquatableArray<Place>> Begun, EquatableArray<Place> Given,
    EquatableArray<Place> Shared, EquatableArray<ApplyExpression> Callees) : Statement;

/// <summary>Names of a run over all layers.</summary>
/// <param name="Result">Of what the last layer leaves: the iterates of each state, the newest first.</param>
/// <param name="Layer">Of the number of a layer.</param>
/// <param name="Pass">Of what takes what is recovered and what is computed once more.</param>
/// <param name="Before">Of the iterates before a layer, state by state, the newest first.</param>
/// <param name="After">Of those after it.</param>
/// <param name="Given">Of what a layer is handed besides.</param>
internal sealed record ReversibleNames(string Result, string Layer, string Pass, string Before, string After, string Given);

/// <summary>A variable that receives an iterate of the last layer.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="State">The number of the state among those that layers leave to the next one.</param>
/// <param name="Position">How many iterates of it are newer.</param>
internal sealed record ReversibleTarget(Variable Variable, int State, int Position);

/// <summary>A layer as two functions. They read nothing but their parameters and what belongs to the network itself.</summary>
/// <param name="Forward">The name of the one that computes a layer.</param>
/// <param name="Retrace">The name of the one that goes back over it.</param>
/// <param name="Describes">What a layer computes, as the recurrence writes it.</param>
/// <param name="Scope">A name for what releases all but the results.</param>
/// <param name="Pass">A name for what takes what is recovered and what is computed once more.</param>
/// <param name="Layer">The number of the layer.</param>
/// <param name="BeforeLayer">The parameters of the first: iterates before the layer.</param>
/// <param name="AfterLayer">The parameters of the second: iterates after the layer.</param>
/// <param name="Given">Parameters of both: what is the same in all layers.</param>
/// <param name="Shared">Parameters of both: what is made of trained coefficients.</param>
/// <param name="ForwardBody">The statements of the first.</param>
/// <param name="Results">What it gives: of each state the iterate that the layer computes.</param>
/// <param name="RetraceBody">The statements of the second.</param>
internal sealed record ReversibleMethods(
    string Forward, string Retrace, string Describes, string Scope, string Pass, Variable Layer,
    EquatableArray<EquatableArray<Variable>> BeforeLayer, EquatableArray<EquatableArray<Variable>> AfterLayer, EquatableArray<Variable> Given, EquatableArray<Variable> Shared,
    EquatableArray<Statement> ForwardBody, EquatableArray<TensorExpression> Results, EquatableArray<Statement> RetraceBody);

/// <summary>
/// Declares an iterate that is recovered, as a tensor that a graph begins with. Where it is the oldest of a state, early layers have it from what the network began with.
/// </summary>
/// <param name="Variable">The variable.</param>
/// <param name="State">The number of the state whose oldest iterate before the layer it is, among those that layers leave to the next one; null of another iterate.</param>
/// <param name="Value">What it is recovered from.</param>
internal sealed record RecoverStatement(Variable Variable, int? State, TensorExpression Value) : Statement;

/// <summary>Hands in what a layer computes, computed once more and recorded. The lines of one statement do not read each other's results.</summary>
internal sealed record RetraceStatement(EquatableArray<RetracedLine> Lines) : Statement;

/// <summary>An iterate that the layer computes.</summary>
/// <param name="Target">The variable that holds its value.</param>
/// <param name="Value">Its equation.</param>
internal sealed record RetracedLine(Variable Target, TensorExpression Value);
