using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// RMSprop (Hinton 2012): divides the gradient by the root of a running mean of its square.
/// <c>v = alpha * v + (1 - alpha) * g²; p -= lr * g / (√v + eps)</c>
/// </summary>
/// <remarks>
/// With a momentum the quotients are summed up, <c>m = momentum * m + g / (√v + eps)</c>, and the step is along m. Equal, bit for bit, to PyTorch's
/// RMSprop with foreach off.
/// </remarks>
public class RMSProp : OptimizerHelper, torch.optim.IMomentum
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="alpha">How much of the mean of the squared gradients each step keeps.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="centered">Whether to divide by the deviation from the mean gradient instead of the root mean square.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public RMSProp(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0.0,
        double momentum = 0.0, bool centered = false, bool maximize = false)
        : this([new ParamGroup { Parameters = Some(parameters) }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="alpha">How much of the mean of the squared gradients each step keeps.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="centered">Whether to divide by the deviation from the mean gradient instead of the root mean square.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public RMSProp(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0.0,
        double momentum = 0.0, bool centered = false, bool maximize = false)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            alpha = alpha,
            eps = eps,
            weight_decay = weight_decay,
            momentum = momentum,
            centered = centered,
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
        var alpha = options.alpha.GetValueOrDefault();
        var eps = options.eps.GetValueOrDefault();
        var momentum = options.momentum.GetValueOrDefault();
        var centered = options.centered == true;
        Each<State>(group, options.maximize == true, options.weight_decay.GetValueOrDefault(), (parameter, gradient, state) =>
        {
            using var divisor = state.Divisor(gradient, alpha, eps, centered);
            if (momentum == 0)
            {
                Aten.addcdiv_.CallVoid(parameter, gradient, divisor, -lr);
                return;
            }

            var buffer = state.momentum_buffer ??= state.NewBuffer();
            Aten.mul__Scalar.CallVoid(buffer, momentum);
            Aten.addcdiv_.CallVoid(buffer, gradient, divisor, 1);
            Aten.add__Tensor.CallVoid(parameter, buffer, -lr);
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Options of another kind or out of range, or a parameter that is here already.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = Adopt<Options>(param_group);
        options.alpha ??= Defaults.alpha;
        options.eps ??= Defaults.eps;
        options.weight_decay ??= Defaults.weight_decay;
        options.momentum ??= Defaults.momentum;
        options.centered ??= Defaults.centered;
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
        /// <summary>How much of the mean of the squared gradients each step keeps.</summary>
        public double? alpha;

        /// <summary>Added to the divisor, which may be zero.</summary>
        public double? eps;

        /// <summary>How much of the parameter is added to its gradient (L2 penalty).</summary>
        public double? weight_decay;

        /// <summary>How much of the previous step the next one keeps; 0: none.</summary>
        public double? momentum;

        /// <summary>Whether to divide by the deviation from the mean gradient instead of the root mean square.</summary>
        public bool? centered;

        /// <summary>Whether to climb instead of descend.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(maximize.GetValueOrDefault());
            writer.Write(momentum.GetValueOrDefault());
            writer.Write(alpha.GetValueOrDefault());
            writer.Write(eps.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
            writer.Write(centered.GetValueOrDefault());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            maximize = reader.ReadBoolean();
            momentum = reader.ReadDouble();
            alpha = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            centered = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            var other = Same<Options>(source);
            base.LoadStateDict(source);
            maximize = other.maximize;
            momentum = other.momentum;
            alpha = other.alpha;
            eps = other.eps;
            weight_decay = other.weight_decay;
            centered = other.centered;
        }

        internal override void Validate()
        {
            base.Validate();
            AtLeastZero(alpha, nameof(alpha));
            AtLeastZero(eps, nameof(eps));
            AtLeastZero(weight_decay, nameof(weight_decay));
            AtLeastZero(momentum, nameof(momentum));
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
            IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0.0,
            double momentum = 0.0, bool centered = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                eps = eps,
                alpha = alpha,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered
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
        /// <summary>How many steps the parameter has taken.</summary>
        public long step;

        /// <summary>The mean of the squared gradients.</summary>
        public Tensor square_avg = null!;

        /// <summary>The sum of quotients that the step follows; null before the first step with a momentum.</summary>
        public Tensor? momentum_buffer;

        /// <summary>The mean of the gradients; null before the first centered step.</summary>
        public Tensor? grad_avg;

        /// <summary>The state before the first step; <see cref="Initialize"/> must follow.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            square_avg = Renewed(square_avg, Zeros());
            momentum_buffer = Renewed(momentum_buffer, null);
            grad_avg = Renewed(grad_avg, null);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            square_avg.Save(writer);
            SaveConditionalStateTensor(writer, momentum_buffer);
            SaveConditionalStateTensor(writer, grad_avg);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            square_avg = Renewed(square_avg, Read(reader));
            momentum_buffer = Renewed(momentum_buffer, ReadOptional(reader));
            grad_avg = Renewed(grad_avg, ReadOptional(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            step = other.step;
            square_avg = Renewed(square_avg, CopyOf(other.square_avg));
            momentum_buffer = Renewed(momentum_buffer, CopyOf(other.momentum_buffer));
            grad_avg = Renewed(grad_avg, CopyOf(other.grad_avg));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Near(square_avg, state.square_avg)
            && Near(momentum_buffer, state.momentum_buffer)
            && Near(grad_avg, state.grad_avg);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            square_avg = Moved(square_avg, device);
            momentum_buffer = Moved(momentum_buffer, device);
            grad_avg = Moved(grad_avg, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            square_avg?.Dispose();
            momentum_buffer?.Dispose();
            grad_avg?.Dispose();
        }

        internal Tensor NewBuffer() => Zeros();

        /// <summary>Takes a gradient into the means and returns what it is divided by.</summary>
        internal Tensor Divisor(Tensor gradient, double alpha, double eps, bool centered)
        {
            step++;
            Aten.mul__Scalar.CallVoid(square_avg, alpha);
            Aten.addcmul_.CallVoid(square_avg, gradient, gradient, 1 - alpha);
            Tensor divisor;
            if (centered)
            {
                grad_avg ??= Zeros();
                Aten.mul__Scalar.CallVoid(grad_avg, alpha);
                Aten.add__Tensor.CallVoid(grad_avg, gradient, 1 - alpha);
                divisor = Aten.addcmul.Call(square_avg, grad_avg, grad_avg, -1);
                Aten.sqrt_.CallVoid(divisor);
            }
            else
            {
                divisor = Aten.sqrt.Call(square_avg);
            }

            return Aten.add__Scalar.CallInPlace(divisor, eps);
        }
    }
}
