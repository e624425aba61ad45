using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Saving and loading, which optimisers and wrappers have under one name but no common class.</summary>
internal static class Saved
{
    public static byte[] Save(optim.Optimizer optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        if (optimizer is OptimizerWrapper wrapper) wrapper.save_state_dict(writer);
        else ((OptimizerHelper)optimizer).save_state_dict(writer);
        writer.Flush();
        return stream.ToArray();
    }

    public static void Load(optim.Optimizer optimizer, byte[] saved)
    {
        using var reader = new BinaryReader(new MemoryStream(saved));
        if (optimizer is OptimizerWrapper wrapper) wrapper.load_state_dict(reader);
        else ((OptimizerHelper)optimizer).load_state_dict(reader);
    }
}
