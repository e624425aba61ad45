using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// Where the weight vectors ("rows", one per output) of a weight lie. The weight, in row-major order, is seen as
/// <c>[Groups, Inputs, Outputs, Length]</c>: a row is all elements of one group and one output.
/// </summary>
/// <remarks>An ordinary weight <c>[out, …]</c> is <c>[out, 1, 1, fan-in]</c>; a transposed convolution's uses all four axes.</remarks>
internal readonly record struct RowLayout(long Groups, long Inputs, long Outputs, long Length)
{
    /// <summary>How many rows, and so means, there are.</summary>
    public long Rows => Groups * Outputs;

    /// <summary>How many elements a row has.</summary>
    public long FanIn => Inputs * Length;

    /// <summary>Whether rows are contiguous and follow each other.</summary>
    public bool IsPlain => Inputs == 1 && Outputs == 1;

    /// <summary>Where a row begins, in elements.</summary>
    public long Offset(long row) => IsPlain ? row * Length : row / Outputs * Inputs * Outputs * Length + row % Outputs * Length;

    /// <summary>The layout of a weight.</summary>
    public static RowLayout Of(ParameterDescription description)
    {
        var shape = description.Shape;
        if (description.Kind != ParameterKind.TransposedConvolution) return new RowLayout(shape[0], 1, 1, Product(shape, 1));
        return new RowLayout(description.Groups, shape[0] / description.Groups, shape[1], Product(shape, 2));
    }

    /// <summary>The mean of every row, in a shape that broadcasts against the weight.</summary>
    /// <param name="tensor">A tensor of the weight's shape, after <paramref name="leading"/> further axes.</param>
    /// <param name="leading">How many axes come before the weight's own.</param>
    public Tensor Means(Tensor tensor, int leading = 0)
    {
        var rank = (int)tensor.Dimensions - leading;
        if (IsPlain)
            return tensor.mean(Axes(leading + 1, rank - 1), keepdim: true);
        if (Groups == 1)
            return tensor.mean([leading, .. Axes(leading + 2, rank - 2)], keepdim: true);

        // [G·I, O, …]: the mean of a group belongs to all its I inputs.
        var shape = tensor.shape;
        var split = tensor.unflatten(leading, Groups, Inputs).mean([leading + 1, .. Axes(leading + 3, rank - 2)], keepdim: true);
        long[] spread = [.. shape[..leading], Groups, Inputs, Outputs, .. Enumerable.Repeat(1L, rank - 2)];
        return split.expand(spread).reshape([.. shape[..(leading + 2)], .. Enumerable.Repeat(1L, rank - 2)]);
    }

    private static long[] Axes(int first, int count)
    {
        var axes = new long[count];
        for (var i = 0; i < count; i++) axes[i] = first + i;
        return axes;
    }

    private static long Product(IReadOnlyList<long> shape, int first)
    {
        var product = 1L;
        for (var i = first; i < shape.Count; i++) product *= shape[i];
        return product;
    }
}
