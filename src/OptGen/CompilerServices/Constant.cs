using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>
/// A number that tensors are multiplied with, held as a tensor without dimensions of their type and on their device: such products cost half of those by a
/// <see cref="Scalar"/>. The tensor is made from the number when an operation first needs it, and anew when a later one is of another type or on another
/// device, so a network that has moved from float32 to float64 loses no digit. Any number of threads may use a constant at once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Constant : IDisposable
{
    // One object, so that no thread sees the tensor of one form with the type of another.
    private volatile Form? newest;

    /// <param name="value">The number.</param>
    public Constant(double value) => Value = value;

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>One constant for each layer: the values at 0 … layers - 1.</summary>
    /// <param name="meaning">What it is in the recurrence.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="value">The value at a layer; it is asked for once.</param>
    /// <param name="first">The first layer that reads its value; below it there is none.</param>
    /// <exception cref="CoefficientException">A number is not finite, or is made of one that is not there.</exception>
    public static Constant[] OfLayers(string meaning, int layers, Func<int, double> value, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(value);
        var constants = new Constant[layers];
        for (int k = first; k < layers; k++)
            constants[k] = new Constant(Numbers.At(k, meaning, value));
        return constants;
    }

    /// <summary>The tensor times the number, a new tensor.</summary>
    public Tensor Times(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor factor = Like(x);
        Tensor product = x.mul(factor);
        GC.KeepAlive(factor);
        return product;
    }

    /// <summary>start + value*(end - start), a new tensor: the number is the weight of the end.</summary>
    public Tensor Lerp(Tensor start, Tensor end)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(end);
        ScalarType type = start.dtype;
        if (type != end.dtype || !IsHeldAs(type))
        {
            // torch's lerp takes one type only, and no whole numbers.
            using Scalar rest = 1 - Value, share = Value;
            using Tensor scaled = start.mul(rest);
            return scaled.add(end, share);
        }
        Tensor weight = Like(start);
        Tensor between = start.lerp(end, weight);
        GC.KeepAlive(weight);
        return between;
    }

    /// <summary>The same, written into the start.</summary>
    public Tensor LerpInPlace(Tensor start, Tensor end)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(end);
        ScalarType type = start.dtype;
        if (type != end.dtype || !IsHeldAs(type))
        {
            using Scalar rest = 1 - Value, share = Value;
            return start.mul_(rest).add_(end, share);
        }
        Tensor weight = Like(start);
        start.lerp_(end, weight);
        GC.KeepAlive(weight);
        return start;
    }

    /// <summary>
    /// The number in the type and on the device of a tensor; of whole numbers it is held in torch's default type. The tensor belongs to the constant.
    /// </summary>
    public Tensor Like(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        ScalarType type = x.dtype;
        DeviceType device = x.device_type;
        int index = device == DeviceType.CPU ? -1 : x.device_index;
        Form? form = newest;
        if (form is null || form.Type != type || form.Device != device || form.Index != index)
            newest = form = new Form(type, device, index, Make(type, x));
        return form.Tensor;
    }

    /// <summary>Releases the tensor. Another use would make it anew.</summary>
    public void Dispose()
    {
        newest?.Tensor.Dispose();
        newest = null;
    }

    private Tensor Make(ScalarType type, Tensor x)
    {
        // A tensor made in inference mode could not take part in a gradient later.
        using IDisposable normal = inference_mode(false);
        return tensor(Value, dtype: IsHeldAs(type) ? type : get_default_dtype(), device: x.device).DetachFromDisposeScope();
    }

    private static bool IsHeldAs(ScalarType type) =>
        type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    private sealed record Form(ScalarType Type, DeviceType Device, int Index, Tensor Tensor);
}
