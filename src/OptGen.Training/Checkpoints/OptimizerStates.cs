using OptGen.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Saves and loads the state of any optimiser that has one to save.</summary>
internal static class OptimizerStates
{
    public static string NameOf(optim.Optimizer optimizer) =>
        optimizer is OptimizerWrapper wrapper ? $"{optimizer.GetType().Name}({NameOf(wrapper.Inner)})" : optimizer.GetType().Name;

    /// <exception cref="ArgumentException">The optimiser keeps its state where nobody can read it.</exception>
    public static void ThrowIfUnsaveable(optim.Optimizer optimizer)
    {
        optim.Optimizer inner = TrainingStep.Innermost(optimizer);
        if (inner is not OptimizerHelper)
        {
            throw new ArgumentException(
                $"The state of {inner.GetType().Name} cannot be saved, since TorchSharp gives no way to it: leave Checkpoints out, or take another optimiser.", nameof(optimizer));
        }
    }

    public static byte[] Save(optim.Optimizer optimizer)
    {
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
    public static void Load(optim.Optimizer optimizer, byte[] state)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        if (optimizer is OptimizerWrapper wrapper)
            wrapper.load_state_dict(reader);
        else
            ((OptimizerHelper)optimizer).load_state_dict(reader);
    }
}
