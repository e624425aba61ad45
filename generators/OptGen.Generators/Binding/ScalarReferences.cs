using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Finds the names inside an expression.</summary>
internal static class ScalarReferences
{
    public static IEnumerable<Reference> In(Expression expression) => expression switch
    {
        Reference reference => [reference],
        Negation negation => In(negation.Operand),
        Binary binary => In(binary.Left).Concat(In(binary.Right)),
        Power power => In(power.Base),
        VariablePower power => In(power.Base).Concat(In(power.Exponent)),
        ScalarCall call => call.Arguments.SelectMany(In),
        TensorCall call => call.Arguments.SelectMany(In),
        Application application => application.Parameters.Concat(application.Arguments).SelectMany(In),
        Summation sum => In(sum.Body),
        _ => []
    };
}
