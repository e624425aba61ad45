using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// NAdam (Dozat 2016): <see cref="Adam"/> with Nesterov's look ahead and a momentum that grows towards beta1.
/// </summary>
/// <remarks>
/// As PyTorch from 2.0 on; earlier versions multiply the momentum product of the next step by one factor too many.
/// </remarks>
public class NAdam : OptimizerHelper, torch.optim.IBetas
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
    /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="momentum_decay">How fast the momentum approaches beta1.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public NAdam(
        IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0.0, double momentum_decay = 4e-3)
        : this([new ParamGroup { Parameters = Some(parameters) }], lr, beta1, beta2, eps, weight_decay, momentum_decay)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
    /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <param name="momentum_decay">How fast the momentum approaches beta1.</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public NAdam(
        IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0.0, double momentum_decay = 4e-3)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            momentum_decay = momentum_decay
        };
        Start(parameters, defaults);
    }

    /// <summary>The default beta1 and beta2 of groups to come.</summary>
    public (double, double) Betas
    {
        get => Defaults.Betas;
        set => Defaults.Betas = value;
    }

    private Options Defaults => (Options)_defaults;

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null) => _step<Modules.ParamGroup>(Step, closure);

    private void Step(Modules.ParamGroup group)
    {
        var options = (Options)group.Options;
        var lr = group.LearningRate;
        var (beta1, beta2) = options.Betas;
        var eps = options.eps.GetValueOrDefault();
        var decay = options.momentum_decay.GetValueOrDefault();
        Each<State>(group, maximize: false, options.weight_decay.GetValueOrDefault(), (parameter, gradient, state) =>
        {
            var step = ++state.step;
            var now = beta1 * (1 - 0.5 * Math.Pow(0.96, step * decay));
            var next = beta1 * (1 - 0.5 * Math.Pow(0.96, (step + 1) * decay));
            var product = state.mu_product *= now;

            Moments.Update(state.exp_avg, state.exp_avg_sq, gradient, beta1, beta2);

            using var divisor = Aten.div_Scalar.Call(state.exp_avg_sq, 1 - Math.Pow(beta2, step));
            Aten.sqrt_.CallVoid(divisor);
            Aten.add__Scalar.CallVoid(divisor, eps);
            Aten.addcdiv_.CallVoid(parameter, gradient, divisor, -lr * (1 - now) / (1 - product));
            Aten.addcdiv_.CallVoid(parameter, state.exp_avg, divisor, -lr * next / (1 - product * next));
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Options of another kind or out of range, or a parameter that is here already.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = Adopt<Options>(param_group);
        options.beta1 ??= Defaults.beta1;
        options.beta2 ??= Defaults.beta2;
        options.eps ??= Defaults.eps;
        options.weight_decay ??= Defaults.weight_decay;
        options.momentum_decay ??= Defaults.momentum_decay;
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
        /// <summary>How much of the mean of the gradients each step keeps; at least 0, below 1.</summary>
        public double? beta1;

        /// <summary>How much of the mean of the squared gradients each step keeps; at least 0, below 1.</summary>
        public double? beta2;

        /// <summary>Added to the divisor, which may be zero.</summary>
        public double? eps;

        /// <summary>How much of the parameter is added to its gradient (L2 penalty).</summary>
        public double? weight_decay;

        /// <summary>How fast the momentum approaches beta1.</summary>
        public double? momentum_decay;

        internal (double, double) Betas
        {
            get => (beta1 ?? 0, beta2 ?? 0);
            set => (beta1, beta2) = value;
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1.GetValueOrDefault());
            writer.Write(beta2.GetValueOrDefault());
            writer.Write(eps.GetValueOrDefault());
            writer.Write(weight_decay.GetValueOrDefault());
            writer.Write(momentum_decay.GetValueOrDefault());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            momentum_decay = reader.ReadDouble();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            var other = Same<Options>(source);
            base.LoadStateDict(source);
            beta1 = other.beta1;
            beta2 = other.beta2;
            eps = other.eps;
            weight_decay = other.weight_decay;
            momentum_decay = other.momentum_decay;
        }

        internal override void Validate()
        {
            base.Validate();
            Below(beta1, 1, nameof(beta1));
            Below(beta2, 1, nameof(beta2));
            AtLeastZero(eps, nameof(eps));
            AtLeastZero(weight_decay, nameof(weight_decay));
            AtLeastZero(momentum_decay, nameof(momentum_decay));
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
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
            IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0.0, double momentum_decay = 4e-3)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                momentum_decay = momentum_decay
            })
        {
        }

        /// <summary>The group's beta1 and beta2.</summary>
        public (double, double) Betas
        {
            get => Options.Betas;
            set => Options.Betas = value;
        }
    }

    /// <summary>What is remembered about one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>How many steps the parameter has taken.</summary>
        public long step;

        /// <summary>The product of the momenta of all steps so far.</summary>
        public double mu_product;

        /// <summary>The mean of the gradients.</summary>
        public Tensor exp_avg = null!;

        /// <summary>The mean of the squared gradients.</summary>
        public Tensor exp_avg_sq = null!;

        /// <summary>The state before the first step; <see cref="Initialize"/> must follow.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            mu_product = 1;
            exp_avg = Renewed(exp_avg, Zeros());
            exp_avg_sq = Renewed(exp_avg_sq, Zeros());
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Write(mu_product);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            mu_product = reader.ReadDouble();
            exp_avg = Renewed(exp_avg, Read(reader));
            exp_avg_sq = Renewed(exp_avg_sq, Read(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            step = other.step;
            mu_product = other.mu_product;
            exp_avg = Renewed(exp_avg, CopyOf(other.exp_avg));
            exp_avg_sq = Renewed(exp_avg_sq, CopyOf(other.exp_avg_sq));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Math.Abs(mu_product - state.mu_product) <= 1e-8 + 1e-5 * Math.Abs(state.mu_product)
            && Near(exp_avg, state.exp_avg)
            && Near(exp_avg_sq, state.exp_avg_sq);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            exp_avg = Moved(exp_avg, device);
            exp_avg_sq = Moved(exp_avg_sq, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
        }
    }
}
