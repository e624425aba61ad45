using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Finds batches that a batch norm cannot take in training: of one value a channel there is no variance, and torch makes it not a number
/// without a word.</summary>
internal sealed class BatchNormGuard
{
    private readonly (string Name, BatchNorm Module)[] _norms;

    public BatchNormGuard(nn.Module model) =>
        _norms = [.. model.named_modules().Select(named => (named.name, named.module as BatchNorm)).Prepend(("", model as BatchNorm))
            .Where(named => named.Item2 is not null).Select(named => (named.Item1, named.Item2!))];

    /// <summary>Whether a batch norm of the network takes its statistics from batches now.</summary>
    public bool IsOn => Array.Exists(_norms, norm => norm.Module.training);

    /// <summary>Runs something on a batch. Where it holds a single sample, each batch norm is watched.</summary>
    /// <exception cref="InvalidOperationException">A batch norm was given one value a channel.</exception>
    public T Watch<T>(long samples, Func<T> run)
    {
        if (samples > 1 || _norms.Length == 0)
            return run();
        var watches = new List<Action>();
        try
        {
            foreach (var (name, module) in _norms)
            {
                if (!module.training)
                    continue;
                var watch = module.register_forward_pre_hook((_, input) => Check(name, input));
                watches.Add(watch.remove);
            }
            return run();
        }
        finally
        {
            watches.ForEach(remove => remove());
        }
    }

    private static Tensor Check(string name, Tensor input) => input.dim() < 2 || input.numel() / input.shape[1] > 1 ? input
        : throw new InvalidOperationException(
            $"A batch of one sample gives batch norm '{name}' one value a channel, of which there is no variance: take larger batches, or drop the last one (LastBatch.Drop).");
}
