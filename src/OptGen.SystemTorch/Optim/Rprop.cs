using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Resilient backpropagation (Riedmiller and Braun 1993): uses only the gradient's sign; each number has a step size of its own,
/// which grows while the sign stays and shrinks when it changes.
/// </summary>
/// <remarks>
/// For whole-batch training: the noise of small batches turns signs at random. Equal, bit for bit, to PyTorch's Rprop with foreach off.
/// </remarks>
public class Rprop : OptimizerHelper
{
    /// <summary>Optimises one group of parameters.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="etaminus">What a step size is multiplied by where the gradient changed its sign; above 0, below 1.</param>
    /// <param name="etaplus">What a step size is multiplied by where the gradient kept its sign; above 1.</param>
    /// <param name="min_step">The smallest step size.</param>
    /// <param name="max_step">The largest step size.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is there twice, or a setting is out of its range.</exception>
    public Rprop(
        IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
        double max_step = 50, bool maximize = false)
        : this([new ParamGroup { Parameters = Some(parameters) }], lr, etaminus, etaplus, min_step, max_step, maximize)
    {
    }

    /// <summary>Optimises groups of parameters; what a group's options leave open is as given here.</summary>
    /// <param name="parameters">The groups.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="etaminus">What a step size is multiplied by where the gradient changed its sign; above 0, below 1.</param>
    /// <param name="etaplus">What a step size is multiplied by where the gradient kept its sign; above 1.</param>
    /// <param name="min_step">The smallest step size.</param>
    /// <param name="max_step">The largest step size.</param>
    /// <param name="maximize">Whether to climb instead of descend.</param>
    /// <exception cref="ArgumentException">A parameter is there twice, or a setting is out of its range.</exception>
    public Rprop(
        IEnumerable<ParamGroup> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
        double max_step = 50, bool maximize = false)
    {
        var defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            etaminus = etaminus,
            etaplus = etaplus,
            min_step = min_step,
            max_step = max_step,
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
        var etaminus = options.etaminus.GetValueOrDefault();
        var etaplus = options.etaplus.GetValueOrDefault();
        var smallest = options.min_step.GetValueOrDefault();
        var largest = options.max_step.GetValueOrDefault();
        Each<State>(group, options.maximize == true, weightDecay: 0, (parameter, gradient, state) =>
        {
            state.step++;
            using var factor = Aten.mul_Tensor.Call(gradient, state.prev);
            Aten.sign_.CallVoid(factor);
            using var kept = Aten.gt_Scalar.Call(factor, 0);
            using var turned = Aten.lt_Scalar.Call(factor, 0);
            Aten.fill__Scalar.CallVoid(factor, 1);
            Aten.masked_fill__Scalar.CallVoid(factor, kept, etaplus);
            Aten.masked_fill__Scalar.CallVoid(factor, turned, etaminus);
            Aten.mul__Tensor.CallVoid(state.step_size, factor);
            Aten.clamp_.CallVoid(state.step_size, smallest, largest);

            // A number whose sign changed rests for one step.
            Aten.copy_.CallVoid(state.prev, gradient);
            Aten.masked_fill__Scalar.CallVoid(state.prev, turned, 0);
            using var direction = Aten.sign.Call(state.prev);
            Aten.addcmul_.CallVoid(parameter, direction, state.step_size, -1);
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Options of another kind or out of range, or a parameter that is here already.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = Adopt<Options>(param_group);
        options.etaminus ??= Defaults.etaminus;
        options.etaplus ??= Defaults.etaplus;
        options.min_step ??= Defaults.min_step;
        options.max_step ??= Defaults.max_step;
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
        /// <summary>What a step size is multiplied by where the gradient changed its sign; above 0, below 1.</summary>
        public double? etaminus;

        /// <summary>What a step size is multiplied by where the gradient kept its sign; above 1.</summary>
        public double? etaplus;

        /// <summary>The smallest step size.</summary>
        public double? min_step;

        /// <summary>The largest step size.</summary>
        public double? max_step;

        /// <summary>Whether to climb instead of descend.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(maximize.GetValueOrDefault());
            writer.Write(etaminus.GetValueOrDefault());
            writer.Write(etaplus.GetValueOrDefault());
            writer.Write(min_step.GetValueOrDefault());
            writer.Write(max_step.GetValueOrDefault());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            maximize = reader.ReadBoolean();
            etaminus = reader.ReadDouble();
            etaplus = reader.ReadDouble();
            min_step = reader.ReadDouble();
            max_step = reader.ReadDouble();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            var other = Same<Options>(source);
            base.LoadStateDict(source);
            maximize = other.maximize;
            etaminus = other.etaminus;
            etaplus = other.etaplus;
            min_step = other.min_step;
            max_step = other.max_step;
        }

        internal override void Validate()
        {
            base.Validate();
            Require(etaminus is > 0 and < 1, nameof(etaminus), etaminus, "be above 0 and below 1");
            Require(etaplus is > 1, nameof(etaplus), etaplus, "be above 1");
            AtLeastZero(min_step, nameof(min_step));
            Require(max_step >= min_step, nameof(max_step), max_step, "be at least min_step");
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
            IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
            double max_step = 50, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                etaminus = etaminus,
                etaplus = etaplus,
                min_step = min_step,
                max_step = max_step,
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

        /// <summary>The gradient of the previous step, zero where the sign had changed.</summary>
        public Tensor prev = null!;

        /// <summary>How far each number moves in the next step.</summary>
        public Tensor step_size = null!;

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
            prev = Renewed(prev, Zeros());
            step_size = Renewed(step_size, Filled(settings.LearningRate.GetValueOrDefault()));
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            prev.Save(writer);
            step_size.Save(writer);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            prev = Renewed(prev, Read(reader));
            step_size = Renewed(step_size, Read(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = Same<State>(source);
            step = other.step;
            prev = Renewed(prev, CopyOf(other.prev));
            step_size = Renewed(step_size, CopyOf(other.step_size));
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Near(prev, state.prev)
            && Near(step_size, state.step_size);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            prev = Moved(prev, device);
            step_size = Moved(step_size, device);
        }

        /// <summary>Frees the tensors.</summary>
        public void Dispose()
        {
            prev?.Dispose();
            step_size?.Dispose();
        }
    }
}
