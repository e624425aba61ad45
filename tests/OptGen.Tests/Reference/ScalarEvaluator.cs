using OptGen.Notation;
using OptGen.Wiring;
using TorchSharp;
using static TorchSharp.torch;
using Scalar = OptGen.Wiring.Scalar;

namespace OptGen.Tests;

/// <summary>A number, or a tensor that stands for one.</summary>
internal readonly record struct ScalarValue(double Number, Tensor? Tensor)
{
    public static implicit operator ScalarValue(double number) => new(number, null);

    public static ScalarValue operator +(ScalarValue a, ScalarValue b) => Map(a, b, (x, y) => x + y, (x, y) => x.Plus(y));

    public static ScalarValue operator *(ScalarValue a, ScalarValue b) => Map(a, b, (x, y) => x * y, (x, y) => x.mul(y));

    public static ScalarValue operator /(ScalarValue a, ScalarValue b) => Map(a, b, (x, y) => x / y, (x, y) => x.div(y));

    public Tensor Times(Tensor value) => Tensor is null ? value.Times(Number) : value.mul(Tensor);

    public Tensor AsTensor(Tensor like) => Tensor ?? ScalarArguments.Full([], Number, like.dtype, like.device);

    public static ScalarValue Map(ScalarValue a, ScalarValue b, Func<double, double, double> numbers, Func<Tensor, Tensor, Tensor> tensors) =>
        a.Tensor is null && b.Tensor is null
            ? numbers(a.Number, b.Number)
            : new ScalarValue(0, tensors(a.AsTensor(b.Tensor ?? a.Tensor!), b.AsTensor(a.Tensor ?? b.Tensor!)));
}

/// <summary>Evaluates the scalars of a plan, monomial by monomial.</summary>
internal sealed class ScalarEvaluator(InterpreterBindings bindings, int layers, IReadOnlyList<ScalarLinePlan> lines)
{
    private readonly Dictionary<(string, int), ScalarValue> numbers = [];

    public ScalarValue Evaluate(Scalar scalar, int layer, int variable)
    {
        ScalarValue sum = 0;
        bool first = true;
        foreach (Monomial term in scalar.Terms)
        {
            ScalarValue product = term.Factor.ToDouble();
            foreach (AtomPower power in term.Powers)
            {
                ScalarValue atom = Evaluate(power.Atom, layer, variable);
                for (int i = 0; i < Math.Abs(power.Exponent); i++)
                    product = power.Exponent > 0 ? product * atom : product / atom;
            }
            sum = first ? product : sum + product;
            first = false;
        }
        return sum;
    }

    private ScalarValue Evaluate(Atom atom, int layer, int variable)
    {
        if (atom == SymbolAtom.Layer)
            return layer;
        if (atom == SymbolAtom.Layers)
            return layers;
        if (atom == SymbolAtom.Variable)
            return variable;
        return atom switch
        {
            GroupAtom group => Evaluate(group.Content, layer, variable),
            FunctionAtom function => Apply(function.Function, function.Arguments.Select(a => Evaluate(a, layer, variable)).ToArray()),
            CoefficientAtom line when lines.Any(l => l.Name == line.Name) => NumberOf(lines.First(l => l.Name == line.Name), line.Indices[0].Evaluate(layer, layers, variable)),
            CoefficientAtom coefficient => new ScalarValue(0, Read(coefficient, layer, variable)),
            _ => throw new NotSupportedException($"The scalar {atom} is unknown to the interpreter.")
        };
    }

    /// <summary>The number of a scalar line, by recursion on its equation.</summary>
    private ScalarValue NumberOf(ScalarLinePlan line, int index)
    {
        index = Math.Max(index, line.FirstIndex);
        if (numbers.TryGetValue((line.Name, index), out ScalarValue known))
            return known;
        int given = index - line.FirstIndex;
        return numbers[(line.Name, index)] = given < line.Given.Count ? Evaluate(line.Given[given], 0, 0) : Evaluate(line.Update!, index - line.Newest, 0);
    }

    private Tensor Read(CoefficientAtom atom, int layer, int variable)
    {
        if (!bindings.Coefficients.TryGetValue(atom.Name, out Func<IReadOnlyList<int>, Tensor>? read))
            throw new InvalidOperationException($"The bindings have no coefficient '{atom.Name}'.");
        int[] indices = atom.Indices.Count == 0
            ? [layer]
            : atom.Indices.Select(i => Math.Max(i.Evaluate(layer, layers, variable), 0)).ToArray();
        return read(indices);
    }

    private static ScalarValue Apply(ScalarFunction function, ScalarValue[] arguments)
    {
        if (Array.TrueForAll(arguments, a => a.Tensor is null))
            return ScalarFunctions.Evaluate(function, arguments.Select(a => a.Number).ToArray());
        ScalarValue first = arguments[0];
        return function switch
        {
            ScalarFunction.Sqrt => new(0, first.Tensor!.sqrt()),
            ScalarFunction.Exp => new(0, first.Tensor!.exp()),
            ScalarFunction.Log => new(0, first.Tensor!.log()),
            ScalarFunction.Abs => new(0, first.Tensor!.abs()),
            ScalarFunction.Min => ScalarValue.Map(first, arguments[1], Math.Min, minimum),
            ScalarFunction.Max => ScalarValue.Map(first, arguments[1], Math.Max, maximum),
            _ => ScalarValue.Map(first, arguments[1], Math.Pow, (x, y) => x.pow(y))
        };
    }
}
