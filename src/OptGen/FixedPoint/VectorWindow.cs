using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>The newest so many vectors of each sample; a new one takes the place of the oldest.</summary>
internal sealed class VectorWindow : IDisposable
{
    private readonly int capacity;

    // Autograd forbids to write into what it has recorded: while it records, each entry is a tensor of its own.
    private readonly List<Tensor>? recorded;
    private Tensor? buffer;

    public VectorWindow(int capacity)
    {
        this.capacity = capacity;
        recorded = is_grad_enabled() ? [] : null;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The place of the newest.</summary>
    public int Newest { get; private set; } = -1;

    /// <summary>The places from the oldest to the newest.</summary>
    public IEnumerable<int> ByAge => Enumerable.Range(1, Count).Select(i => (Newest + i) % Count);

    /// <summary>Adds a vector for each sample, the rows of a matrix.</summary>
    public void Add(Tensor vectors)
    {
        Newest = (Newest + 1) % capacity;
        Count = Math.Max(Count, Newest + 1);
        if (recorded is not null)
        {
            Tensor entry = vectors.alias().DetachFromDisposeScope();
            if (Newest == recorded.Count)
            {
                recorded.Add(entry);
                return;
            }
            recorded[Newest].Dispose();
            recorded[Newest] = entry;
            return;
        }
        buffer ??= empty([vectors.shape[0], capacity, vectors.shape[1]], vectors.dtype, vectors.device).DetachFromDisposeScope();
        using Tensor place = buffer.select(1, Newest);
        place.copy_(vectors);
    }

    /// <summary>All of them, by place: samples x <see cref="Count"/> x elements.</summary>
    public Tensor All() => recorded is not null ? stack(recorded, 1) : buffer!.narrow(1, 0, Count);

    /// <summary>The inner products of all vectors with columns, samples x elements x columns: samples x <see cref="Count"/> x columns.</summary>
    public double[] Products(Tensor columns)
    {
        using (no_grad())
        {
            using Tensor all = All();
            using Tensor products = all.bmm(columns);
            double[] found = Numbers.Read(products);
            if (all.dtype == ScalarType.Float64 || !Array.Exists(found, IsLost))
                return found;
            // Once more where numbers were too small or too great for their products.
            using Tensor wide = all.to_type(ScalarType.Float64);
            using Tensor wideColumns = columns.to_type(ScalarType.Float64);
            using Tensor exact = wide.bmm(wideColumns);
            double[] precise = Numbers.Read(exact);
            return found.Select((p, i) => IsLost(p) ? precise[i] : p).ToArray();
        }
    }

    private static bool IsLost(double product) => !(Math.Abs(product) is >= 1e-30 and <= 1e37);

    /// <summary>For each sample the sum of its vectors times its weights, samples x <see cref="Count"/>.</summary>
    public Tensor Combine(double[] weights)
    {
        using Tensor all = All();
        using Tensor factors = Numbers.Write(weights, [all.shape[0], 1, Count], all);
        using Tensor product = factors.bmm(all);
        return product.squeeze(1);
    }

    /// <summary>Goes on with some of the samples.</summary>
    public void Keep(Tensor rows)
    {
        if (buffer is null)
            return;
        Tensor kept = buffer.index_select(0, rows).DetachFromDisposeScope();
        buffer.Dispose();
        buffer = kept;
    }

    public void Dispose()
    {
        buffer?.Dispose();
        foreach (Tensor tensor in recorded ?? [])
            tensor.Dispose();
    }
}
