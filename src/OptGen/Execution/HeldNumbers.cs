using OptGen.CompilerServices;
using OptGen.Lowering;
using TorchSharp;
using TorchSharp.Modules;

namespace OptGen.Execution;

/// <summary>The numbers that a network computes once, when it is made, and holds for the operations of its layers: one of the fields is there.</summary>
internal sealed class HeldNumbers : IDisposable
{
    private Constant? _constant;
    private Constant[]? _constants;
    private Scalar? _scalar;
    private Scalar[]? _scalars;
    private double _number;
    private double[]? _numbers;
    private ScalarTable? _table;

    /// <param name="constant">What is held.</param>
    /// <param name="value">Computes it, from the layer and the term of a frame.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="slots">The variables of frames.</param>
    /// <exception cref="CoefficientException">A number is not finite, or is made of one that is not there.</exception>
    public HeldNumbers(HeldConstant constant, Func<Frame, double> value, int layers, Slots slots)
    {
        string meaning = constant.Value.ToString();
        double At(int layer, int variable) => value(new Frame(slots) { Layer = layer, Variable = variable });
        switch (constant.Extent)
        {
            case HeldExtent.OfTerm when constant.Terms is { DependsOnStart: false } terms:
                (int, int) Range(int k) => (terms.From.Evaluate(k, layers, 0, 0), terms.To.Evaluate(k, layers, 0, 0));
                if (constant.Value.DependsOnLayer)
                {
                    _table = new ScalarTable(meaning, layers, Range, At, constant.First);
                    break;
                }
                var ranges = Enumerable.Range(constant.First, Math.Max(1, layers - constant.First)).Select(Range).ToList();
                _table = new ScalarTable(meaning, ranges.Min(r => r.Item1), ranges.Max(r => r.Item2), j => At(0, j));
                break;
            case HeldExtent.OfTerm:
                _table = new ScalarTable(meaning, At);
                break;
            case HeldExtent.OfLayer when constant.Form == HeldForm.Tensor:
                _constants = Constant.OfLayers(meaning, layers, k => At(k, 0), constant.First);
                break;
            case HeldExtent.OfLayer when constant.Form == HeldForm.Number:
                _scalars = Scalars.OfLayers(meaning, layers, k => At(k, 0), constant.First);
                break;
            case HeldExtent.OfLayer:
                _numbers = Numbers.OfLayers(meaning, layers, k => At(k, 0), constant.First);
                break;
            default:
                _number = Numbers.Finite(meaning, At(-1, 0));
                if (constant.Form == HeldForm.Tensor)
                    _constant = new Constant(_number);
                else if (constant.Form == HeldForm.Number)
                    _scalar = _number;
                break;
        }
    }

    public Func<Frame, Constant> Tensors()
    {
        if (_constants is not { } constants)
            return _ => _constant!;
        return f => constants[f.Layer];
    }

    public Func<Frame, Scalar> Factors(bool dependsOnLayer)
    {
        if (_table is { } table)
            return dependsOnLayer ? f => table[f.Layer, f.Variable] : f => table[0, f.Variable];
        if (_scalars is { } scalars)
            return f => scalars[f.Layer];
        return _ => _scalar!;
    }

    public Func<Frame, double> Doubles()
    {
        if (_numbers is { } numbers)
            return f => numbers[f.Layer];
        double number = _number;
        return _ => number;
    }

    /// <summary>Releases what is held as tensors.</summary>
    public void Dispose()
    {
        _constant?.Dispose();
        foreach (Constant? constant in _constants ?? [])
            constant?.Dispose();
    }
}
