using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Adadelta (Zeiler 2012): scales the gradient by the ratio of the root mean squares of past steps and of past gradients.
/// <c>v = rho * v + (1 - rho) * g²; d = √(a + eps) / √(v + eps) * g; a = rho * a + (1 - rho) * d²; p -= lr * d</c>
/// </summary>
/// <remarks>
/// Equal, bit for bit, to PyTorch's Adadelta with foreach off.
/// </remarks>
public class Adadelta : OptimizerHelper
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="rho">How much of the means each step keeps; from 0 to 1.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public Adadelta(
        IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0.0,
        bool maximize = false)
        : this([new ParamGroup { Parameters = Some(parameters) }], lr, rho, eps, weight_decay, maximize)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="rho">How much of the means each step keeps; from 0 to 1.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public Adadelta(
        IEnumerable<ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0.0,
        bool maximize = false)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            rho = rho,
            eps = eps,
            weight_decay = weight_decay,
            maximize = maximize
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
        var rho = options.rho.GetValueOrDefault();
        var eps = options.eps.GetValueOrDefault();
        Each<State>(group, options.maximize == true, options.weight_decay.GetValueOrDefault(), (parameter, gradient, state) =>
        {
            state.step++;
            Aten.mul__Scalar.CallVoid(state.square_avg, rho);
            Aten.addcmul_.CallVoid(state.square_avg, gradient, gradient, 1 - rho);
            using var divisor = Aten.add_Scalar.Call(state.square_avg, eps);
            Aten.sqrt_.CallVoid(divisor);
            using var move = Aten.add_Scalar.Call(state.acc_delta, eps);
            Aten.sqrt_.CallVoid(move);
            Aten.div__Tensor.CallVoid(move, divisor);
            Aten.mul__Tensor.CallVoid(move, gradient);
            Aten.mul__Scalar.CallVoid(state.acc_delta, rho);
            Aten.addcmul_.CallVoid(state.acc_delta, move, move, 1 - rho);
            Aten.add__Tensor.CallVoid(parameter, move, -lr);
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Options of another kind or out of range, or a parameter that is here already.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = Adopt<Options>(param_group);
        options.rho ??= Defaults.rho;
        options.eps ??= Defaults.eps;
        options.weight_decay ??= Defaults.weight_decay;
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
        /// <summary>How much of the means each step keeps; from 0 to 1.</summary>
        public double? rho;

        /// <summary>Added to the divisor, which may be zero.</summary>
        public double? eps;

        /// <summary>How much of the parameter is added to its gradient (L2 penalty).</summary>
        public double? weight_decay;

        /// <summary>Whether to climb instead of descend.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(rho.GetValueOrDefault());
            writer.Write(eps.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
            writer.Write(maximize.GetValueOrDefault());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            rho = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            var other = Same<Options>(source);
            base.LoadStateDict(source);
            rho = other.rho;
            eps = other.eps;
            weight_decay = other.weight_decay;
            maximize = other.maximize;
        }

        internal override void Validate()
        {
            base.Validate();
            Require(rho is >= 0 and <= 1, nameof(rho), rho, "be from 0 to 1");
            AtLeastZero(eps, nameof(eps));
            AtLeastZero(weight_decay, nameof(weight_decay));
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
            IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0.0,
            bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                rho = rho,
                eps = eps,
                weight_decay = weight_decay,
                maximize = maximize
            })
        {
        }
    }

    /// <summary>What is remembered about one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>How many steps the parameter has taken.</summary>
        public long step;

        /// <summary>The mean of the squared gradients.</summary>
        public Tensor square_avg = null!;

        /// <summary>The mean of the squared steps.</summary>
        public Tensor acc_delta = null!;

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
            acc_delta = Renewed(acc_delta, Zeros());
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            square_avg.Save(writer);
            acc_delta.Save(writer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            square_avg = Renewed(square_avg, Read(reader));
            acc_delta = Renewed(acc_delta, Read(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            step = other.step;
            square_avg = Renewed(square_avg, CopyOf(other.square_avg));
            acc_delta = Renewed(acc_delta, CopyOf(other.acc_delta));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Near(square_avg, state.square_avg)
            && Near(acc_delta, state.acc_delta);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            square_avg = Moved(square_avg, device);
            acc_delta = Moved(acc_delta, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            square_avg?.Dispose();
            acc_delta?.Dispose();
        }
    }
}
