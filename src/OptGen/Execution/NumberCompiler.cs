using OptGen.Lowering;
using OptGen.Wiring;

namespace OptGen.Execution;

/// <summary>Compiles the whole numbers and conditions of a program.</summary>
internal static class NumberCompiler
{
    public static Func<Frame, int> Compile(IndexValue value, int layers)
    {
        AffineIndex index = value.Index;
        if (index is { Layer: 0, Variable: 0 } && value is { Start: 0, Floor: not Floor.Start })
        {
            int number = value.Evaluate(0, layers, 0, 0);
            return _ => number;
        }
        // What most are: the layer or the term, and something added.
        int offset = index.Offset + (index.End * layers) + value.Shift;
        if (value is { Start: 0, Ceiling: null, Floor: Floor.None, Modulus: 0 })
        {
            if (index is { Layer: 1, Variable: 0 })
                return f => f.Layer + offset;
            if (index is { Layer: 0, Variable: 1 })
                return f => f.Variable + offset;
        }
        return f => value.Evaluate(f.Layer, layers, f.Variable, f.Start);
    }

    public static Func<Frame, bool> Compile(Condition condition, int layers)
    {
        // A program that hands out iterates is run only where they are asked for.
        if (condition.OrIterates)
            return _ => true;
        Func<Frame, int> left = Compile(condition.Left, layers);
        int right = condition.Right;
        return condition.Comparison switch
        {
            Comparison.Equal => f => left(f) == right,
            Comparison.Less => f => left(f) < right,
            _ => f => left(f) >= right
        };
    }
}
