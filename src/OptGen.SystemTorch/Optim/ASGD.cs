using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Averaged stochastic gradient descent (Polyak and Juditsky 1992): plain descent with a falling learning rate, and beside it
/// the mean of the parameters after step t0, in <see cref="State.ax"/>.
/// </summary>
/// <remarks>
/// eta and mu are kept in double precision, where PyTorch rounds them to single.
/// </remarks>
public class ASGD : OptimizerHelper
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="lambd">How fast parameters and learning rate decay.</param>
    /// <param name="alpha">How much of the mean of the squared gradients each step keeps.</param>
    /// <param name="t0">The step after which averaging starts.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public ASGD(
        IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
        double weight_decay = 0.0, bool maximize = false)
        : this([new Modules.ParamGroup<Options> { Parameters = Some(parameters) }], lr, lambd, alpha, t0, weight_decay, maximize)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="lambd">How fast parameters and learning rate decay.</param>
    /// <param name="alpha">How much of the mean of the squared gradients each step keeps.</param>
    /// <param name="t0">The step after which averaging starts.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public ASGD(
        IEnumerable<Modules.ParamGroup<Options>> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75,
        double t0 = 1e6, double weight_decay = 0.0, bool maximize = false)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            lambd = lambd,
            alpha = alpha,
            t0 = t0,
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
        var lambd = options.lambd.GetValueOrDefault();
        var alpha = options.alpha.GetValueOrDefault();
        var t0 = options.t0.GetValueOrDefault();
        Each<State>(group, options.maximize == true, options.weight_decay.GetValueOrDefault(), (parameter, gradient, state) =>
        {
            state.step++;
            Aten.mul__Scalar.CallVoid(parameter, 1 - lambd * state.eta);
            Aten.add__Tensor.CallVoid(parameter, gradient, -state.eta);
            if (state.mu == 1)
            {
                Aten.copy_.CallVoid(state.ax, parameter);
            }
            else
            {
                using var distance = Aten.sub_Tensor.Call(parameter, state.ax);
                Aten.mul__Scalar.CallVoid(distance, state.mu);
                Aten.add__Tensor.CallVoid(state.ax, distance);
            }

            state.eta = lr / Math.Pow(1 + lambd * lr * state.step, alpha);
            state.mu = 1 / Math.Max(1, state.step - t0);
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Options of another kind or out of range, or a parameter that is here already.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = Adopt<Options>(param_group);
        options.lambd ??= Defaults.lambd;
        options.alpha ??= Defaults.alpha;
        options.t0 ??= Defaults.t0;
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
        /// <summary>How fast parameters and learning rate decay.</summary>
        public double? lambd;

        /// <summary>How much of the mean of the squared gradients each step keeps.</summary>
        public double? alpha;

        /// <summary>The step after which averaging starts.</summary>
        public double? t0;

        /// <summary>How much of the parameter is added to its gradient (L2 penalty).</summary>
        public double? weight_decay;

        /// <summary>Whether to climb instead of descend.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(maximize.GetValueOrDefault());
            writer.Write(lambd.GetValueOrDefault());
            writer.Write(alpha.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
            writer.Write(t0.GetValueOrDefault());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            maximize = reader.ReadBoolean();
            lambd = reader.ReadDouble();
            alpha = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            t0 = reader.ReadDouble();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            var other = Same<Options>(source);
            base.LoadStateDict(source);
            maximize = other.maximize;
            lambd = other.lambd;
            alpha = other.alpha;
            weight_decay = other.weight_decay;
            t0 = other.t0;
        }

        internal override void Validate()
        {
            base.Validate();
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
            IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
            double weight_decay = 0.0)
            : base(parameters, new Options
            {
                LearningRate = lr,
                lambd = lambd,
                alpha = alpha,
                t0 = t0,
                weight_decay = weight_decay
            })
        {
        }
    }

    /// <summary>What is remembered about one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>How many steps the parameter has taken.</summary>
        public long step;

        /// <summary>The learning rate of the next step.</summary>
        public double eta;

        /// <summary>The weight of the next parameters in their mean.</summary>
        public double mu;

        /// <summary>The mean of the parameters.</summary>
        public Tensor ax = null!;

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
            eta = settings.LearningRate.GetValueOrDefault();
            mu = 1;
            ax = Renewed(ax, Zeros());
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Write(eta);
            writer.Write(mu);
            ax.Save(writer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            eta = reader.ReadDouble();
            mu = reader.ReadDouble();
            ax = Renewed(ax, Read(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            step = other.step;
            eta = other.eta;
            mu = other.mu;
            ax = Renewed(ax, CopyOf(other.ax));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Math.Abs(eta - state.eta) <= 1e-8 + 1e-5 * Math.Abs(state.eta)
            && Math.Abs(mu - state.mu) <= 1e-8 + 1e-5 * Math.Abs(state.mu)
            && Near(ax, state.ax);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            ax = Moved(ax, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            ax?.Dispose();
        }
    }
}
