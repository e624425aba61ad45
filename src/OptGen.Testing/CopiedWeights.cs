using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Testing;

/// <summary>Weights of one network in another, until it is disposed of.</summary>
internal sealed class CopiedWeights : IDisposable
{
    private readonly (Tensor Weight, Tensor Own)[] _own;

    public CopiedWeights(List<(string Name, Tensor Actual, Tensor Expected)> pairs)
    {
        _own = [.. pairs.Select(p => (p.Actual, p.Actual.detach().clone().DetachFromDisposeScope()))];
        foreach ((_, Tensor actual, Tensor expected) in pairs)
            Copy(expected, actual);
    }

    public void Dispose()
    {
        foreach ((Tensor weight, Tensor own) in _own)
        {
            Copy(own, weight);
            own.Dispose();
        }
    }

    private static void Copy(Tensor from, Tensor to)
    {
        using IDisposable off = no_grad();
        using Tensor target = to.detach();
        target.copy_(from);
    }
}
