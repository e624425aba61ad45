namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of an array's shape and element type that shares the array's memory: what changes in one changes in the other.</summary>
    /// <remarks>The array stays pinned as long as the tensor or a view of it lives. <c>tensor</c> copies instead. On another device than the processor this copies too.</remarks>
    /// <exception cref="NotSupportedException">libtorch has no elements of the array's type.</exception>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device ?? CPU);

    /// <summary>As <see cref="from_array(Array, Device?)"/>; a type that is not the array's makes a converted copy.</summary>
    /// <exception cref="NotSupportedException">libtorch has no elements of the array's type.</exception>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var type = ElementTypes.Of(rawArray.GetType().GetElementType()!);
        return rawArray.LongLength == 0
            ? CopyOf(rawArray, type, dtype, device, requires_grad, names)
            : Place(SharedMemory.Of(rawArray, 0, ShapeOf(rawArray), type), dtype, device, requires_grad, names);
    }

    /// <summary>
    /// A tensor of 1 dimension that reads an array's bytes as elements of a type and shares the array's memory: what changes in one changes in the other.
    /// </summary>
    /// <param name="rawArray">The array; it stays pinned as long as the tensor or a view of it lives.</param>
    /// <param name="dtype">The type to read the bytes as.</param>
    /// <param name="count">How many of the array's elements to use; all from the offset on where negative.</param>
    /// <param name="offset">How many of the array's elements to skip.</param>
    /// <param name="requires_grad">Whether operations on the tensor are recorded.</param>
    /// <exception cref="ArgumentException">Offset or count reach outside the array, or the bytes are no whole number of elements.</exception>
    public static unsafe Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentException($"The offset {offset} lies outside the array of {rawArray.LongLength} elements.", nameof(offset));
        var used = count < 0 ? rawArray.LongLength - offset : count;
        if (used > rawArray.LongLength - offset)
            throw new ArgumentException($"{used} elements from {offset} on reach beyond the array's {rawArray.LongLength}.", nameof(count));
        var unit = ElementTypes.Of(rawArray.GetType().GetElementType()!).ElementSize();
        if (used * unit % dtype.ElementSize() != 0)
            throw new ArgumentException($"{used * unit} bytes are no whole number of elements of {dtype} ({dtype.ElementSize()} bytes each).", nameof(dtype));
        return Finish(SharedMemory.Of(rawArray, offset * unit, [used * unit / dtype.ElementSize()], dtype), requires_grad, null);
    }
    /// <summary>An array's elements in a shape of their own, shared or copied.</summary>
    internal static Tensor FromArray(Array elements, long[] shape, bool copy, bool requires_grad)
    {
        RequireFill(shape, elements.LongLength);
        using var made = from_array(elements, CPU);
        var shaped = made.reshape(shape);
        if (copy)
        {
            using var shared = shaped;
            shaped = shared.clone();
        }

        return Finish(shaped, requires_grad, null);
    }

    /// <summary>The one element of an array as a tensor of 0 dimensions.</summary>
    internal static Tensor FromSingle(Array element, Device? device, bool requires_grad)
    {
        var type = ElementTypes.Of(element.GetType().GetElementType()!);
        using var made = CopyOf(element, type, null, CPU, false, null);
        return Place(made.reshape([]), null, device, requires_grad, null);
    }
}
