using OptGen.Blocks;
using OptGen.Experiments.Networks;
using OptGen.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Toys;

/// <summary>
/// A network for vectors: a linear layer to the width of the iterates, a recurrence whose operators are two linear layers, a linear layer to the outputs.
/// </summary>
/// <param name="Inputs">The size of an input.</param>
/// <param name="Width">The size of an iterate; where it is that of the input, there is no first layer.</param>
/// <param name="Hidden">The hidden neurons of an operator of gradient descent; those of networks with more operators are fewer, so that all have as many parameters.</param>
/// <param name="Outputs">The size of an output.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="Activation">The activation of the operators.</param>
internal sealed record ToyNetwork(int Inputs, int Width, int Hidden, int Outputs, int Layers, Activation Activation)
{
    /// <summary>Makes the network of an arm.</summary>
    /// <param name="arm">The recurrence.</param>
    /// <param name="seed">Decides the weights.</param>
    public Module<Tensor, Tensor> Create(Arm arm, int seed)
    {
        var budget = Count(Arms.Find(Arms.Baseline), Hidden);
        var hidden = Budget.Width(width => Make(arm, width), budget);
        manual_seed(1000 + seed);
        return Make(arm, hidden);
    }

    /// <summary>What is the same in all of them, in a sentence.</summary>
    public string Describe() =>
        $"Networks: {Layers} layers, iterates of size {Width}{(Width == Inputs ? " without a first linear layer" : "")}, operators Linear-{Activation}-Linear; "
        + $"gradient descent has {Hidden} hidden neurons in each, and the others as many as give the number of parameters nearest to its {Count(Arms.Find(Arms.Baseline), Hidden)}.";

    private Module<Tensor, Tensor> Make(Arm arm, int hidden)
    {
        var network = arm.Create(_ => new TwoLayer(Width, hidden, Activation), Layers);
        return Width == Inputs
            ? Sequential(("network", network), ("head", Linear(Width, Outputs)))
            : Sequential(("stem", Linear(Inputs, Width)), ("network", network), ("head", Linear(Width, Outputs)));
    }

    private long Count(Arm arm, int hidden)
    {
        using var network = Make(arm, hidden);
        return Budget.Parameters(network);
    }
}

/// <summary>How a network for vectors is trained.</summary>
/// <param name="Steps">The number of steps.</param>
/// <param name="BatchSize">Samples of a step.</param>
/// <param name="Rate">Adam's greatest learning rate; it rises over the first tenth of the steps and falls to 0 as a cosine does.</param>
internal sealed record ToyTraining(int Steps, int BatchSize, double Rate)
{
    /// <summary>Trains, and tells the mean loss of each epoch; a training that breaks down gives those before.</summary>
    public (double[] Losses, bool BrokeDown) Run(TrainingProblem problem, TensorSet data, int seed)
    {
        var batches = (int)Math.Max(1, data.Count / BatchSize);
        var report = new Trainer(problem, new TrainingOptions
        {
            Epochs = (Steps + batches - 1) / batches,
            BatchSize = BatchSize,
            LastBatch = LastBatch.Drop,
            Seed = seed,
            Optimizer = model => optim.Adam(model.parameters(), Rate),
            Schedule = new CosineLearningRate()
        }).Fit(data);
        return ([.. report.Epochs.Select(epoch => epoch.Training.Loss)], report.Status == TrainingStatus.NonFinite);
    }

    /// <summary>In a sentence.</summary>
    public string Describe() =>
        $"Training: Adam, {Steps} steps of {BatchSize} samples, learning rate {Rate} after a warm-up of a tenth of the steps, falling to 0 as a cosine does; nothing was tuned for any network.";
}
