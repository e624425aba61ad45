using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>The numbers of scalar lines, by recursion on what the plan says of them.</summary>
internal sealed class ScalarLineValues(Plan plan, int layers, Func<string, int[], double> coefficient, Func<string, bool>? isScheduled = null)
{
    private readonly Dictionary<(string, int), double> _values = [];

    public bool Contains(string name) => plan.ScalarLineOf(name) is not null;

    /// <summary>The number of a line at an index.</summary>
    public double At(string name, int index)
    {
        ScalarLinePlan line = plan.ScalarLineOf(name)!;
        index = Math.Max(index, line.FirstIndex);
        if (_values.TryGetValue((name, index), out double known))
            return known;
        int given = index - line.FirstIndex;
        double value = given < line.Given.Count ? Value(line.Given[given], 0) : Value(line.Update!, index - line.Newest);
        return _values[(name, index)] = value;
    }

    private double Value(Scalar scalar, int layer) =>
        scalar.Terms.Sum(t => t.Powers.Aggregate(t.Factor.ToDouble(), (product, p) => product * Math.Pow(Value(p.Atom, layer), p.Exponent)));

    private double Value(Atom atom, int layer) => atom switch
    {
        CoefficientAtom c when Contains(c.Name) => At(c.Name, c.Indices[0].Evaluate(layer, layers, 0)),
        CoefficientAtom { Indices.Count: 0 } c when isScheduled?.Invoke(c.Name) == true => coefficient(c.Name, [layer]),
        CoefficientAtom c => coefficient(c.Name, [.. c.Indices.Select(i => Math.Max(0, i.Evaluate(layer, layers, 0)))]),
        FunctionAtom f => ScalarFunctions.Evaluate(f.Function, [.. f.Arguments.Select(a => Value(a, layer))]),
        GroupAtom g => Value(g.Content, layer),
        _ => atom == SymbolAtom.Layer ? layer : layers
    };
}
