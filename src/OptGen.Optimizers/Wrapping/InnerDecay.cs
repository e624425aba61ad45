using TorchSharp.Modules;

namespace OptGen.Optimizers;

/// <summary>Options of an optimiser of one's own that have a weight decay which a wrapper shall take over.</summary>
public interface IWeightDecay
{
    /// <summary>The weight decay λ.</summary>
    double WeightDecay { get; set; }

    /// <summary>Whether the optimiser multiplies weights by 1 - ηλ (true) or adds λw to gradients (false).</summary>
    bool DecoupledWeightDecay { get; }

    /// <summary>Whether the optimiser climbs.</summary>
    bool Maximize { get; }
}

/// <summary>Reads and changes the weight decay of any optimiser's options.</summary>
internal static class InnerDecay
{
    /// <summary>The decay of options whose kind is known; λ is 0 for all others.</summary>
    public static (double Decay, bool Decoupled, bool Maximize) Read(OptimizerOptions? options) => options switch
    {
        TorchSharp.Modules.SGD.Options o => (o.weight_decay ?? 0, false, o.maximize == true),
        TorchSharp.Modules.Adam.Options o => (o.weight_decay ?? 0, false, o.maximize == true),
        TorchSharp.Modules.AdamW.Options o => (o.weight_decay ?? 0, true, o.maximize == true),
        TorchSharp.Modules.Adagrad.Options o => (o.weight_decay ?? 0, false, false),
        TorchSharp.Modules.RAdam.Options o => (o.weight_decay ?? 0, false, false),
        NAdam.Options o => (o.weight_decay ?? 0, false, false),
        Adamax.Options o => (o.weight_decay ?? 0, false, false),
        Adadelta.Options o => (o.weight_decay ?? 0, false, o.maximize == true),
        RMSProp.Options o => (o.weight_decay ?? 0, false, o.maximize == true),
        ASGD.Options o => (o.weight_decay ?? 0, false, o.maximize == true),
        IWeightDecay o => (o.WeightDecay, o.DecoupledWeightDecay, o.Maximize),
        _ => (0, false, false)
    };

    /// <summary>Changes the decay of options that <see cref="Read"/> knows.</summary>
    public static void Write(OptimizerOptions options, double decay)
    {
        switch (options)
        {
            case TorchSharp.Modules.SGD.Options o: o.weight_decay = decay; break;
            case TorchSharp.Modules.Adam.Options o: o.weight_decay = decay; break;
            case TorchSharp.Modules.AdamW.Options o: o.weight_decay = decay; break;
            case TorchSharp.Modules.Adagrad.Options o: o.weight_decay = decay; break;
            case TorchSharp.Modules.RAdam.Options o: o.weight_decay = decay; break;
            case NAdam.Options o: o.weight_decay = decay; break;
            case Adamax.Options o: o.weight_decay = decay; break;
            case Adadelta.Options o: o.weight_decay = decay; break;
            case RMSProp.Options o: o.weight_decay = decay; break;
            case ASGD.Options o: o.weight_decay = decay; break;
            case IWeightDecay o: o.WeightDecay = decay; break;
        }
    }
}
