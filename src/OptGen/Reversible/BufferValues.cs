using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>
/// What modules in training count along, such as the running statistics of batch normalisation: computing a layer once more must not count twice.
/// </summary>
internal sealed class BufferValues
{
    private readonly List<(Tensor Buffer, Tensor Value)> _values = [];

    /// <summary>Copies the buffers of modules that are in training.</summary>
    public static BufferValues Of(IEnumerable<nn.Module> modules)
    {
        var values = new BufferValues();
        foreach (Tensor buffer in modules.SelectMany(m => m.modules().Append(m)).Where(m => m.training).SelectMany(m => m.named_buffers(recurse: false)).Select(b => b.buffer)
            .Distinct<Tensor>(ReferenceEqualityComparer.Instance))
        {
            values._values.Add((buffer, buffer.detach().clone()));
        }
        return values;
    }

    /// <summary>Puts the values back where they have changed, and releases the copies.</summary>
    public void Restore()
    {
        foreach ((Tensor buffer, Tensor value) in _values)
        {
            using Tensor same = buffer.eq(value).all();
            if (!same.item<bool>())
                buffer.copy_(value);
            value.Dispose();
        }
    }
}
