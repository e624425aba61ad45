using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019): as <see cref="Adam"/>, but the weight decay shrinks the parameter itself before each step:
/// <c>p -= lr * weight_decay * p</c>.
/// </summary>
/// <remarks>
/// Note that the weight decay is 0 unless set; PyTorch's default is 0.01. Equal, bit for bit, to PyTorch's AdamW with foreach off.
/// </remarks>
public class AdamW : OptimizerHelper, torch.optim.IBetas
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
    /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">What share of itself, times the learning rate, the parameter loses in each step.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far (AMSGrad).</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0.0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = Some(parameters) }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
    /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">What share of itself, times the learning rate, the parameter loses in each step.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far (AMSGrad).</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0.0, bool amsgrad = false, bool maximize = false)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize
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
        var amsgrad = options.amsgrad == true;
        var shrink = 1 - lr * options.weight_decay.GetValueOrDefault();
        Each<State>(group, options.maximize == true, weightDecay: 0, (parameter, gradient, state) =>
        {
            if (shrink != 1) Aten.mul__Scalar.CallVoid(parameter, shrink);
            using var divisor = state.Divisor(gradient, beta1, beta2, eps, amsgrad);
            Aten.addcdiv_.CallVoid(parameter, state.exp_avg, divisor, -(lr / (1 - Math.Pow(beta1, state.step))));
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
        options.amsgrad ??= Defaults.amsgrad;
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
        /// <summary>How much of the mean of the gradients each step keeps; at least 0, below 1.</summary>
        public double? beta1;

        /// <summary>How much of the mean of the squared gradients each step keeps; at least 0, below 1.</summary>
        public double? beta2;

        /// <summary>Added to the divisor, which may be zero.</summary>
        public double? eps;

        /// <summary>What share of itself, times the learning rate, the parameter loses in each step.</summary>
        public double? weight_decay;

        /// <summary>Whether to divide by the largest mean of squares so far (AMSGrad).</summary>
        public bool? amsgrad;

        /// <summary>Whether to climb instead of descend.</summary>
        public bool? maximize;

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
            writer.Write(amsgrad.GetValueOrDefault());
            writer.Write(maximize.GetValueOrDefault());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
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
            amsgrad = other.amsgrad;
            maximize = other.maximize;
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
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0.0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize
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

        /// <summary>The mean of the squared gradients.</summary>
        public Tensor exp_avg_sq = null!;

        /// <summary>The largest mean of the squared gradients so far; null without AMSGrad.</summary>
        public Tensor? max_exp_avg_sq;

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
            exp_avg = Renewed(exp_avg, Zeros());
            exp_avg_sq = Renewed(exp_avg_sq, Zeros());
            max_exp_avg_sq = Renewed(max_exp_avg_sq, settings.amsgrad == true ? Zeros() : null);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            exp_avg = Renewed(exp_avg, Read(reader));
            exp_avg_sq = Renewed(exp_avg_sq, Read(reader));
            max_exp_avg_sq = Renewed(max_exp_avg_sq, ReadOptional(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            step = other.step;
            exp_avg = Renewed(exp_avg, CopyOf(other.exp_avg));
            exp_avg_sq = Renewed(exp_avg_sq, CopyOf(other.exp_avg_sq));
            max_exp_avg_sq = Renewed(max_exp_avg_sq, CopyOf(other.max_exp_avg_sq));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Near(exp_avg, state.exp_avg)
            && Near(exp_avg_sq, state.exp_avg_sq)
            && Near(max_exp_avg_sq, state.max_exp_avg_sq);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            exp_avg = Moved(exp_avg, device);
            exp_avg_sq = Moved(exp_avg_sq, device);
            max_exp_avg_sq = Moved(max_exp_avg_sq, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }

        /// <summary>Takes a gradient into the means and returns what the mean of the gradients is divided by.</summary>
        internal Tensor Divisor(Tensor gradient, double beta1, double beta2, double eps, bool amsgrad)
        {
            step++;
            Moments.Update(exp_avg, exp_avg_sq, gradient, beta1, beta2);
            var squares = exp_avg_sq;
            if (amsgrad)
            {
                squares = max_exp_avg_sq ??= Zeros();
                Aten.maximum_out.CallVoid(squares, exp_avg_sq, squares);
            }

            var divisor = Aten.sqrt.Call(squares);
            Aten.div__Scalar.CallVoid(divisor, Math.Sqrt(1 - Math.Pow(beta2, step)));
            return Aten.add__Scalar.CallInPlace(divisor, eps);
        }
    }
}
