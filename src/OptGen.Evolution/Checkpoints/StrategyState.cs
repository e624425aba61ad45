using System.IO.Hashing;
using System.Text;
using OptGen.Optimizers;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>A strategy's whole state as bytes, with a checksum at the end.</summary>
internal static class StrategyState
{
    private static ReadOnlySpan<byte> Magic => "OPTGENE1"u8;

    private const int HashLength = 16, MaxDimensions = 64;

    public static void Write(EvolutionStrategy strategy, Stream stream)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(strategy.Options.ToString());
            writer.Write(strategy.Generation);
            Dictionary<string, Tensor> tensors = strategy.Network.state_dict();
            writer.Write(tensors.Count);
            foreach (var (name, tensor) in tensors)
            {
                writer.Write(name);
                writer.Write((int)tensor.dtype);
                writer.Write(tensor.shape.Length);
                foreach (long size in tensor.shape)
                    writer.Write(size);
                writer.Write(tensor.cpu().contiguous().bytes);
            }
            writer.Write(OptimizerStates.NameOf(strategy.Optimizer));
            byte[] optimizer = OptimizerStates.Save(strategy.Optimizer);
            writer.Write(optimizer.Length);
            writer.Write(optimizer);
        }
        byte[] hash = XxHash128.Hash(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        buffer.WriteTo(stream);
        stream.Write(hash);
    }

    /// <summary>Reads a state into a strategy, all of it or nothing.</summary>
    /// <returns>The generation.</returns>
    public static long Read(EvolutionStrategy strategy, Stream stream)
    {
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        byte[] all = buffer.ToArray();
        if (all.Length < Magic.Length + HashLength || !all.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new EvolutionException("This is no state of an evolution strategy: it does not begin as one.");
        ReadOnlySpan<byte> content = all.AsSpan(0, all.Length - HashLength);
        if (!XxHash128.Hash(content).AsSpan().SequenceEqual(all.AsSpan(all.Length - HashLength)))
            throw new EvolutionException("The state of the evolution strategy is damaged: its checksum is not that of its content.");
        try
        {
            return Read(strategy, new BinaryReader(new MemoryStream(all, Magic.Length, all.Length - HashLength - Magic.Length), Encoding.UTF8));
        }
        catch (Exception error) when (error is IOException or FormatException or OverflowException)
        {
            throw new EvolutionException($"The state of the evolution strategy is damaged: {error.Message}", error);
        }
    }

    private static long Read(EvolutionStrategy strategy, BinaryReader reader)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        string options = reader.ReadString();
        if (options != strategy.Options.ToString())
            throw new EvolutionException($"The state is of other options: {options}; the strategy has: {strategy.Options}.");
        long generation = reader.ReadInt64();
        Dictionary<string, Tensor> own = strategy.Network.state_dict();
        int count = reader.ReadInt32();
        var read = new List<(Tensor Own, byte[] Bytes)>();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            var type = (ScalarType)reader.ReadInt32();
            int dimensions = reader.ReadInt32();
            if (dimensions is < 0 or > MaxDimensions)
                throw new EvolutionException($"The state of the evolution strategy is damaged: '{name}' has {dimensions} dimensions.");
            var shape = new long[dimensions];
            for (int j = 0; j < dimensions; j++)
                shape[j] = reader.ReadInt64();
            if (!own.Remove(name, out Tensor? tensor))
                throw new EvolutionException($"The state is of another network: it has '{name}', which {strategy.Network.GetType().Name} has not.");
            if (tensor.dtype != type || !tensor.shape.AsSpan().SequenceEqual(shape))
            {
                throw new EvolutionException(
                    $"The state is of another network: '{name}' is of {type} [{string.Join(", ", shape)}] there, and of {tensor.dtype} [{string.Join(", ", tensor.shape)}] in {strategy.Network.GetType().Name}.");
            }
            // As many bytes as the network's own tensor has: nothing is reserved by what the state says.
            byte[] bytes = reader.ReadBytes(checked((int)(tensor.numel() * tensor.ElementSize)));
            read.Add((tensor, bytes));
        }
        if (own.Count > 0)
            throw new EvolutionException($"The state is of another network: it lacks '{own.Keys.First()}'.");
        string optimizer = reader.ReadString(), ownOptimizer = OptimizerStates.NameOf(strategy.Optimizer);
        if (optimizer != ownOptimizer)
            throw new EvolutionException($"The state is of another optimiser: {optimizer}; the strategy has {ownOptimizer}.");
        byte[] state = reader.ReadBytes(reader.ReadInt32());
        try
        {
            OptimizerStates.Load(strategy.Optimizer, state);
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or IOException or InvalidOperationException)
        {
            throw new EvolutionException($"The state does not fit the strategy's {ownOptimizer}: {error.Message}", error);
        }
        foreach (var (tensor, bytes) in read)
        {
            if (bytes.Length == 0)
                continue;
            Tensor copy = empty(tensor.shape, tensor.dtype);
            bytes.CopyTo(copy.bytes);
            tensor.copy_(copy);
        }
        return generation;
    }
}
