using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>An optimiser around another one, whose groups, learning rates and parameters are its own.</summary>
/// <remarks>Schedulers take the wrapper or the optimiser inside: both change the same groups. Disposing the wrapper disposes the inside.</remarks>
public abstract class OptimizerWrapper : optim.Optimizer, optim.IMomentum, optim.IBetas
{
    private protected OptimizerWrapper(optim.Optimizer inner)
        : base(IntPtr.Zero)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>The optimiser inside.</summary>
    public optim.Optimizer Inner { get; }

    /// <inheritdoc/>
    public override IEnumerable<optim.ILearningRateController> ParamGroups => Inner.ParamGroups;

    // TorchSharp's schedulers that cycle momenta ask the optimiser for one of these, and then work on its groups.
    double optim.IMomentum.Momentum
    {
        get => As<optim.IMomentum>().Momentum;
        set => As<optim.IMomentum>().Momentum = value;
    }

    (double, double) optim.IBetas.Betas
    {
        get => As<optim.IBetas>().Betas;
        set => As<optim.IBetas>().Betas = value;
    }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> parameters() => Inner.parameters();

    /// <inheritdoc/>
    public override void zero_grad() => Inner.zero_grad();

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group) => Inner.add_param_group(param_group);

    /// <summary>Moves the state to a device.</summary>
    /// <exception cref="NotSupportedException">The optimiser inside cannot be moved.</exception>
    public virtual void to(Device device)
    {
        switch (Inner)
        {
            case OptimizerHelper helper:
                helper.to(device);
                break;
            case OptimizerWrapper wrapper:
                wrapper.to(device);
                break;
            default:
                throw new NotSupportedException($"The state of {Inner.GetType().Name} cannot be moved to {device}: it is no OptimizerHelper.");
        }
    }

    /// <summary>Writes options and state to a file, which appears, or changes, only when all is written.</summary>
    /// <exception cref="NotSupportedException">The optimiser inside cannot be saved.</exception>
    public void save_state_dict(string location)
    {
        var unfinished = location + ".partial";
        try
        {
            using (var writer = new BinaryWriter(File.Create(unfinished))) save_state_dict(writer);
            File.Move(unfinished, location, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes options and state.</summary>
    /// <exception cref="NotSupportedException">The optimiser inside cannot be saved.</exception>
    public virtual void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Inner)
        {
            case OptimizerHelper helper:
                helper.save_state_dict(writer);
                break;
            case OptimizerWrapper wrapper:
                wrapper.save_state_dict(writer);
                break;
            default:
                throw new NotSupportedException($"The state of {Inner.GetType().Name} cannot be saved: it is no OptimizerHelper.");
        }
    }

    /// <summary>Loads options and state from a file that <see cref="save_state_dict(string)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is of another optimiser or of other parameters.</exception>
    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Loads what <see cref="save_state_dict(BinaryWriter)"/> wrote. After an exception part of it may be loaded.</summary>
    /// <exception cref="InvalidDataException">It is of another optimiser or of other parameters.</exception>
    public virtual void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        switch (Inner)
        {
            case OptimizerHelper helper:
                helper.load_state_dict(reader);
                break;
            case OptimizerWrapper wrapper:
                wrapper.load_state_dict(reader);
                break;
            default:
                throw new NotSupportedException($"The state of {Inner.GetType().Name} cannot be loaded: it is no OptimizerHelper.");
        }
    }

    private T As<T>()
        where T : class => Inner as T ?? throw new NotSupportedException($"{Inner.GetType().Name} is no {typeof(T).Name}.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Inner.Dispose();
        base.Dispose(disposing);
    }
}
