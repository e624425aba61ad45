using System.Runtime.InteropServices;
using OptGen.Randomness;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>Makes one member after the other of a network: parameters plus or minus the member's noise.</summary>
internal sealed class MemberWriter
{
    private readonly ParameterLayout _layout;
    private readonly Tensor[] _parameters;
    private readonly EvolutionOptions _options;
    private readonly float[][] _noise;
    private (long Generation, int Source) _drawn = (-1, -1);

    public MemberWriter(ParameterLayout layout, Tensor[] parameters, EvolutionOptions options)
    {
        (_layout, _parameters, _options) = (layout, parameters, options);
        _noise = [.. layout.Slots.Select(slot => new float[slot.Count])];
    }

    /// <summary>Writes a member into the network's parameters.</summary>
    /// <param name="origin">The unperturbed parameters.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="member">The member.</param>
    public void Write(IReadOnlyList<Tensor> origin, long generation, int member)
    {
        int source = _options.Antithetic ? member / 2 : member;
        if (_drawn != (generation, source))
        {
            RandomSequence sequence = ParameterLayout.Sequence(_options, generation, source);
            for (int i = 0; i < _noise.Length; i++)
                MemberNoise.Fill(sequence, _layout.Slots[i], _noise[i]);
            _drawn = (generation, source);
        }
        double factor = _options.Antithetic && member % 2 != 0 ? -_options.Sigma : _options.Sigma;
        for (int i = 0; i < _noise.Length; i++)
            Write(origin[i], _noise[i], factor, _parameters[i]);
    }

    /// <summary>Writes the unperturbed parameters.</summary>
    public void WriteOrigin(IReadOnlyList<Tensor> origin)
    {
        for (int i = 0; i < _parameters.Length; i++)
            _parameters[i].copy_(origin[i]);
    }

    private static void Write(Tensor origin, float[] noise, double factor, Tensor parameter)
    {
        if (noise.Length == 0)
            return;
        bool inMemory = parameter.device_type == TorchSharp.DeviceType.CPU && origin.device_type == TorchSharp.DeviceType.CPU && parameter.is_contiguous() && origin.is_contiguous();
        if (inMemory && parameter.dtype == ScalarType.Float32)
        {
            NoiseKernel.Add(MemoryMarshal.Cast<byte, float>(origin.bytes), noise, (float)factor, MemoryMarshal.Cast<byte, float>(parameter.bytes));
            return;
        }
        if (inMemory && parameter.dtype == ScalarType.Float64)
        {
            NoiseKernel.Add(MemoryMarshal.Cast<byte, double>(origin.bytes), noise, factor, MemoryMarshal.Cast<byte, double>(parameter.bytes));
            return;
        }
        using var scope = NewDisposeScope();
        Tensor there = tensor(noise).view(parameter.shape).to(parameter.dtype, parameter.device);
        parameter.copy_(origin.Plus(there, factor));
    }
}
