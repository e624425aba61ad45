using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>Saves and loads the state of any optimiser that has one to save: TorchSharp's, the centralized ones, and wrappers around them.</summary>
public static class OptimizerStates
{
    /// <summary>The optimiser's name, with those of the optimisers that it wraps: <c>Lookahead(Adam)</c>.</summary>
    /// <param name="optimizer">The optimiser.</param>
    public static string NameOf(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer is OptimizerWrapper wrapper ? $"{optimizer.GetType().Name}({NameOf(wrapper.Inner)})" : optimizer.GetType().Name;
    }

    /// <summary>The optimiser that takes the steps, inside of all wrappers.</summary>
    /// <param name="optimizer">The optimiser.</param>
    public static optim.Optimizer Innermost(optim.Optimizer optimizer) => optimizer is OptimizerWrapper wrapper ? Innermost(wrapper.Inner) : optimizer;

    /// <summary>Makes sure that the state can be saved, before hours of work depend on it.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <exception cref="ArgumentException">The optimiser keeps its state where nobody can read it.</exception>
    public static void ThrowIfUnsaveable(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        optim.Optimizer inner = Innermost(optimizer);
        if (inner is not OptimizerHelper)
        {
            throw new ArgumentException(
                $"The state of {inner.GetType().Name} cannot be saved, since TorchSharp gives no way to it: leave checkpoints out, or take another optimiser.", nameof(optimizer));
        }
    }

    /// <summary>The state as bytes.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <exception cref="ArgumentException">The optimiser keeps its state where nobody can read it.</exception>
    public static byte[] Save(optim.Optimizer optimizer)
    {
        ThrowIfUnsaveable(optimizer);
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        if (optimizer is OptimizerWrapper wrapper)
            wrapper.save_state_dict(writer);
        else
            ((OptimizerHelper)optimizer).save_state_dict(writer);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Loads what <see cref="Save"/> gave into a new optimiser of the same parameters.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="state">The bytes.</param>
    /// <exception cref="ArgumentException">The optimiser keeps its state where nobody can write it, or the state is of another one.</exception>
    /// <exception cref="IOException">The state ends too early.</exception>
    public static void Load(optim.Optimizer optimizer, byte[] state)
    {
        ThrowIfUnsaveable(optimizer);
        // TorchSharp (0.107.0) leaves what it loads in the caller's dispose scope, which would take it from the optimiser.
        using DisposeScope scope = NewDisposeScope();
        using var reader = new BinaryReader(new MemoryStream(state));
        if (optimizer is OptimizerWrapper wrapper)
            wrapper.load_state_dict(reader);
        else
            ((OptimizerHelper)optimizer).load_state_dict(reader);
        scope.Detach(scope.DisposablesView);
    }
}
