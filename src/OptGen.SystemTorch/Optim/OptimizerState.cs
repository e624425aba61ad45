using System.Diagnostics.CodeAnalysis;
using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers about one parameter between steps.</summary>
/// <remarks>Take tensors that you keep here out of the dispose scope they were made in: <c>DetachFromDisposeScope()</c>.</remarks>
public abstract class OptimizerState
{
    /// <summary>The parameter this state belongs to.</summary>
    protected Parameter _parameter;

    /// <summary>Makes the state of a parameter; <see cref="Initialize"/> gives it its first values.</summary>
    protected OptimizerState(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        _parameter = parameter;
    }

    /// <summary>Gives the state the values it has before the first step.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Writes the state.</summary>
    public abstract void SaveStateDict(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies another state of the same kind; tensors go to the device and type of this state's parameter.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Whether another state is of the same kind and holds nearly the same numbers; false unless overridden.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Moves the state's tensors to a device.</summary>
    public virtual void to(Device device)
    {
    }

    /// <summary>Writes a tensor that may be missing: a truth value, then the tensor if there is one.</summary>
    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    /// <summary>
    /// Reads what <see cref="SaveConditionalStateTensor"/> wrote in place of <paramref name="result"/>, which is disposed.
    /// </summary>
    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        if (!reader.ReadBoolean())
        {
            result = Renewed(result, null);
            return;
        }

        using var loaded = TensorExtensionMethods.Load(reader);
        result = Renewed(result, Converted(loaded, null, device));
    }

    /// <summary>The tensor that a field of the state shall hold from now on: out of every scope, the one before disposed.</summary>
    [return: NotNullIfNotNull(nameof(next))]
    private protected static Tensor? Renewed(Tensor? before, Tensor? next)
    {
        if (ReferenceEquals(before, next)) return next;
        next?.DetachFromDisposeScope();
        before?.Dispose();
        return next;
    }

    [return: NotNullIfNotNull(nameof(tensor))]
    private protected static Tensor? Moved(Tensor? tensor, Device device) =>
        tensor is null || tensor.device == device ? tensor : Renewed(tensor, Converted(tensor, null, device));

    /// <summary>The state to copy from, in its own type.</summary>
    private protected static TState Same<TState>(OptimizerState source)
        where TState : OptimizerState => source as TState ?? throw new ArgumentException(
            $"A state of type {typeof(TState).FullName} cannot be loaded from {source?.GetType().FullName ?? "null"}.", nameof(source));

    private protected static bool Near(Tensor? left, Tensor? right)
    {
        if (left is null || right is null) return left is null && right is null;
        return left.shape.AsSpan().SequenceEqual(right.shape) && Aten.allclose.CallBool(left, right);
    }

    /// <summary>
    /// A tensor as the parameter's, filled with one number. Complex numbers count as pairs of real ones, here and in every step.
    /// </summary>
    private protected Tensor Filled(double value)
    {
        if (!is_complex(_parameter.dtype)) return Aten.full_like.Call(_parameter, value).DetachFromDisposeScope();
        using var pairs = Aten.view_as_real.Call(_parameter);
        return Aten.full_like.Call(pairs, value).DetachFromDisposeScope();
    }

    private protected Tensor Zeros() => Filled(0);

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="InvalidDataException">The tensor's shape is not the one of the parameter.</exception>
    private protected Tensor Read(BinaryReader reader)
    {
        using var loaded = TensorExtensionMethods.Load(reader);
        return CopyOf(loaded);
    }

    /// <summary>Reads a tensor that may be missing.</summary>
    /// <exception cref="InvalidDataException">The tensor's shape is not the one of the parameter.</exception>
    private protected Tensor? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? Read(reader) : null;

    /// <summary>A copy of another state's tensor, with the parameter's element type and on its device.</summary>
    /// <exception cref="InvalidDataException">The tensor's shape is not the one of the parameter.</exception>
    [return: NotNullIfNotNull(nameof(tensor))]
    private protected Tensor? CopyOf(Tensor? tensor)
    {
        if (tensor is null) return null;
        var expected = _parameter.shape;
        var type = _parameter.dtype;
        if (is_complex(type))
        {
            expected = [.. expected, 2];
            type = type == ScalarType.ComplexFloat32 ? ScalarType.Float32 : ScalarType.Float64;
        }

        if (!tensor.shape.AsSpan().SequenceEqual(expected))
        {
            throw new InvalidDataException(
                $"The saved optimiser state has a tensor of shape [{string.Join(", ", tensor.shape)}] where the parameter needs "
                + $"[{string.Join(", ", expected)}]; it belongs to another model or lists its parameters in another order.");
        }

        return Converted(tensor, type, _parameter.device);
    }

    private static Tensor Converted(Tensor tensor, ScalarType? type, Device device) =>
        Aten._to_copy.Call(tensor, type, Argument.None, device);
}
