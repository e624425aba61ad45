using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>What the members of a range add to one linear layer, in factors.</summary>
public sealed class LayerPerturbation
{
    private readonly Tensor? _input, _output, _bias;
    private readonly int _sources;

    /// <param name="members">The number of members.</param>
    /// <param name="sources">How many noises they have: as many, or half as many where they come in pairs.</param>
    /// <param name="isShared">Whether all members have the same input.</param>
    /// <param name="input">A^T, (sources, r, in).</param>
    /// <param name="output">B^T times the member's factor, (members, r, out).</param>
    /// <param name="bias">The bias's noise times the member's factor, (members, 1, out).</param>
    internal LayerPerturbation(int members, int sources, bool isShared, Tensor? input, Tensor? output, Tensor? bias)
    {
        (Members, _sources, IsShared) = (members, sources, isShared);
        (_input, _output, _bias) = (input, output, bias);
    }

    /// <summary>The number of members.</summary>
    public int Members { get; }

    /// <summary>Whether what comes into the layer depends on no parameter, so that it is the same for all members: the product is then computed once.</summary>
    internal bool IsShared { get; }

    /// <summary>The samples that the product with the unperturbed weight must be computed for: those of one member where all have the same input.</summary>
    internal Tensor Samples(Tensor input) => IsShared ? input.narrow(0, 0, input.shape[0] / Members) : input;

    /// <summary>The results of a layer for the samples of all members.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">The samples of all members, one member after the other: (members*samples, …, in).</param>
    /// <returns>(members*samples, …, out), in the caller's dispose scope.</returns>
    public Tensor Through(IPopulationLayer layer, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        Tensor samples = layer.Enter(Samples(x));
        Tensor results = layer.Leave(AddTo(nn.functional.linear(samples, layer.Weight), samples), Bias(layer.Bias));
        return Restore(results, x).MoveToOuterDisposeScope();
    }

    /// <summary>The bias of each member.</summary>
    /// <param name="bias">The unperturbed bias, (out).</param>
    /// <returns>(members, 1, out), or the bias itself where it is not perturbed; not to be written to.</returns>
    private Tensor Bias(Tensor bias) => _bias is null ? bias.alias() : bias.Plus(_bias);

    /// <summary>The members' results in the shape that the layer's output must have.</summary>
    /// <param name="results">(members, n, out).</param>
    /// <param name="input">The input of all members.</param>
    internal static Tensor Restore(Tensor results, Tensor input) => results.reshape([.. input.shape.AsSpan(0, input.shape.Length - 1), results.shape[^1]]);

    /// <summary>Adds what the members change of weight to a product, and what they change of a bias that it holds already.</summary>
    /// <param name="product">Of <see cref="Samples"/> with the unperturbed weight.</param>
    /// <param name="samples">The samples.</param>
    internal Tensor AddWithBias(Tensor product, Tensor samples)
    {
        Tensor sum = AddTo(product, samples);
        return _bias is null ? sum : sum.add_(_bias, ScalarArguments.One);
    }

    private Tensor AddTo(Tensor product, Tensor samples)
    {
        long width = product.shape[^1];
        Tensor all = product.reshape(IsShared ? 1 : Members, -1, width);
        if (_input is null)
            return all.expand(Members, -1, -1).clone();
        Tensor flat = samples.reshape(IsShared ? 1 : _sources, -1, samples.shape[^1]);
        // One number for each sample and column of A; where the input is shared, one product for all.
        Tensor inner = matmul(flat, _input.transpose(1, 2));
        inner = IsShared && _sources != Members
            ? inner.unsqueeze(1).expand(_sources, Members / _sources, -1, -1).reshape(Members, inner.shape[1], inner.shape[2])
            : inner.view(Members, -1, inner.shape[2]);
        return BatchedProduct.Add(all, inner, _output!);
    }
}
