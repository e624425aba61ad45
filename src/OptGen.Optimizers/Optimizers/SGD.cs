using TorchSharp.Modules;
using static TorchSharp.torch;
using AnyGroup = TorchSharp.Modules.ParamGroup;
using Base = TorchSharp.Modules.SGD;

namespace OptGen.Optimizers;

public static partial class Centralized
{
    /// <summary>
    /// Stochastic gradient descent with centralized gradients: <c>d = P(g + λw); m = momentum * m + (1 - dampening) * d; w -= lr * m</c>,
    /// where m starts as the first d.
    /// </summary>
    /// <remarks>
    /// SGD_GC of the paper; with <see cref="WeightDecayRule.DecoupledOutside"/> it is SGDW_GC. By linearity both locations give the same
    /// weights where the decay is <see cref="WeightDecayRule.CoupledInside"/>.
    /// <para>It is torch's SGD in everything but the step: options, groups, state and files are those of the base class. It bears
    /// the base class's name so that each loads what the other saved. Not thread-safe.</para>
    /// </remarks>
    public sealed class SGD : Base, ICentralizedOptimizer, IUpdateFamily, IHasEngine
    {
        private readonly StepEngine? engine;

        /// <summary>Optimises one group of parameters.</summary>
        /// <param name="parameters">The parameters; at least one.</param>
        /// <param name="lr">The learning rate; at least 0.</param>
        /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
        /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
        /// <param name="weight_decay">The weight decay λ; how it enters is for <see cref="Centralization.Decay"/> to say.</param>
        /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
        /// <param name="maximize">Whether to climb instead of descend.</param>
        /// <param name="centralization">How to centralize; null: the gradients of all weights.</param>
        /// <exception cref="ArgumentException">A setting is out of its range, or the decay rule does not go with the location.</exception>
        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
            bool nesterov = false,
            bool maximize = false,
            Centralization? centralization = null)
            : this([new Base.ParamGroup { Parameters = parameters.ToList() }], lr, momentum, dampening, weight_decay, nesterov, maximize, centralization)
        {
        }

        /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
        /// <param name="groups">The groups; a <see cref="Group"/> may have a centralization of its own.</param>
        /// <param name="lr">The learning rate; at least 0.</param>
        /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
        /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
        /// <param name="weight_decay">The weight decay λ; how it enters is for <see cref="Centralization.Decay"/> to say.</param>
        /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
        /// <param name="maximize">Whether to climb instead of descend.</param>
        /// <param name="centralization">How groups without a centralization of their own centralize; null: the gradients of all weights.</param>
        /// <exception cref="ArgumentException">A setting is out of its range, or the decay rule does not go with the location.</exception>
        public SGD(
            IEnumerable<Base.ParamGroup> groups, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
            bool nesterov = false,
            bool maximize = false,
            Centralization? centralization = null)
            : base(groups, lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
            engine = new StepEngine(this, nameof(SGD), centralization ?? Centralization.Default);
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

        /// <inheritdoc/>
        /// <remarks>The base class's (0.107.0) throws a NullReferenceException where there is no momentum, or none yet.</remarks>
        public override void load_state_dict(StateDictionary state_dict)
        {
            ArgumentNullException.ThrowIfNull(state_dict);
            var own = this.state_dict();
            if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
            {
                throw new ArgumentException(
                    $"The state has {state_dict.Options.Count} groups and {state_dict.State.Count} parameters, but this SGD has {own.Options.Count} and {own.State.Count}.",
                    nameof(state_dict));
            }

            for (var i = 0; i < own.Options.Count; i++)
            {
                if (!ReferenceEquals(own.Options[i], state_dict.Options[i])) own.Options[i].LoadStateDict(state_dict.Options[i]);
            }

            var number = 0;
            foreach (var parameter in parameters())
            {
                var (to, from) = ((State)own.State[number], (State)state_dict.State[number]);
                number++;
                if (ReferenceEquals(to, from)) continue;
                to.momentum_buffer?.Dispose();
                to.momentum_buffer = from.momentum_buffer?.to(parameter.device, copy: true).DetachFromDisposeScope();
            }
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
            var momentum = options.momentum ?? 0;
            if (momentum == 0)
            {
                tensors = default;
                return new UpdateRule(RuleKind.Plain, group.LearningRate);
            }

            var first = own.momentum_buffer is null;
            if (first) own.momentum_buffer = zeros_like(parameter).DetachFromDisposeScope();
            tensors = new StateTensors(own.momentum_buffer);
            return new UpdateRule(options.nesterov == true ? RuleKind.Nesterov : RuleKind.Momentum, group.LearningRate)
            {
                Keep = momentum,
                Fresh = first ? 1 : 1 - (options.dampening ?? 0) // the first gradient enters whole, as in torch
            };
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
