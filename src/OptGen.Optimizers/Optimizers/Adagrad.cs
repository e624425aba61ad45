using TorchSharp.Modules;
using static TorchSharp.torch;
using AnyGroup = TorchSharp.Modules.ParamGroup;
using Base = TorchSharp.Modules.Adagrad;

namespace OptGen.Optimizers;

public static partial class Centralized
{
    /// <summary>
    /// Adagrad with centralized gradients: <c>d = P(g + λw); s += d²; w -= lr / (1 + (t - 1) * lr_decay) * d / (√s + eps)</c>.
    /// </summary>
    /// <remarks>
    /// Adagrad_GC of the paper.
    /// <para>It is torch's Adagrad in everything but the step: options, groups, state and files are those of the base class. It bears
    /// the base class's name so that each loads what the other saved. Not thread-safe.</para>
    /// </remarks>
    public sealed class Adagrad : Base, ICentralizedOptimizer, IUpdateFamily, IHasEngine
    {
        private readonly StepEngine? engine;

        /// <summary>Optimises one group of parameters.</summary>
        /// <param name="parameters">The parameters; at least one.</param>
        /// <param name="lr">The learning rate; at least 0.</param>
        /// <param name="lr_decay">How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</param>
        /// <param name="weight_decay">The weight decay λ; how it enters is for <see cref="Centralization.Decay"/> to say.</param>
        /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
        /// <param name="eps">Added to the divisor, which may be zero.</param>
        /// <param name="centralization">How to centralize; null: the gradients of all weights.</param>
        /// <exception cref="ArgumentException">A setting is out of its range, or the decay rule does not go with the location.</exception>
        public Adagrad(
            IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0, double
            initial_accumulator_value = 0.0,
            double eps = 1e-10,
            Centralization? centralization = null)
            : this([new Base.ParamGroup { Parameters = parameters.ToList() }], lr, lr_decay, weight_decay, initial_accumulator_value, eps, centralization)
        {
        }

        /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
        /// <param name="groups">The groups; a <see cref="Group"/> may have a centralization of its own.</param>
        /// <param name="lr">The learning rate; at least 0.</param>
        /// <param name="lr_decay">How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</param>
        /// <param name="weight_decay">The weight decay λ; how it enters is for <see cref="Centralization.Decay"/> to say.</param>
        /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
        /// <param name="eps">Added to the divisor, which may be zero.</param>
        /// <param name="centralization">How groups without a centralization of their own centralize; null: the gradients of all weights.</param>
        /// <exception cref="ArgumentException">A setting is out of its range, or the decay rule does not go with the location.</exception>
        public Adagrad(
            IEnumerable<Base.ParamGroup> groups, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0, double
            initial_accumulator_value = 0.0,
            double eps = 1e-10,
            Centralization? centralization = null)
            : base(groups, lr, lr_decay, weight_decay, initial_accumulator_value, eps)
        {
            engine = new StepEngine(this, nameof(Adagrad), centralization ?? Centralization.Default);
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
            own.step++;
            tensors = new StateTensors(own.sum);
            return new UpdateRule(RuleKind.Adagrad, group.LearningRate / (1 + (own.step - 1) * (options.lr_decay ?? 0))) { Epsilon = options.eps ?? 0 };
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
