using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>A weight of a network, and the modules that compute with it: one, or several that share it.</summary>
internal sealed class WeightSlot(string name, nn.Module[] owners) : IDisposable
{
    private Parameter? _own;
    private Parameter? _current;

    /// <summary>The weight's name in state_dict.</summary>
    public string Name => name;

    /// <summary>The modules.</summary>
    public IReadOnlyList<nn.Module> Owners => owners;

    /// <summary>The network's own weight, the one that is registered.</summary>
    public Parameter Own => _own ?? WeightField.Get(owners[0]);

    /// <summary>Whether another weight stands in its place.</summary>
    public bool IsTaken => _current is not null;

    /// <summary>How many numbers each number of the output is a sum over.</summary>
    public static long FanIn(nn.Module module, long[] shape)
    {
        long inputs = module is Convolution { transposed: true } transposed ? shape[0] / transposed.groups : shape[1];
        return shape.Skip(2).Aggregate(inputs, (product, size) => product * size);
    }

    /// <summary>Puts a tensor in the weight's place; it belongs to the slot from here on.</summary>
    public void Put(Tensor weight)
    {
        Restore();
        _own = WeightField.Get(owners[0]);
        // A Parameter takes over the tensor's handle, and its place in a dispose scope.
        _current = new Parameter(weight, weight.requires_grad);
        _current.DetachFromDisposeScope();
        foreach (nn.Module owner in owners)
            WeightField.Set(owner, _current);
    }

    public void Dispose() => Restore();

    /// <summary>Gives the weight its place back.</summary>
    public void Restore()
    {
        if (_current is null)
            return;
        Parameter? moved = null;
        foreach (nn.Module owner in owners)
        {
            Parameter there = WeightField.Get(owner);
            if (ReferenceEquals(there, _current))
            {
                WeightField.Set(owner, _own!);
                continue;
            }
            // The network was moved after a forward that failed: what was moved, and registered, is the other weight. The own one follows it.
            moved ??= Follow(there);
            if (!ReferenceEquals(there, moved))
                WeightField.Replace(owner, moved);
        }
        _current.Dispose();
        _current = _own = null;
    }

    private Parameter Follow(Parameter there)
    {
        using IDisposable off = no_grad();
        using Tensor copy = _own!.to(there.dtype, there.device, copy: true);
        var moved = new Parameter(copy, _own.requires_grad);
        moved.DetachFromDisposeScope();
        _own.Dispose();
        return moved;
    }
}
