using TorchSharp.Modules;
using static TorchSharp.torch;
using AnyGroup = TorchSharp.Modules.ParamGroup;
using Base = TorchSharp.Modules.RAdam;

namespace OptGen.Optimizers;

public static partial class Centralized
{
    /// <summary>
    /// RAdam (Liu et al. 2020) with centralized gradients: Adam whose divisor is left out until enough gradients stand behind it, and
    /// rectified after that.
    /// </summary>
    /// <remarks>
    /// The formulas are PyTorch's, which differ from the centralization reference's in the decay (there inside the update).
    /// <para>It is torch's RAdam in everything but the step: options, groups, state and files are those of the base class. It bears
    /// the base class's name so that each loads what the other saved. Not thread-safe.</para>
    /// </remarks>
    public sealed class RAdam : Base, ICentralizedOptimizer, IUpdateFamily, IHasEngine
    {
        private readonly StepEngine? engine;

        /// <summary>Optimises one group of parameters.</summary>
        /// <param name="parameters">The parameters; at least one.</param>
        /// <param name="lr">The learning rate; at least 0.</param>
        /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
        /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
        /// <param name="eps">Added to the divisor, which may be zero.</param>
        /// <param name="weight_decay">The weight decay λ; how it enters is for <see cref="Centralization.Decay"/> to say.</param>
        /// <param name="centralization">How to centralize; null: the gradients of all weights.</param>
        /// <exception cref="ArgumentException">A setting is out of its range, or the decay rule does not go with the location.</exception>
        public RAdam(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double
            weight_decay = 0.0,
            Centralization? centralization = null)
            : this([new Base.ParamGroup { Parameters = parameters.ToList() }], lr, beta1, beta2, eps, weight_decay, centralization)
        {
        }

        /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
        /// <param name="groups">The groups; a <see cref="Group"/> may have a centralization of its own.</param>
        /// <param name="lr">The learning rate; at least 0.</param>
        /// <param name="beta1">How much of the mean of the gradients each step keeps; at least 0, below 1.</param>
        /// <param name="beta2">How much of the mean of the squared gradients each step keeps; at least 0, below 1.</param>
        /// <param name="eps">Added to the divisor, which may be zero.</param>
        /// <param name="weight_decay">The weight decay λ; how it enters is for <see cref="Centralization.Decay"/> to say.</param>
        /// <param name="centralization">How groups without a centralization of their own centralize; null: the gradients of all weights.</param>
        /// <exception cref="ArgumentException">A setting is out of its range, or the decay rule does not go with the location.</exception>
        public RAdam(
            IEnumerable<Base.ParamGroup> groups, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double
            weight_decay = 0.0,
            Centralization? centralization = null)
            : base(groups, lr, beta1, beta2, eps, weight_decay)
        {
            engine = new StepEngine(this, nameof(RAdam), centralization ?? Centralization.Default);
        }

        /// <inheritdoc/>
        public IReadOnlyList<CentralizedParameter> Plan => Engine.Plan;

        /// <inheritdoc/>
        public CentralizationChecks Checks => Engine.Checks;

        bool IUpdateFamily.DecoupledByNature => false;

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
            return new GroupSettings(group.LearningRate, options.weight_decay ?? 0, Maximize: false);
        }

        UpdateRule IUpdateFamily.Begin(AnyGroup group, OptimizerState state, Parameter parameter, out StateTensors tensors)
        {
            var options = (Options)group.Options;
            var own = (State)state;
            var (beta1, beta2, step) = (options.beta1 ?? 0, options.beta2 ?? 0, ++own.step);
            tensors = new StateTensors(own.exp_avg, own.exp_avg_sq);
            var plain = UpdateRule.Adam(RuleKind.Unrectified, group.LearningRate, beta1, beta2, options.eps ?? 0, step);

            // How many gradients the mean of squares weighs like a plain mean: in the limit, and now. Up to 5 its variance is unbounded.
            var correction = 1 - Math.Pow(beta2, step);
            var limit = 2 / (1 - beta2) - 1;
            var length = limit - 2 * step * Math.Pow(beta2, step) / correction;
            if (length <= 5) return plain;
            var rectification = Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
            return plain with { Kind = RuleKind.Adam, Rate = plain.Rate * rectification * Math.Sqrt(correction), RootScale = 1 };
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
