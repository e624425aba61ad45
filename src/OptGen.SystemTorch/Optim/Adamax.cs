using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Adamax (Kingma and Ba 2015): <see cref="Adam"/> with the largest of the decayed gradients in place of the root mean square.
/// <c>m = beta1 * m + (1 - beta1) * g; u = max(beta2 * u, |g| + eps); p -= lr / (1 - beta1^t) * m / u</c>
/// </summary>
/// <remarks>
/// Equal, bit for bit, to PyTorch's Adamax with foreach off.
/// </remarks>
public class Adamax : OptimizerHelper, torch.optim.IBetas
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
    /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public Adamax(
        IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0.0)
        : this([new ParamGroup { Parameters = Some(parameters) }], lr, beta1, beta2, eps, weight_decay)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
    /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">How much of the parameter is added to its gradient (L2 penalty).</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public Adamax(
        IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0.0)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay
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
        Each<State>(group, maximize: false, options.weight_decay.GetValueOrDefault(), (parameter, gradient, state) =>
        {
            state.step++;
            Aten.mul__Scalar.CallVoid(state.exp_avg, beta1);
            Aten.add__Tensor.CallVoid(state.exp_avg, gradient, 1 - beta1);
            Aten.mul__Scalar.CallVoid(state.exp_inf, beta2);
            using var size = Aten.abs.Call(gradient);
            Aten.add__Scalar.CallVoid(size, eps);
            Aten.maximum_out.CallVoid(state.exp_inf, size, state.exp_inf);
            Aten.addcdiv_.CallVoid(parameter, state.exp_avg, state.exp_inf, -(lr / (1 - Math.Pow(beta1, state.step))));
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
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
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
        }

        internal override void Validate()
        {
            base.Validate();
            Below(beta1, 1, nameof(beta1));
            Below(beta2, 1, nameof(beta2));
            AtLeastZero(eps, nameof(eps));
            AtLeastZero(weight_decay, nameof(weight_decay));
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
            double weight_decay = 0.0)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay
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

        /// <summary>The mean of the gradients.</summary>
        public Tensor exp_avg = null!;

        /// <summary>The largest of the decayed gradients.</summary>
        public Tensor exp_inf = null!;

        /// <summary>The state before the first step; <see cref="Initialize"/> must follow.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            exp_avg = Renewed(exp_avg, Zeros());
            exp_inf = Renewed(exp_inf, Zeros());
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_inf.Save(writer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            exp_avg = Renewed(exp_avg, Read(reader));
            exp_inf = Renewed(exp_inf, Read(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            step = other.step;
            exp_avg = Renewed(exp_avg, CopyOf(other.exp_avg));
            exp_inf = Renewed(exp_inf, CopyOf(other.exp_inf));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Near(exp_avg, state.exp_avg)
            && Near(exp_inf, state.exp_inf);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            exp_avg = Moved(exp_avg, device);
            exp_inf = Moved(exp_inf, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_inf?.Dispose();
        }
    }
}
