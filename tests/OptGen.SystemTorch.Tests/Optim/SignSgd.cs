using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Optim;

/// <summary>An optimiser as code outside SystemTorch writes it: along the sign of a running mean of the gradient.</summary>
internal sealed class SignSgd : OptimizerHelper
{
    public SignSgd(IEnumerable<Parameter> parameters, double lr = 0.1, double beta = 0.9)
    {
        _defaults = new Options { LearningRate = lr, InitialLearningRate = lr, beta = beta };
        _parameter_groups = new List<ParamGroup>();
        add_param_group(new Group(parameters.ToList()));
    }

    public override void add_param_group(ParamGroup param_group)
    {
        var defaults = (Options)_defaults;
        param_group.Options ??= new Options();
        var options = (Options)param_group.Options;
        options.LearningRate ??= defaults.LearningRate;
        options.beta ??= defaults.beta;
        options.InitialLearningRate = options.LearningRate!.Value;
        _parameter_groups.Add(param_group);
        foreach (var parameter in param_group.Parameters)
        {
            var state = new State(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(options);
        }
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<Group>(
        group =>
        {
            var options = group.Options;
            foreach (var parameter in group.Parameters)
            {
                var state = (State)_state[parameter.Handle];
                var gradient = parameter.grad;
                if (gradient is null) continue;
                state.step++;
                state.mean.mul_(options.beta!.Value).add_(gradient, alpha: 1 - options.beta.Value);
                parameter.add_(state.mean.sign(), alpha: -options.LearningRate!.Value);
            }
        },
        closure);

    protected override void Dispose(bool disposing)
    {
        foreach (var (_, state) in _state.ToArray()) ((State)state).mean.Dispose();
        base.Dispose(disposing);
    }

    public sealed class Options : OptimizerOptions
    {
        public double? beta;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta = reader.ReadDouble();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            beta = ((Options)source).beta;
        }
    }

    public sealed class Group(IEnumerable<Parameter> parameters) : ParamGroup<Options>(parameters);

    public sealed class State(Parameter parameter) : OptimizerState(parameter)
    {
        public long step;
        public Tensor mean = null!;

        public override void Initialize(OptimizerOptions options) => mean = zeros_like(_parameter).DetachFromDisposeScope();

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            SaveConditionalStateTensor(writer, mean);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            Tensor? loaded = mean;
            LoadConditionalStateTensor(reader, ref loaded, _parameter.device);
            mean = loaded!.DetachFromDisposeScope();
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            mean.Dispose();
            mean = other.mean.clone().DetachFromDisposeScope();
        }

        public override void to(Device device)
        {
            var moved = mean.to(device).DetachFromDisposeScope();
            if (!ReferenceEquals(moved, mean)) mean.Dispose();
            mean = moved;
        }
    }
}
