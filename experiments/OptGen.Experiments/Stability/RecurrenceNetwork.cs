using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Experiments.Stability;

/// <summary>A network for vectors around a recurrence that is known at run time only: a linear layer, the recurrence, a linear layer.</summary>
internal sealed class RecurrenceNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Recurrence _recurrence;
    private readonly RecurrenceBindings _bindings = new();
    private readonly int _layers;
    private readonly Linear _stem;
    private readonly Linear _head;

    public RecurrenceNetwork(Recurrence recurrence, int layers, int inputs, int width, int hidden, int outputs)
        : base(nameof(RecurrenceNetwork))
    {
        (_recurrence, _layers) = (recurrence, layers);
        _stem = nn.Linear(inputs, width);
        _head = nn.Linear(width, outputs);
        var operators = new ModuleList<TwoLayer>([.. Enumerable.Range(0, layers).Select(_ => new TwoLayer(width, hidden, Activation.ReLU))]);
        _bindings.Operators["T"] = (k, arguments) => operators[k].call(arguments[0]);
        register_module("stem", _stem);
        register_module("T", operators);
        register_module("head", _head);
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return _head.call(_recurrence.Run(_bindings, _layers, _stem.call(x))).MoveToOuterDisposeScope();
    }

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }
}
