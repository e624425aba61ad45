using static TorchSharp.torch;

namespace OptGen.SystemTorch.Interop;

/// <summary>The native tensors of a list, kept alive until <see cref="Dispose"/>; null where the list has none.</summary>
internal readonly ref struct TensorLeases : IDisposable
{
    private readonly IReadOnlyList<Tensor?> tensors;

    private TensorLeases(IReadOnlyList<Tensor?> tensors, nint[] pointers)
    {
        this.tensors = tensors;
        Pointers = pointers;
    }

    public nint[] Pointers { get; }

    public int Count => Pointers.Length;

    /// <summary>Leases a list in which null and undefined tensors stand for absent ones.</summary>
    /// <exception cref="ObjectDisposedException">A tensor of the list is disposed.</exception>
    public static TensorLeases Optional(IList<Tensor?>? list) => Take(list is null ? [] : [.. list]);

    /// <summary>Leases a list in which every tensor must be there.</summary>
    /// <param name="list">The tensors.</param>
    /// <param name="name">What the caller calls the list.</param>
    /// <exception cref="ArgumentException">An element is null.</exception>
    /// <exception cref="ObjectDisposedException">A tensor of the list is disposed.</exception>
    public static TensorLeases Required(IList<Tensor>? list, string name)
    {
        ArgumentNullException.ThrowIfNull(list, name);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is null or { IsUndefined: true })
                throw new ArgumentException($"{name}[{i}] is {(list[i] is null ? "null" : "an undefined tensor")}; every element must be a tensor.", name);
        }

        return Take([.. list]);
    }

    public void Dispose()
    {
        for (var i = 0; i < Pointers.Length; i++)
        {
            if (Pointers[i] != 0) tensors[i]!.Return();
        }
    }

    private static unsafe TensorLeases Take(Tensor?[] tensors)
    {
        var leases = new TensorLeases(tensors, tensors.Length == 0 ? [] : new nint[tensors.Length]);
        try
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                if (tensors[i] is { IsUndefined: false } tensor) leases.Pointers[i] = (nint)tensor.Lease();
            }
        }
        catch
        {
            leases.Dispose();
            throw;
        }

        return leases;
    }
}
