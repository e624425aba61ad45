using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Experiments.Stability;

/// <summary>A network for vectors around a recurrence that is known at run time only: a linear layer, the recurrence, a linear layer.</summary>
internal sealed class RecurrenceNetwork : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layers;
    private readonly Linear _stem;
    private readonly Linear _head;

    public RecurrenceNetwork(Recurrence recurrence, int layers, int inputs, int width, int hidden, int outputs)
        : base(nameof(RecurrenceNetwork))
    {
        _stem = nn.Linear(inputs, width);
        _head = nn.Linear(width, outputs);
        _layers = recurrence.ToModule(new RecurrenceBindings { Layers = layers }.Operator("T", _ => new TwoLayer(width, hidden, Activation.ReLU)));
        register_module("stem", _stem);
        register_module("layers", _layers);
        register_module("head", _head);
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return _head.call(_layers.call(_stem.call(x))).MoveToOuterDisposeScope();
    }

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }
}
