using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>PyTorch's RAdam as its documentation has it, in operations on tensors. TorchSharp's is another one (0.107.0).</summary>
internal sealed class PyTorchRAdam : OptimizerHelper
{
    private readonly double rate, beta1, beta2, epsilon;
    private readonly Dictionary<Parameter, (long Step, Tensor Mean, Tensor Squares)> states = [];

    public PyTorchRAdam(IEnumerable<Parameter> parameters, double rate, double beta1, double beta2, double epsilon, double decay)
    {
        (this.rate, this.beta1, this.beta2, this.epsilon) = (rate, beta1, beta2, epsilon);
        Parameter[] all = [.. parameters];
        _parameter_groups = [new ParamGroup<DecayOptions>(all, new DecayOptions { LearningRate = rate, InitialLearningRate = rate, WeightDecay = decay })];
        foreach (var parameter in all) states[parameter] = (0, zeros_like(parameter), zeros_like(parameter));
    }

    /// <summary>Goes on from the states of TorchSharp's RAdam.</summary>
    public void Take(IEnumerable<RAdam.State> from)
    {
        foreach (var (parameter, state) in parameters().Zip(from)) states[parameter] = (state.step, state.exp_avg.clone(), state.exp_avg_sq.clone());
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup<DecayOptions>>(
        group =>
        {
            foreach (var parameter in group.Parameters)
            {
                if (parameter.grad is not { } gradient) continue;
                var (before, mean, squares) = states[parameter];
                var t = before + 1;
                var g = gradient.add(Times(parameter, group.Options.WeightDecay));
                mean = Times(mean, beta1).add(Times(g, 1 - beta1));
                squares = Times(squares, beta2).add(Times(g.mul(g), 1 - beta2));
                states[parameter] = (t, mean.DetachFromDisposeScope(), squares.DetachFromDisposeScope());
                var limit = 2 / (1 - beta2) - 1;
                var length = limit - 2 * t * Math.Pow(beta2, t) / (1 - Math.Pow(beta2, t));
                var step = Times(mean, rate / (1 - Math.Pow(beta1, t)));
                if (length > 5)
                {
                    var rectified = Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
                    using var held = epsilon.ToScalar();
                    step = Times(step, rectified * Math.Sqrt(1 - Math.Pow(beta2, t))).div(squares.sqrt().add(held));
                }

                parameter.sub_(step);
            }
        },
        closure);

    private static Tensor Times(Tensor tensor, double number)
    {
        using var held = number.ToScalar(); // else it may be collected during the call
        return tensor.mul(held);
    }

    private sealed class DecayOptions : OptimizerOptions, IWeightDecay
    {
        public double WeightDecay { get; set; }

        public bool DecoupledWeightDecay => false;

        public bool Maximize => false;
    }
}
