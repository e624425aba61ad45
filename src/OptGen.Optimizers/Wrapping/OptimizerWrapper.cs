using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>An optimiser around another one, whose groups, learning rates and parameters are its own.</summary>
/// <remarks>
/// Schedulers take the wrapper or the optimiser inside: both change the same groups. Those that cycle momenta ask the optimiser whether it
/// is an <see cref="optim.IMomentum"/> or <see cref="optim.IBetas"/>: a wrapper is what its inside is. Disposing the wrapper disposes the inside.
/// </remarks>
public abstract class OptimizerWrapper : optim.Optimizer, IDynamicInterfaceCastable
{
    private bool disposed;

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

    [DynamicInterfaceCastableImplementation]
    private interface IInnerMomentum : optim.IMomentum
    {
        double optim.IMomentum.Momentum
        {
            get => ((optim.IMomentum)((OptimizerWrapper)this).Inner).Momentum;
            set => ((optim.IMomentum)((OptimizerWrapper)this).Inner).Momentum = value;
        }
    }

    [DynamicInterfaceCastableImplementation]
    private interface IInnerBetas : optim.IBetas
    {
        (double, double) optim.IBetas.Betas
        {
            get => ((optim.IBetas)((OptimizerWrapper)this).Inner).Betas;
            set => ((optim.IBetas)((OptimizerWrapper)this).Inner).Betas = value;
        }
    }

    bool IDynamicInterfaceCastable.IsInterfaceImplemented(RuntimeTypeHandle interfaceType, bool throwIfNotImplemented)
    {
        var implemented = (interfaceType.Equals(typeof(optim.IMomentum).TypeHandle) && Inner is optim.IMomentum)
            || (interfaceType.Equals(typeof(optim.IBetas).TypeHandle) && Inner is optim.IBetas);
        if (!implemented && throwIfNotImplemented)
            throw new InvalidCastException($"This {GetType().Name} is no {Type.GetTypeFromHandle(interfaceType)?.Name}: its {Inner.GetType().Name} is none.");
        return implemented;
    }

    RuntimeTypeHandle IDynamicInterfaceCastable.GetInterfaceImplementation(RuntimeTypeHandle interfaceType) =>
        interfaceType.Equals(typeof(optim.IMomentum).TypeHandle) ? typeof(IInnerMomentum).TypeHandle : typeof(IInnerBetas).TypeHandle;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> parameters() => [.. Inner.parameters()];

    /// <summary>The parameters of a group of the optimiser inside.</summary>
    /// <remarks>
    /// TorchSharp's LBFGS (0.107.0) makes new owners of the same native tensors whenever its group's parameters are enumerated, which ends
    /// the process when two of them are collected. From the optimiser each call gets tensors of its own, which may be enumerated once.
    /// </remarks>
    private protected IReadOnlyList<Parameter> ParametersOf(optim.ILearningRateController controller) =>
        controller is ParamGroup group && !IsNative ? [.. group.Parameters] : [.. Inner.parameters()];

    /// <summary>Whether the innermost optimiser is libtorch's own, which calls closures from native code.</summary>
    private protected bool IsNative => Inner is LBFGS or OptimizerWrapper { IsNative: true };

    /// <summary>Steps the optimiser inside.</summary>
    /// <remarks>
    /// An exception that leaves a closure of TorchSharp's LBFGS (0.107.0) would unwind native code, which ends the process. It is kept until
    /// the step is over; without gradients libtorch takes that for a minimum, and goes no further.
    /// </remarks>
    private protected Tensor? StepInner(Func<Tensor>? closure)
    {
        if (closure is null || Inner is not LBFGS) return Inner.step(closure);
        ExceptionDispatchInfo? failure = null;
        List<(Parameter Parameter, Tensor Gradient)> gradients = [];
        var loss = Inner.step(() =>
        {
            try
            {
                if (failure is null) return closure();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
                foreach (var parameter in Inner.parameters())
                {
                    if (parameter.grad is not { } gradient) continue;
                    gradients.Add((parameter, gradient.DetachFromDisposeScope()));
                    parameter.grad = null;
                }
            }

            return tensor(0.0);
        });
        foreach (var (parameter, gradient) in gradients)
        {
            parameter.grad = gradient;
            gradient.Dispose();
        }

        failure?.Throw();
        return loss;
    }

    private protected void ThrowIfLost(Parameter parameter, string name)
    {
        if (parameter.IsInvalid)
        {
            throw new InvalidOperationException(
                $"{GetType().Name} around {Inner.GetType().Name} has lost {name}: it was disposed, or replaced by a module's to(); make the optimizer after to().");
        }
    }

    /// <exception cref="ObjectDisposedException">The wrapper is disposed.</exception>
    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(disposed, this);

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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        disposed = true;
        if (disposing) Inner.Dispose();
        base.Dispose(disposing);
    }
}
