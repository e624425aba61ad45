using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>A copy of tensors as they were, to be put back: what a step that is not taken must not have changed.</summary>
internal sealed class TensorSnapshot : IDisposable
{
    private readonly Tensor[] _live;
    private readonly Tensor[] _copies;

    public TensorSnapshot(IEnumerable<Tensor> tensors)
    {
        using var mode = no_grad();
        _live = [.. tensors];
        _copies = Array.ConvertAll(_live, tensor => tensor.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>The copies, in order.</summary>
    public IReadOnlyList<Tensor> Copies => _copies;

    /// <summary>Copies the tensors anew.</summary>
    public void Take()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        for (int i = 0; i < _live.Length; i++)
            _copies[i].copy_(_live[i]);
    }

    /// <summary>Puts back what was copied.</summary>
    public void Restore()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        for (int i = 0; i < _live.Length; i++)
            _live[i].detach().copy_(_copies[i]);
    }

    public void Dispose()
    {
        foreach (Tensor copy in _copies)
            copy.Dispose();
    }
}
