using static TorchSharp.torch;

namespace OptGen.Search;

/// <summary>An operator without weights that differs from index to index and counts its calls: it shows what a recurrence computes, and how often.</summary>
internal sealed class ProbeOperator : nn.Module<Tensor, Tensor>
{
    private readonly double _scale, _shift;
    private readonly Action _called;

    public ProbeOperator(int operatorNumber, int index, Action called)
        : base(nameof(ProbeOperator))
    {
        (_scale, _shift, _called) = (0.7 + 0.13 * index + 0.37 * operatorNumber, 0.2 + 0.31 * operatorNumber, called);
    }

    public override Tensor forward(Tensor x)
    {
        _called();
        double[] values = [.. x.data<double>().Select(value => Math.Sin(_scale * value + _shift))];
        return tensor(values, x.shape, dtype: ScalarType.Float64);
    }
}
