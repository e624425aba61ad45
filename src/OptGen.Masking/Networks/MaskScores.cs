using OptGen.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>The scores of all masked weights: a parameter for each, under the weight's name.</summary>
internal sealed class MaskScores : nn.Module
{
    private readonly string[] _names;
    private readonly Parameter[] _scores;

    public MaskScores(IReadOnlyList<WeightSlot> slots, ulong seed, MaskBudget budget)
        : base(nameof(MaskScores))
    {
        _names = [.. slots.Select(slot => slot.Name)];
        _scores = new Parameter[_names.Length];
        var numbers = new RandomSequence(seed, FillLayout.ScoreStream);
        double[] bounds = Bounds(slots, budget);
        ulong first = 0;
        for (int i = 0; i < _names.Length; i++)
        {
            Parameter weight = slots[i].Own;
            var values = new float[weight.NumberOfElements];
            numbers.Uniforms(values, first);
            first += (ulong)values.Length;
            for (int j = 0; j < values.Length; j++)
                values[j] = (float)(bounds[i] * (2 * (double)values[j] - 1));
            using Tensor drawn = tensor(values, weight.shape);
            // Scores of weights with 16 bits have 32: small steps must not be lost.
            ScalarType type = weight.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
            _scores[i] = new Parameter(drawn.to(type, weight.device, copy: true));
            _scores[i].DetachFromDisposeScope();
            register_parameter(_names[i], _scores[i]);
        }
    }

    public Parameter this[int slot] => _scores[slot];

    // As the reference draws them, evenly from -b to b with b = 1/sqrt(fan-in); where layers compete, all with one b, that of their mean fan-in.
    private static double[] Bounds(IReadOnlyList<WeightSlot> slots, MaskBudget budget)
    {
        double[] fanIns = [.. slots.Select(slot => (double)WeightSlot.FanIn(slot.Owners[0], slot.Own.shape))];
        double mean = fanIns.Average();
        return [.. fanIns.Select(fanIn => 1 / Math.Sqrt(budget == MaskBudget.Global ? mean : fanIn))];
    }

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        // Scores keep at least 32 bits.
        ScalarType? wanted = dtype is ScalarType.Float16 or ScalarType.BFloat16 ? ScalarType.Float32 : dtype;
        for (int i = 0; i < _scores.Length; i++)
        {
            if (!ReplaceParameter(wanted, device, _scores[i], out Parameter? moved))
                continue;
            _scores[i].Dispose();
            _scores[i] = moved!;
            ConditionallyRegisterParameter(_names[i], moved);
        }
        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }
}
