using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors one after another along a dimension; their other dimensions must agree.</summary>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Aten.cat.Call(tensors, dim);

    /// <summary>Tensors one after another along a dimension; their other dimensions must agree.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => cat(ArrayOf(tensors), dim);

    /// <summary>Tensors one after another along a dimension; their other dimensions must agree.</summary>
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    /// <summary>Another name of cat.</summary>
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Another name of cat.</summary>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(ArrayOf(tensors), dim);

    /// <summary>Another name of cat.</summary>
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    /// <summary>Another name of cat.</summary>
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);

    /// <summary>Another name of cat.</summary>
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(ArrayOf(tensors), axis);

    /// <summary>Another name of cat.</summary>
    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors.ToArray(), axis);

    /// <summary>Tensors of one shape along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Aten.stack.Call(ArrayOf(tensors), dim);

    /// <summary>Tensors side by side: along the second dimension, vectors along the first.</summary>
    public static Tensor hstack(params Tensor[] tensors) => Aten.hstack.Call(tensors);

    /// <summary>Tensors side by side: along the second dimension, vectors along the first.</summary>
    public static Tensor hstack(IList<Tensor> tensors) => hstack(ArrayOf(tensors));

    /// <summary>Tensors side by side: along the second dimension, vectors along the first.</summary>
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => hstack(tensors.ToArray());

    /// <summary>Tensors side by side: along the second dimension, vectors along the first.</summary>
    public static Tensor hstack(IEnumerable<Tensor> tensors) => hstack(ArrayOf(tensors));

    /// <summary>Tensors along the third dimension.</summary>
    public static Tensor dstack(params Tensor[] tensors) => Aten.dstack.Call(tensors);

    /// <summary>Tensors along the third dimension.</summary>
    public static Tensor dstack(IList<Tensor> tensors) => dstack(ArrayOf(tensors));

    /// <summary>Tensors along the third dimension.</summary>
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => dstack(tensors.ToArray());

    /// <summary>Tensors along the third dimension.</summary>
    public static Tensor dstack(IEnumerable<Tensor> tensors) => dstack(ArrayOf(tensors));

    /// <summary>Tensors one above the other: along the first dimension, vectors as rows.</summary>
    public static Tensor vstack(Tensor[] tensors) => Aten.vstack.Call(tensors);

    /// <summary>Tensors one above the other: along the first dimension, vectors as rows.</summary>
    public static Tensor vstack(IList<Tensor> tensors) => vstack(ArrayOf(tensors));

    /// <summary>Tensors one above the other: along the first dimension, vectors as rows.</summary>
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => vstack(tensors.ToArray());

    /// <summary>Tensors one above the other: along the first dimension, vectors as rows.</summary>
    public static Tensor row_stack(params Tensor[] tensors) => Aten.vstack.Call(tensors);

    /// <summary>Tensors one above the other: along the first dimension, vectors as rows.</summary>
    public static Tensor row_stack(IList<Tensor> tensors) => row_stack(ArrayOf(tensors));

    /// <summary>Tensors one above the other: along the first dimension, vectors as rows.</summary>
    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => row_stack(tensors.ToArray());

    /// <summary>Tensors side by side, vectors as columns.</summary>
    public static Tensor column_stack(params Tensor[] tensors) => Aten.column_stack.Call(tensors);

    /// <summary>Tensors side by side, vectors as columns.</summary>
    public static Tensor column_stack(IList<Tensor> tensors) => column_stack(ArrayOf(tensors));

    /// <summary>Tensors side by side, vectors as columns.</summary>
    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => column_stack(tensors.ToArray());

    /// <summary>Grids of coordinates: from vectors, tensors of as many dimensions as there are vectors, each varying along its own.</summary>
    /// <param name="tensors">The vectors.</param>
    /// <param name="indexing"><c>ij</c>: the first vector varies along the first dimension; <c>xy</c>: along the second.</param>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        Aten.meshgrid_indexing.CallList(ArrayOf(tensors), indexing);

    /// <summary>Tensors stretched to one shape without copying.</summary>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Aten.broadcast_tensors.CallList(tensors);

    /// <summary>The shape that tensors of given shapes are stretched to together.</summary>
    /// <exception cref="ArgumentException">There is none: two lengths of one dimension differ, and neither is 1.</exception>
    public static Size broadcast_shapes(params long[][] shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        var common = new long[shapes.Length == 0 ? 0 : shapes.Max(shape => shape.Length)];
        Array.Fill(common, 1);
        foreach (var shape in shapes)
        {
            for (var i = 1; i <= shape.Length; i++)
            {
                var length = shape[^i];
                if (length == 1) continue;
                if (common[^i] != 1 && common[^i] != length)
                {
                    throw new ArgumentException(
                        $"The shapes {string.Join(", ", shapes.Select(each => Describe(each)))} do not fit together: lengths {common[^i]} and {length} meet.",
                        nameof(shapes));
                }

                common[^i] = length;
            }
        }

        return new Size(common);
    }

    /// <summary>The tensor with at least 1 dimension.</summary>
    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => Array.ConvertAll(input, tensor => tensor.atleast_1d());

    /// <summary>The tensor with at least 2 dimensions.</summary>
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => Array.ConvertAll(input, tensor => tensor.atleast_2d());

    /// <summary>The tensor with at least 3 dimensions.</summary>
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => Array.ConvertAll(input, tensor => tensor.atleast_3d());

    /// <summary>One dimension moved to another place; the rest keep their order.</summary>
    public static Tensor movedim(Tensor input, long source, long destination) =>
        input.movedim(new long[] { source }, new long[] { destination });

    /// <summary>One dimension moved to another place; the rest keep their order.</summary>
    public static Tensor moveaxis(Tensor input, long source, long destination) => movedim(input, source, destination);

    /// <summary>Two dimensions moved to other places; the rest keep their order.</summary>
    public static Tensor moveaxis(Tensor input, (long, long) source, (long, long) destination) =>
        input.movedim(new long[] { source.Item1, source.Item2 }, new long[] { destination.Item1, destination.Item2 });

    /// <summary>Three dimensions moved to other places; the rest keep their order.</summary>
    public static Tensor moveaxis(Tensor input, (long, long, long) source, (long, long, long) destination) =>
        input.movedim(
            new long[] { source.Item1, source.Item2, source.Item3 },
            new long[] { destination.Item1, destination.Item2, destination.Item3 });

    /// <summary>Four dimensions moved to other places; the rest keep their order.</summary>
    public static Tensor moveaxis(Tensor input, (long, long, long, long) source, (long, long, long, long) destination) =>
        input.movedim(
            new long[] { source.Item1, source.Item2, source.Item3, source.Item4 },
            new long[] { destination.Item1, destination.Item2, destination.Item3, destination.Item4 });

    private static Tensor[] ArrayOf(IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors as Tensor[] ?? tensors.ToArray();
    }
}
