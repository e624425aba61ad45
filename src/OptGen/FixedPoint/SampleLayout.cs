using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>How the unknowns of a problem lie in the matrix that solvers work on: a row for each sample, the unknowns one after the other in it.</summary>
internal sealed class SampleLayout
{
    private readonly long[][] shapes;
    private readonly long[] sizes;

    private SampleLayout(long[][] shapes, bool hasSamples, ScalarType type)
    {
        this.shapes = shapes;
        HasSamples = hasSamples;
        Type = type;
        Samples = hasSamples ? (int)shapes[0][0] : 1;
        sizes = Array.ConvertAll(shapes, s => (hasSamples ? s[1..] : s).Aggregate(1L, (a, b) => a * b));
    }

    /// <summary>Whether the first dimension counts samples; else all is one sample.</summary>
    public bool HasSamples { get; }

    /// <summary>The number of rows of the whole problem.</summary>
    public int Samples { get; }

    /// <summary>The number of elements of a row.</summary>
    public long Size => sizes.Sum();

    /// <summary>The type of the elements.</summary>
    public ScalarType Type { get; }

    /// <summary>Reads the layout from values of the unknowns.</summary>
    /// <param name="unknowns">A tensor for each.</param>
    /// <param name="coupled">Whether all of it is one sample in any case.</param>
    /// <exception cref="ArgumentException">There is none, or they differ in type or are not of floating point.</exception>
    public static SampleLayout Of(IReadOnlyList<Tensor> unknowns, bool coupled)
    {
        if (unknowns.Count == 0)
            throw new ArgumentException("There is nothing to solve for; give a guess for at least one unknown.", nameof(unknowns));
        ScalarType type = unknowns[0].dtype;
        if (unknowns.FirstOrDefault(u => u.dtype != type) is { } other)
            throw new ArgumentException($"The unknowns have the element types {type} and {other.dtype}; they must have one and the same.", nameof(unknowns));
        if (type is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16))
            throw new ArgumentException($"The unknowns have the element type {type}; only floating-point numbers can be solved for.", nameof(unknowns));
        long[][] found = unknowns.Select(u => u.shape).ToArray();
        bool hasSamples = !coupled && found.All(s => s.Length >= 2 && s[0] == found[0][0]);
        return new SampleLayout(found, hasSamples, type);
    }

    /// <summary>The tensors as one matrix.</summary>
    public Tensor Join(IReadOnlyList<Tensor> tensors, int rows)
    {
        if (tensors.Count == 1)
            return tensors[0].reshape(rows, sizes[0]);
        return cat(tensors.Select((t, i) => t.reshape(rows, sizes[i])).ToList(), 1);
    }

    /// <summary>The rows of a matrix as tensors shaped like the unknowns.</summary>
    public Tensor[] Split(Tensor matrix, int rows)
    {
        var parts = new Tensor[shapes.Length];
        long begin = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            Tensor part = parts.Length == 1 ? matrix : matrix.narrow(1, begin, sizes[i]);
            parts[i] = part.reshape(ShapeOf(i, rows));
            begin += sizes[i];
        }
        return parts;
    }

    /// <summary>Checks what the equations gave.</summary>
    /// <exception cref="InvalidOperationException">Its number, a shape or a type is wrong.</exception>
    public void Check(IReadOnlyList<Tensor> values, int rows)
    {
        if (values is null || values.Contains(null!))
            throw new InvalidOperationException("The equations gave null; they must give a tensor for each unknown.");
        if (values.Count != shapes.Length)
            throw new InvalidOperationException($"The equations gave {values.Count} tensors for {shapes.Length} unknowns; they must give one for each.");
        for (int i = 0; i < shapes.Length; i++)
        {
            long[] shape = ShapeOf(i, rows), given = values[i].shape;
            if (!given.SequenceEqual(shape))
                throw new InvalidOperationException($"The equations gave a tensor of shape [{string.Join(", ", given)}] for unknown {i + 1}, whose guess has shape [{string.Join(", ", shape)}]; an iterate must keep its shape.");
            if (values[i].dtype != Type)
                throw new InvalidOperationException($"The equations gave a tensor of {values[i].dtype} for unknown {i + 1}, whose guess is of {Type}; an iterate must keep its type.");
        }
    }

    private long[] ShapeOf(int unknown, int rows)
    {
        long[] shape = shapes[unknown];
        return HasSamples ? [rows, .. shape[1..]] : shape;
    }
}
