using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer 2011): divides the gradient by the root of the sum of all its squares so far.
/// <c>s += g²; p -= lr / (1 + (t - 1) * lr_decay) * g / (√s + eps)</c>
/// </summary>
/// <remarks>
/// Equal, bit for bit, to PyTorch's Adagrad with foreach off. Sparse gradients are not supported.
/// </remarks>
public class Adagrad : OptimizerHelper
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="lr_decay">How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public Adagrad(
        IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0,
        double initial_accumulator_value = 0.0, double eps = 1e-10)
        : this([new ParamGroup { Parameters = Some(parameters) }], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="lr_decay">How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public Adagrad(
        IEnumerable<ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0,
        double initial_accumulator_value = 0.0, double eps = 1e-10)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            lr_decay = lr_decay,
            weight_decay = weight_decay,
            initial_accumulator_value = initial_accumulator_value,
            eps = eps
        };
        Start(parameters, defaults);
    }

    private Options Defaults => (Options)_defaults;

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null) => _step<Modules.ParamGroup>(Step, closure);

    private void Step(Modules.ParamGroup group)
    {
        var options = (Options)group.Options;
        var lr = group.LearningRate;
        var decay = options.lr_decay.GetValueOrDefault();
        var eps = options.eps.GetValueOrDefault();
        Each<State>(group, maximize: false, options.weight_decay.GetValueOrDefault(), (parameter, gradient, state) =>
        {
            state.step++;
            Aten.addcmul_.CallVoid(state.sum, gradient, gradient, 1);
            using var divisor = Aten.sqrt.Call(state.sum);
            Aten.add__Scalar.CallVoid(divisor, eps);
            Aten.addcdiv_.CallVoid(parameter, gradient, divisor, -(lr / (1 + (state.step - 1) * decay)));
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Options of another kind or out of range, or a parameter that is here already.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = Adopt<Options>(param_group);
        options.lr_decay ??= Defaults.lr_decay;
        options.weight_decay ??= Defaults.weight_decay;
        options.initial_accumulator_value ??= Defaults.initial_accumulator_value;
        options.eps ??= Defaults.eps;
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
        /// <summary>How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</summary>
        public double? lr_decay;

        /// <summary>How much of the parameter is added to its gradient (L2 penalty).</summary>
        public double? weight_decay;

        /// <summary>What the sum of squares starts from.</summary>
        public double? initial_accumulator_value;

        /// <summary>Added to the divisor, which may be zero.</summary>
        public double? eps;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(lr_decay.GetValueOrDefault());
            writer.Write(initial_accumulator_value.GetValueOrDefault());
            writer.Write(eps.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            lr_decay = reader.ReadDouble();
            initial_accumulator_value = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            var other = Same<Options>(source);
            base.LoadStateDict(source);
            lr_decay = other.lr_decay;
            initial_accumulator_value = other.initial_accumulator_value;
            eps = other.eps;
            weight_decay = other.weight_decay;
        }

        internal override void Validate()
        {
            base.Validate();
            AtLeastZero(lr_decay, nameof(lr_decay));
            AtLeastZero(weight_decay, nameof(weight_decay));
            AtLeastZero(initial_accumulator_value, nameof(initial_accumulator_value));
            AtLeastZero(eps, nameof(eps));
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>
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
            IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0,
            double initial_accumulator_value = 0.0, double eps = 1e-10)
            : base(parameters, new Options
            {
                LearningRate = lr,
                lr_decay = lr_decay,
                weight_decay = weight_decay,
                initial_accumulator_value = initial_accumulator_value,
                eps = eps
            })
        {
        }
    }

    /// <summary>What is remembered about one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>How many steps the parameter has taken.</summary>
        public long step;

        /// <summary>The sum of the squared gradients.</summary>
        public Tensor sum = null!;

        /// <summary>The state before the first step; <see cref="Initialize"/> must follow.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            var settings = (Options)options;
            step = 0;
            sum = Renewed(sum, Filled(settings.initial_accumulator_value.GetValueOrDefault()));
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            sum.Save(writer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            sum = Renewed(sum, Read(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            step = other.step;
            sum = Renewed(sum, CopyOf(other.sum));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Near(sum, state.sum);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            sum = Moved(sum, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            sum?.Dispose();
        }
    }
}
