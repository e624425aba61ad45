using OptGen.Optimizers;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>Measures gradients as the optimiser uses them, without decay, at every tenth step, and tests after every epoch.</summary>
internal sealed class GradientNorms(Condition condition, Func<double> accuracy) : TrainingCallback
{
    private const int MeasureEvery = 10;

    private double[] _sums = new double[2];
    private int _measured;

    /// <summary>The mean norm in each epoch of the first convolution's gradient.</summary>
    public List<double> FirstConvolution { get; } = [];

    /// <summary>The same of the last layer.</summary>
    public List<double> Classifier { get; } = [];

    /// <summary>The test accuracy after each epoch, 0 to 1.</summary>
    public List<double> Accuracy { get; } = [];

    public override void OnGradients(TrainingContext context)
    {
        if (context.Step % MeasureEvery != 0) return;
        _measured++;
        var position = 0;
        foreach (var name in new[] { Network.FirstConvolution, Network.Classifier })
        {
            var gradient = context.Model.get_parameter(name)!.grad!;
            if (condition.Centralized) gradient = GradientCentralization.Centralize(gradient);
            _sums[position++] += gradient.norm().item<float>();
        }
    }

    public override void OnEpoch(TrainingContext context, EpochReport report)
    {
        FirstConvolution.Add(_sums[0] / _measured);
        Classifier.Add(_sums[1] / _measured);
        Accuracy.Add(accuracy());
        (_sums, _measured) = (new double[2], 0);
    }
}
