using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>
/// The state of torch's generator before each layer that has drawn from it, so that the layer draws the same numbers when it is computed once more. Layers that draw none
/// leave nothing here. The generator is that of the processor and belongs to the whole process: it is only looked at where a module may draw.
/// </summary>
/// <param name="modules">The modules that layers apply.</param>
internal sealed class RandomStates(IEnumerable<nn.Module> modules)
{
    private readonly bool _mayDraw = modules.SelectMany(m => m.modules().Append(m)).Any(MayDraw);
    private readonly List<(int Layer, byte[] State)> _states = [];
    private (int Layer, byte[] State)? _open;

    /// <summary>A layer is about to be computed.</summary>
    public void Before(int layer)
    {
        if (!_mayDraw)
            return;
        byte[] state = Current();
        Close(state);
        _open = (layer, state);
    }

    /// <summary>All layers are computed.</summary>
    public void After()
    {
        if (!_mayDraw)
            return;
        Close(Current());
        _open = null;
    }

    /// <summary>Puts the generator to where a layer began, if it has drawn.</summary>
    public void Restore(int layer)
    {
        int found = _states.FindIndex(s => s.Layer == layer);
        if (found >= 0)
            Set(_states[found].State);
    }

    /// <summary>Runs an action, and puts the generator to where it was before it.</summary>
    public void Around(Action action)
    {
        byte[]? state = _states.Count > 0 ? Current() : null;
        try
        {
            action();
        }
        finally
        {
            if (state is not null)
                Set(state);
        }
    }

    /// <summary>Of torch's own layers a few draw, in training; what a user's module does is not known.</summary>
    private static bool MayDraw(nn.Module module) => module switch
    {
        Dropout or Dropout1d or Dropout2d or Dropout3d or AlphaDropout or FeatureAlphaDropout or RReLU or MultiheadAttention or RNN or LSTM or GRU
            or TransformerEncoderLayer or TransformerDecoderLayer or FractionalMaxPool2d or FractionalMaxPool3d => module.training,
        _ => module.GetType().Assembly != typeof(nn.Module).Assembly && module.GetType().Assembly != typeof(RandomStates).Assembly
    };

    private void Close(byte[] now)
    {
        if (_open is { } open && !open.State.AsSpan().SequenceEqual(now))
            _states.Add(open);
    }

    private static byte[] Current()
    {
        using DisposeScope scope = NewDisposeScope();
        return random.get_rng_state().data<byte>().ToArray();
    }

    private static void Set(byte[] state)
    {
        using DisposeScope scope = NewDisposeScope();
        random.set_rng_state(tensor(state, ScalarType.Byte));
    }
}
