using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>
/// The elements of a tensor in the processor's memory as C# values, read and written in place, in the order of the tensor's
/// shape (last dimension fastest) whatever its strides are.
/// </summary>
/// <remarks>
/// Holds on to the tensor object, not to its memory: once the tensor is disposed every access throws
/// <see cref="ObjectDisposedException"/>. Concurrent reads are safe.
/// </remarks>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly Tensor tensor;
    private bool disposed;

    internal TensorAccessor(Tensor tensor)
    {
        RequireReadable(tensor, $"data<{typeof(T).Name}>()");
        this.tensor = tensor;
    }

    /// <summary>The number of elements.</summary>
    public long Count => Live.NumberOfElements;

    /// <summary>Always false: elements can be written.</summary>
    public bool IsReadOnly => false;

    /// <summary>One element, by its place in every dimension, or by its place in the order of all elements where one number is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has no such element.</exception>
    /// <exception cref="ArgumentException">There are neither one nor as many numbers as the tensor has dimensions.</exception>
    public unsafe T this[params long[] indices]
    {
        get
        {
            var memory = (T*)Lease();
            try
            {
                return memory[Offset(indices)];
            }
            finally
            {
                tensor.Return();
            }
        }

        set
        {
            var memory = (T*)Lease();
            try
            {
                memory[Offset(indices)] = value;
            }
            finally
            {
                tensor.Return();
            }
        }
    }

    /// <summary>Whether two accessors show as many elements, all of them equal.</summary>
    public static bool operator ==(TensorAccessor<T>? left, TensorAccessor<T>? right) =>
        left is null || right is null
            ? left is null && right is null
            : ReferenceEquals(left, right) || (left.Count == right.Count && left.ToArray().AsSpan().SequenceEqual(right.ToArray()));

    /// <summary>Whether two accessors differ in the number of elements, or in one of them.</summary>
    public static bool operator !=(TensorAccessor<T>? left, TensorAccessor<T>? right) => !(left == right);

    /// <summary>A copy of the elements in an array of one dimension.</summary>
    public T[] ToArray()
    {
        var array = GC.AllocateUninitializedArray<T>(checked((int)Count));
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>A copy of the elements in an array of the tensor's shape; of one dimension and length 1 for a tensor of 0 dimensions.</summary>
    public unsafe Array ToNDArray()
    {
        var shape = Live.shape;
        var array = NewArray(shape);
        if (array.LongLength == 0) return array;
        var source = Lease();
        try
        {
            fixed (byte* target = &MemoryMarshal.GetArrayDataReference(array))
                Transfer((T*)source, (T*)target, 0, array.LongLength, write: false);
        }
        finally
        {
            tensor.Return();
        }

        return array;
    }

    /// <summary>Copies elements, from one on, to a place in an array, as many as there are and fit.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(array);
        CopyTo(array.AsSpan(), arrayIndex, tensorIndex);
    }

    /// <summary>Copies elements, from one on, to a place in a span, as many as there are and fit.</summary>
    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        fixed (T* target = array[arrayIndex..])
            Move(target, array.Length - arrayIndex, tensorIndex, write: false);
    }

    /// <summary>Overwrites elements, from one on, with the values from a place in an array on, as many as there are and fit.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(array);
        CopyFrom(new ReadOnlySpan<T>(array), arrayIndex, tensorIndex);
    }

    /// <summary>Overwrites elements, from one on, with the values from a place in a span on, as many as there are and fit.</summary>
    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        fixed (T* source = array[arrayIndex..])
            Move(source, array.Length - arrayIndex, tensorIndex, write: true);
    }

    /// <summary>Goes through a copy of the elements made when it is asked for.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ends the access; the tensor lives on.</summary>
    public void Dispose() => disposed = true;

    /// <summary>Whether the other object is an accessor of equal elements.</summary>
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    /// <summary>A hash of the number of elements; equal accessors have equal ones.</summary>
    public override int GetHashCode() => Count.GetHashCode();

    /// <summary>The element at a place in the order of all elements.</summary>
    internal static T ReadItemAt(Tensor tensor, long index) => new TensorAccessor<T>(tensor)[index];

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Arrays of up to six dimensions are made by name; more need a runtime that compiles.")]
    private static Array NewArray(long[] s) => s.Length switch
    {
        0 => new T[1],
        1 => new T[s[0]],
        2 => new T[s[0], s[1]],
        3 => new T[s[0], s[1], s[2]],
        4 => new T[s[0], s[1], s[2], s[3]],
        5 => new T[s[0], s[1], s[2], s[3], s[4]],
        6 => new T[s[0], s[1], s[2], s[3], s[4], s[5]],
        _ => Array.CreateInstance(typeof(T), s)
    };

    private Tensor Live => disposed ? throw new ObjectDisposedException(GetType().Name, "This accessor is disposed.") : tensor;

    private static void RequireReadable(Tensor tensor, string member)
    {
        ElementTypes.Require<T>(tensor, member);
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException($"{member} reads the processor's memory, and this tensor lives on {tensor.device}: move it with cpu() first.");
        if (tensor.is_sparse)
            throw new InvalidOperationException($"{member} reads dense tensors, and this one is sparse: convert it with to_dense() first.");
        if (tensor.is_conj() || tensor.is_neg())
        {
            throw new InvalidOperationException(
                $"{member} cannot read a conjugate or negation that has not been computed: call resolve_conj() or resolve_neg() first.");
        }
    }

    private unsafe void* Lease()
    {
        var live = Live;
        var pointer = live.Lease();
        var memory = NativeMethods.optgen_tensor_data(pointer);
        if (memory is not null || NativeMethods.optgen_tensor_numel(pointer) == 0) return memory;
        live.Return();
        throw NativeError.Take();
    }

    private unsafe void Move(T* array, long room, long first, bool write)
    {
        var count = Count;
        if (first < 0 || first > count)
            throw new ArgumentOutOfRangeException(nameof(first), first, $"A tensor of {count} elements has no element {first}.");
        var moved = Math.Min(room, count - first);
        if (moved == 0) return;
        var memory = Lease();
        try
        {
            Transfer((T*)memory, array, first, moved, write);
        }
        finally
        {
            tensor.Return();
        }
    }

    private unsafe void Transfer(T* memory, T* array, long first, long count, bool write)
    {
        if (tensor.is_contiguous())
        {
            if (write) Buffer.MemoryCopy(array, memory + first, count * sizeof(T), count * sizeof(T));
            else Buffer.MemoryCopy(memory + first, array, count * sizeof(T), count * sizeof(T));
            return;
        }

        var walk = new StridedWalk(tensor.shape, tensor.stride(), first);
        for (var i = 0L; i < count; i++, walk.Next())
        {
            if (write) memory[walk.Offset] = array[i];
            else array[i] = memory[walk.Offset];
        }
    }

    private long Offset(long[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var shape = tensor.shape;
        var strides = tensor.stride();
        if (indices.Length == 1 && shape.Length != 1)
        {
            var count = tensor.NumberOfElements;
            if (indices[0] < 0 || indices[0] >= count)
                throw new ArgumentOutOfRangeException(nameof(indices), indices[0], $"A tensor of {count} elements has no element {indices[0]}.");
            return new StridedWalk(shape, strides, indices[0]).Offset;
        }

        if (indices.Length != shape.Length)
            throw new ArgumentException($"{indices.Length} indices do not name an element of a tensor of {shape.Length} dimensions.", nameof(indices));
        var offset = 0L;
        for (var i = 0; i < shape.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= shape[i])
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), indices[i], $"Index {indices[i]} lies outside dimension {i}, which has length {shape[i]}.");
            }

            offset += indices[i] * strides[i];
        }

        return offset;
    }
}
