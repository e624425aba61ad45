using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The settings and parameters of a recurrent layer, in libtorch's order: for each level and direction, input weight, hidden weight and their biases.</summary>
internal sealed class RecurrentWeights
{
    private readonly List<Parameter> parameters = [];
    private readonly List<string> names = [];

    public RecurrentWeights(long inputSize, long hiddenSize, long gates, long levels, bool hasBias, bool isBidirectional, Device? device, ScalarType? dtype)
    {
        if (inputSize < 1 || hiddenSize < 1 || levels < 1)
            throw new ArgumentException($"A recurrent layer of {levels} levels from {inputSize} to {hiddenSize} features cannot be.", nameof(hiddenSize));
        HiddenSize = hiddenSize;
        Levels = levels;
        HasBias = hasBias;
        IsBidirectional = isBidirectional;
        for (var level = 0L; level < levels; level++)
        {
            var width = level == 0 ? inputSize : hiddenSize * Directions;
            foreach (var suffix in isBidirectional ? new[] { string.Empty, "_reverse" } : [string.Empty])
            {
                Add($"weight_ih_l{level}{suffix}", [gates * hiddenSize, width]);
                Add($"weight_hh_l{level}{suffix}", [gates * hiddenSize, hiddenSize]);
                if (!hasBias) continue;
                Add($"bias_ih_l{level}{suffix}", [gates * hiddenSize]);
                Add($"bias_hh_l{level}{suffix}", [gates * hiddenSize]);
            }
        }

        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in parameters) nn.init.uniform_(parameter, -bound, bound);

        void Add(string name, long[] shape)
        {
            names.Add(name);
            parameters.Add(LayerParameters.Empty(shape, device, dtype));
        }
    }

    public long HiddenSize { get; }

    public long Levels { get; }

    public bool HasBias { get; }

    public bool IsBidirectional { get; }

    public long Directions => IsBidirectional ? 2 : 1;

    public Tensor[] All => parameters.ToArray();

    public void RegisterWith(nn.Module layer)
    {
        for (var i = 0; i < names.Count; i++) layer.register_parameter(names[i], parameters[i]);
    }

    public void Replace(Tensor old, Tensor replacement)
    {
        var index = parameters.FindIndex(parameter => ReferenceEquals(parameter, old));
        if (index >= 0) parameters[index] = (Parameter)replacement;
    }

    /// <summary>The parameter of a kind at a place counted over levels and directions, forward before backward.</summary>
    public Parameter Find(string kind, long index)
    {
        var suffix = IsBidirectional && index % 2 == 1 ? "_reverse" : string.Empty;
        var name = $"{kind}_l{index / Directions}{suffix}";
        var position = names.IndexOf(name);
        return position >= 0 ? parameters[position] : throw new ArgumentOutOfRangeException(nameof(index), index, $"This layer has no {name}.");
    }

    /// <summary>Where every sequence starts when nothing else is said: zeros.</summary>
    public Tensor Start(Tensor input, bool batchFirst)
    {
        var levels = Levels * Directions;
        return input.dim() == 2
            ? zeros([levels, HiddenSize], input.dtype, input.device)
            : zeros([levels, input.size(batchFirst ? 0 : 1), HiddenSize], input.dtype, input.device);
    }
}
