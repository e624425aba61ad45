using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Demo;

/// <summary>
/// The heavy-ball recurrence as a network, written by hand: x_0 = stem(u),
/// x_{k+1} = x_k + a (x_k - x_{k-1}) - b_k T_k(x_k) with x_{-1} = x_0, out = head(x_L).
/// </summary>
internal sealed class HeavyBallNetwork : nn.Module<Tensor, Tensor>
{
    private const double Momentum = 0.5;

    private readonly Linear _stem;
    private readonly ModuleList<nn.Module<Tensor, Tensor>> _operators;
    private readonly Parameter _steps;
    private readonly LayerNorm _norm;
    private readonly Linear _head;

    public HeavyBallNetwork(int inputs, int width, int layers, int classes)
        : base(nameof(HeavyBallNetwork))
    {
        _stem = nn.Linear(inputs, width);
        _operators = new ModuleList<nn.Module<Tensor, Tensor>>(
            [.. Enumerable.Range(0, layers).Select(_ => new TwoLayer(width, 2 * width))]);
        _steps = new Parameter(full(layers, 0.5));
        _steps.DetachFromDisposeScope();
        _norm = nn.LayerNorm(width);
        _head = nn.Linear(width, classes);
        register_module("stem", _stem);
        register_module("T", _operators);
        register_parameter("b", _steps);
        register_module("norm", _norm);
        register_module("head", _head);
    }

    /// <summary>Class scores, one row per image, from images of any shape with the right number of pixels.</summary>
    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor x = _stem.call(images.flatten(1)), previous = x;
        Tensor[] steps = _steps.unbind();
        for (int k = 0; k < steps.Length; k++)
        {
            Tensor next = x + (x - previous) * Momentum - steps[k] * _operators[k].call(x);
            (x, previous) = (next, x);
        }
        return _head.call(nn.functional.relu(_norm.call(x))).MoveToOuterDisposeScope();
    }

    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }

    /// <summary>T(x) = W2 relu(W1 x + c1) + c2.</summary>
    private sealed class TwoLayer : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _first;
        private readonly Linear _second;

        public TwoLayer(int width, int hidden)
            : base(nameof(TwoLayer))
        {
            _first = nn.Linear(width, hidden);
            _second = nn.Linear(hidden, width);
            register_module("fc1", _first);
            register_module("fc2", _second);
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return _second.call(nn.functional.relu(_first.call(x))).MoveToOuterDisposeScope();
        }

        protected override void RegisterComponents()
        {
        }
    }
}
