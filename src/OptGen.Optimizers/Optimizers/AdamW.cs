using TorchSharp.Modules;
using static TorchSharp.torch;
using AnyGroup = TorchSharp.Modules.ParamGroup;
using Base = TorchSharp.Modules.AdamW;

namespace OptGen.Optimizers;

public static partial class Centralized
{
    /// <summary>
    /// AdamW with centralized gradients: the decay, <c>w -= lr * λ * w</c>, stays outside. In the location Update it is part of what is
    /// centralized, unless <see cref="WeightDecayRule.DecoupledOutside"/> says otherwise.
    /// </summary>
    /// <remarks>
    /// AdamW_GC of the paper, with torch's decay: the reference multiplies the decay by a bias correction too. The weight decay is 0
    /// unless set, as in TorchSharp; PyTorch's default is 0.01.
    /// <para>It is torch's AdamW in everything but the step: options, groups, state and files are those of the base class. It bears
    /// the base class's name so that each loads what the other saved. Not thread-safe.</para>
    /// </remarks>
    public sealed class AdamW : Base, ICentralizedOptimizer, IUpdateFamily, IHasEngine
    {
        private readonly StepEngine? engine;

        /// <summary>Optimises one group of parameters.</summary>
        /// <param name="parameters">The parameters; at least one.</param>
        /// <param name="lr">The learning rate; at least 0.</param>
        /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
        /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
        /// <param name="eps">Added to the divisor, which may be zero.</param>
        /// <param name="weight_decay">The weight decay λ; how it enters is for <see cref="Centralization.Decay"/> to say.</param>
        /// <param name="amsgrad">Whether to divide by the largest mean of squares so far (AMSGrad).</param>
        /// <param name="maximize">Whether to climb instead of descend.</param>
        /// <param name="centralization">How to centralize; null: the gradients of all weights.</param>
        /// <exception cref="ArgumentException">A setting is out of its range, or the decay rule does not go with the location.</exception>
        public AdamW(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double
            weight_decay = 0.0, bool
            amsgrad = false, bool maximize = false,
            Centralization? centralization = null)
            : this([new Base.ParamGroup { Parameters = parameters.ToList() }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, centralization)
        {
        }

        /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
        /// <param name="groups">The groups; a <see cref="Group"/> may have a centralization of its own.</param>
        /// <param name="lr">The learning rate; at least 0.</param>
        /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
        /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
        /// <param name="eps">Added to the divisor, which may be zero.</param>
        /// <param name="weight_decay">The weight decay λ; how it enters is for <see cref="Centralization.Decay"/> to say.</param>
        /// <param name="amsgrad">Whether to divide by the largest mean of squares so far (AMSGrad).</param>
        /// <param name="maximize">Whether to climb instead of descend.</param>
        /// <param name="centralization">How groups without a centralization of their own centralize; null: the gradients of all weights.</param>
        /// <exception cref="ArgumentException">A setting is out of its range, or the decay rule does not go with the location.</exception>
        public AdamW(
            IEnumerable<Base.ParamGroup> groups, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double
            weight_decay = 0.0, bool
            amsgrad = false, bool maximize = false,
            Centralization? centralization = null)
            : base(groups, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
            engine = new StepEngine(this, nameof(AdamW), centralization ?? Centralization.Default);
        }

        /// <inheritdoc/>
        public IReadOnlyList<CentralizedParameter> Plan => Engine.Plan;

        /// <inheritdoc/>
        public CentralizationChecks Checks => Engine.Checks;

        bool IUpdateFamily.DecoupledByNature => true;

        IList<AnyGroup> IUpdateFamily.Groups => _parameter_groups;

        StepEngine IHasEngine.Engine => Engine;

        private StepEngine Engine => engine!;

        /// <inheritdoc/>
        public string Describe() => Engine.Describe();

        /// <inheritdoc/>
        public override Tensor? step(Func<Tensor>? closure = null) => Engine.Step(closure);

        /// <inheritdoc/>
        public override void add_param_group(AnyGroup param_group)
        {
            base.add_param_group(param_group);
            engine?.Refresh(); // null while the base class's constructor adds the first groups
        }

        OptimizerState IUpdateFamily.StateOf(Parameter parameter) => _state[parameter.Handle];

        GroupSettings IUpdateFamily.Read(AnyGroup group)
        {
            var options = (Options)group.Options;
            return new GroupSettings(group.LearningRate, options.weight_decay ?? 0, options.maximize == true);
        }

        UpdateRule IUpdateFamily.Begin(AnyGroup group, OptimizerState state, Parameter parameter, out StateTensors tensors)
        {
            var options = (Options)group.Options;
            var own = (State)state;
            var amsgrad = options.amsgrad == true;
            if (amsgrad && own.max_exp_avg_sq is null) own.max_exp_avg_sq = zeros_like(parameter).DetachFromDisposeScope();
            tensors = new StateTensors(own.exp_avg, own.exp_avg_sq, amsgrad ? own.max_exp_avg_sq : null);
            return UpdateRule.Adam(
                amsgrad ? RuleKind.Amsgrad : RuleKind.Adam, group.LearningRate, options.beta1 ?? 0, options.beta2 ?? 0, options.eps ?? 0, ++own.step);
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing) engine?.Dispose();
            base.Dispose(disposing);
        }

        /// <summary>Parameters with settings, and perhaps a centralization, of their own.</summary>
        public sealed class Group : Base.ParamGroup, ICentralizedGroup
        {
            /// <summary>An empty group, to be filled in.</summary>
            public Group()
            {
            }

            /// <summary>Parameters with given settings; those that are null take the optimiser's.</summary>
            public Group(IEnumerable<Parameter> parameters, Options options, Centralization? centralization = null)
                : base(parameters, options) => Centralization = centralization;

            /// <inheritdoc/>
            public Centralization? Centralization { get; set; }
        }
    }
}
