using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>The tangent equation v = J v + c, J the Jacobian of the equations at the solution, from the recorded product J^T u.</summary>
internal sealed class TangentSystem : FixedPointSystem
{
    private readonly SampleLayout layout;
    private readonly Tensor vector;
    private readonly Tensor?[] transposed;
    private int[] rows;

    /// <summary>The equation.</summary>
    /// <param name="layout">How the unknowns lie in a matrix.</param>
    /// <param name="vector">u, a leaf of the recorded product.</param>
    /// <param name="transposed">J^T u, split by unknowns; null where it is zero.</param>
    /// <param name="offset">c.</param>
    public TangentSystem(SampleLayout layout, Tensor vector, Tensor?[] transposed, Tensor offset)
    {
        this.layout = layout;
        this.vector = vector;
        this.transposed = transposed;
        Offset = offset;
        rows = Enumerable.Range(0, layout.Samples).ToArray();
    }

    /// <summary>c.</summary>
    public Tensor Offset { get; }

    public override int Samples => rows.Length;

    public override bool IsAffine => true;

    /// <summary>The derivative of recorded products for the vector in them, summed along a direction for each.</summary>
    public static Tensor Push(Tensor vector, Tensor?[] products, IReadOnlyList<Tensor> along)
    {
        int[] used = Enumerable.Range(0, products.Length).Where(i => products[i] is not null).ToArray();
        if (used.Length == 0)
            return zeros_like(vector).detach();
        Tensor?[] found = VectorJacobian.Pull(Array.ConvertAll(used, i => products[i]!), [vector], Array.ConvertAll(used, i => along[i]));
        return found[0] ?? zeros_like(vector).detach();
    }

    internal override void Keep(Tensor kept, int count)
    {
        int[] last = rows;
        rows = Numbers.Read(kept).Select(r => last[(int)r]).ToArray();
    }

    private protected override Tensor EvaluateRows(Tensor iterate)
    {
        // The product was recorded for all samples; those that are done stand in it as zeros.
        using Tensor index = tensor(Array.ConvertAll(rows, r => (long)r), device: vector.device);
        Tensor whole = zeros_like(vector).detach();
        whole.index_copy_(0, index, iterate.detach());
        using (enable_grad())
        {
            Tensor?[] used = transposed.Select(p => p is { requires_grad: true } ? p : null).ToArray();
            Tensor product = Push(vector, used, layout.Split(whole, layout.Samples));
            return product.Plus(Offset).index_select(0, index).detach();
        }
    }
}
