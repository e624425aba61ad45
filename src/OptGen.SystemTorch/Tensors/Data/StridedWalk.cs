namespace TorchSharp.Utils;

/// <summary>Goes through the elements of a strided tensor in the order of its shape, as offsets into its memory.</summary>
internal struct StridedWalk
{
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly long[] position;

    /// <summary>Starts at an element given by its place in the order of all elements.</summary>
    public StridedWalk(long[] shape, long[] strides, long first)
    {
        this.shape = shape;
        this.strides = strides;
        position = new long[shape.Length];
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            first = Math.DivRem(first, shape[i], out position[i]);
            Offset += position[i] * strides[i];
        }
    }

    public long Offset { get; private set; }

    public void Next()
    {
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            Offset += strides[i];
            if (++position[i] < shape[i]) return;
            Offset -= position[i] * strides[i];
            position[i] = 0;
        }
    }
}
