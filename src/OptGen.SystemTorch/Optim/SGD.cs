using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Stochastic gradient descent, optionally with momentum:
/// <c>m = momentum * m + (1 - dampening) * g; p -= lr * m</c>, where m starts as the first gradient.
/// </summary>
/// <remarks>
/// With <c>nesterov</c> the step is along <c>g + momentum * m</c>. Equal, bit for bit, to PyTorch's SGD with foreach off.
/// </remarks>
public class SGD : OptimizerHelper, torch.optim.IMomentum
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = Some(parameters) }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
        bool nesterov = false, bool maximize = false)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize
        };
        Start(parameters, defaults);
    }

    /// <summary>The default momentum of groups to come.</summary>
    public double Momentum
    {
        get => Defaults.momentum ?? 0;
        set => Defaults.momentum = value;
    }

    private Options Defaults => (Options)_defaults;

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null) => _step<Modules.ParamGroup>(Step, closure);

    private void Step(Modules.ParamGroup group)
    {
        var options = (Options)group.Options;
        var lr = group.LearningRate;
        var momentum = options.momentum.GetValueOrDefault();
        var fresh = 1 - options.dampening.GetValueOrDefault();
        var nesterov = options.nesterov == true;
        Each<State>(group, options.maximize == true, options.weight_decay.GetValueOrDefault(), (parameter, gradient, state) =>
        {
            if (momentum == 0)
            {
                Aten.add__Tensor.CallVoid(parameter, gradient, -lr);
                return;
            }

            var buffer = state.Follow(gradient, momentum, fresh);
            if (nesterov)
            {
                using var ahead = Aten.add_Tensor.Call(gradient, buffer, momentum);
                Aten.add__Tensor.CallVoid(parameter, ahead, -lr);
            }
            else
            {
                Aten.add__Tensor.CallVoid(parameter, buffer, -lr);
            }
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Options of another kind or out of range, or a parameter that is here already.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = Adopt<Options>(param_group);
        options.momentum ??= Defaults.momentum;
        options.dampening ??= Defaults.dampening;
        options.weight_decay ??= Defaults.weight_decay;
        options.nesterov ??= Defaults.nesterov;
        options.maximize ??= Defaults.maximize;
        Register(param_group, static parameter => new State(parameter));
    }

    /// <summary>Frees the state of every parameter.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing) DisposeStates();
        base.Dispose(disposing);
    }

    /// <summary>The settings of a group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>How much of the previous step the next one keeps; 0: none.</summary>
        public double? momentum;

        /// <summary>How much less than whole the gradient enters the momentum.</summary>
        public double? dampening;

        /// <summary>How much of the parameter is added to its gradient (L2 penalty).</summary>
        public double? weight_decay;

        /// <summary>Whether the step looks ahead along the momentum (Nesterov).</summary>
        public bool? nesterov;

        /// <summary>Whether to climb instead of descend.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum.GetValueOrDefault());
            writer.Write(dampening.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
            writer.Write(nesterov.GetValueOrDefault());
            writer.Write(maximize.GetValueOrDefault());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            var other = Same<Options>(source);
            base.LoadStateDict(source);
            momentum = other.momentum;
            dampening = other.dampening;
            weight_decay = other.weight_decay;
            nesterov = other.nesterov;
            maximize = other.maximize;
        }

        internal override void Validate()
        {
            base.Validate();
            AtLeastZero(momentum, nameof(momentum));
            AtLeastZero(weight_decay, nameof(weight_decay));
            if (nesterov == true && (momentum == 0 || dampening != 0))
                throw new ArgumentException($"Nesterov needs a momentum above 0 and no dampening, but momentum is {momentum} and dampening {dampening}.");
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
    {
        /// <summary>An empty group, to be filled in.</summary>
        public ParamGroup()
        {
        }

        /// <summary>Parameters with given settings; those that are null take the optimiser's.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        /// <summary>Parameters with settings that do not depend on the optimiser's.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0.0,
            double weight_decay = 0.0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize
            })
        {
        }

        /// <summary>The group's momentum.</summary>
        public double Momentum
        {
            get => Options.momentum ?? 0;
            set => Options.momentum = value;
        }
    }

    /// <summary>What is remembered about one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>The mean of the gradients that the step follows; null before the first step with a momentum.</summary>
        public Tensor? momentum_buffer;

        /// <summary>The state before the first step; <see cref="Initialize"/> must follow.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            momentum_buffer = Renewed(momentum_buffer, null);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            SaveConditionalStateTensor(writer, momentum_buffer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            momentum_buffer = Renewed(momentum_buffer, ReadOptional(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            momentum_buffer = Renewed(momentum_buffer, CopyOf(other.momentum_buffer));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && Near(momentum_buffer, state.momentum_buffer);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            momentum_buffer = Moved(momentum_buffer, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            momentum_buffer?.Dispose();
        }

        /// <summary>Lets a gradient into the momentum, which the first one becomes.</summary>
        internal Tensor Follow(Tensor gradient, double momentum, double fresh)
        {
            if (momentum_buffer is null) return momentum_buffer = Aten.clone.Call(gradient).DetachFromDisposeScope();
            Aten.mul__Scalar.CallVoid(momentum_buffer, momentum);
            return Aten.add__Tensor.CallInPlace(momentum_buffer, gradient, fresh);
        }
    }
}
