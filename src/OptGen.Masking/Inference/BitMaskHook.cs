using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Computes a layer from bits: its own forward gets no samples, and its result is replaced.</summary>
/// <remarks>
/// Linear and Conv2d are sealed and sit in typed fields, so that nothing can be put in a layer's place. Its weight is one number that is shown in the weight's shape, its input
/// in that forward is empty, and its output is what was computed before it.
/// </remarks>
internal sealed class BitMaskHook : IDisposable
{
    private readonly BitMaskMatrix _matrix;
    private readonly string _name;
    private readonly bool _isLinear;
    private readonly int _dimensions;
    private readonly List<Action> _removals = [];
    private Tensor? _result;

    public BitMaskHook(nn.Module layer, string name, BitMaskMatrix matrix)
    {
        _matrix = matrix;
        _name = name;
        _isLinear = layer is Linear;
        _dimensions = layer is Conv1d ? 1 : layer is Conv3d ? 3 : 2;
        var module = (nn.Module<Tensor, Tensor>)layer;
        Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> before = Before;
        Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, Tensor> after = After;
        _removals.Add(module.register_forward_pre_hook(before).remove);
        _removals.Add(module.register_forward_hook(after).remove);
    }

    /// <summary>Why a layer cannot compute from bits; null where it can.</summary>
    public static string? Refuse(nn.Module layer, Fill fill)
    {
        if (fill is not RandomVectorFill { Arrangement: not VectorArrangement.Permuted })
            return "its fill has no few values that repeat; RandomVectorFill has, copied or shifted";
        if (WeightField.Get(layer).dtype != ScalarType.Float32)
            return "its weight is not of the type Float32";
        return layer switch
        {
            Linear => null,
            Convolution { transposed: false } convolution when convolution.kernel_size.All(size => size == 1) && convolution.stride.All(step => step == 1)
                && convolution.padding_type is null && (convolution.padding is null || convolution.padding.All(size => size == 0)) && convolution.groups == 1 => null,
            _ => "it is neither linear nor a 1x1 convolution of stride 1 and one group"
        };
    }

    public void Dispose()
    {
        _removals.ForEach(remove => remove());
        _result?.Dispose();
    }

    private Tensor Before(nn.Module<Tensor, Tensor> layer, Tensor x)
    {
        if (x.requires_grad && is_grad_enabled())
            throw new InvalidOperationException($"{_name} is computed from bits, which passes no gradients: call the network under no_grad().");
        if (x.dtype != ScalarType.Float32 || x.device_type != TorchSharp.DeviceType.CPU)
            throw new InvalidOperationException($"{_name} is computed from bits: it takes Float32 in the processor's memory, not {x.dtype} on {x.device}.");
        _result?.Dispose();
        _result = Compute(layer, x);
        long[] none = _isLinear ? [0, _matrix.Columns] : [0, _matrix.Columns, .. Enumerable.Repeat(1L, _dimensions)];
        return empty(none, x.dtype);
    }

    private Tensor After(nn.Module<Tensor, Tensor> layer, Tensor input, Tensor output)
    {
        // Both are empty, and nobody else's.
        input.Dispose();
        output.Dispose();
        Tensor result = _result!;
        _result = null;
        return result;
    }

    private Tensor Compute(nn.Module<Tensor, Tensor> layer, Tensor x)
    {
        using IDisposable off = no_grad();
        long[] shape = x.shape;
        int channel = _isLinear ? shape.Length - 1 : shape.Length - 1 - _dimensions;
        if (channel < 0 || shape[channel] != _matrix.Columns || (!_isLinear && channel > 1))
            throw new ArgumentException($"{_name} takes {_matrix.Columns} {(_isLinear ? "numbers in the last dimension" : "channels")}, and was given a tensor of the shape [{string.Join(", ", shape)}].", nameof(x));
        using Tensor dense = x.contiguous();
        shape[channel] = _matrix.Rows;
        long largest = shape.Aggregate(1L, (product, size) => product * size);
        if (Math.Max(largest, dense.NumberOfElements) > int.MaxValue / sizeof(float))
            throw new ArgumentException($"{_name} turns a tensor of more than 2 GiB into another one: give the network fewer samples at once.", nameof(x));
        Tensor y = empty(shape, ScalarType.Float32);
        if (y.NumberOfElements == 0)
            return y;
        Parameter? bias = layer is Linear linear ? linear.bias : ((Convolution)layer).bias;
        ReadOnlySpan<float> offsets = bias is null || bias.IsInvalid ? [] : TensorMemory.Floats(bias);
        if (_isLinear)
            _matrix.Multiply(TensorMemory.Floats(dense), (int)(dense.NumberOfElements / _matrix.Columns), offsets, TensorMemory.Floats(y));
        else
        {
            int pixels = (int)shape[(channel + 1)..].Aggregate(1L, (product, size) => product * size);
            _matrix.MultiplyPixels(TensorMemory.Floats(dense), channel == 0 ? 1 : (int)shape[0], pixels, offsets, TensorMemory.Floats(y));
        }
        GC.KeepAlive(dense);
        GC.KeepAlive(bias);
        GC.KeepAlive(y);
        return y;
    }
}
