using System.Diagnostics.CodeAnalysis;
using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Limited-memory BFGS (Nocedal 1980) with a fixed step length: follows the gradient through an estimate of the inverse Hessian
/// made of the last steps.
/// </summary>
/// <remarks>
/// For whole-batch problems of few parameters: each step takes several iterations, evaluates the closure in each, and keeps
/// <c>2 * history_size</c> vectors as long as all parameters together. All parameters must be of one type and on one device. No groups.
/// </remarks>
public class LBFGS : torch.optim.Optimizer, torch.optim.ILearningRateController
{
    /// <summary>The learning rate, as <see cref="LearningRate"/>.</summary>
    public double _rate;

    private readonly Parameter[] all;
    private readonly long maximalIterations;
    private readonly long maximalEvaluations;
    private readonly double gradientTolerance;
    private readonly double changeTolerance;
    private readonly long historySize;

    /// <summary>The last steps and what the gradient changed by in each, oldest first.</summary>
    private readonly List<Pair> history = [];

    /// <summary>The direction of the last iteration; null before the first.</summary>
    private Tensor? direction;

    /// <summary>The gradient of the last iteration; null before the first.</summary>
    private Tensor? previousGradient;

    /// <summary>What the estimate starts from: this number times the identity; null for one.</summary>
    private Tensor? diagonal;

    /// <summary>How far along the direction the last iteration went.</summary>
    private double length;

    private bool disposed;

    internal LBFGS(
        IEnumerable<Parameter> parameters, double lr, long max_iter, long? max_eval, double tolerance_grad, double tolerance_change, long history_size)
        : base(IntPtr.Zero)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(lr >= 0)) throw new ArgumentException($"LBFGS: The learning rate must be at least 0, but is {lr}.", nameof(lr));
        ArgumentOutOfRangeException.ThrowIfLessThan(max_iter, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(history_size, 1);
        all = parameters.ToArray();
        if (all.Length == 0)
        {
            throw new ArgumentException(
                "The optimiser was given no parameters; if they come from a module, does its constructor call RegisterComponents()?", nameof(parameters));
        }

        _rate = lr;
        InitialLearningRate = lr;
        maximalIterations = max_iter;
        maximalEvaluations = max_eval ?? max_iter * 5 / 4;
        gradientTolerance = tolerance_grad;
        changeTolerance = tolerance_change;
        historySize = history_size;
        _parameter_groups = [new ParamGroup { Parameters = all, Options = new OptimizerOptions { LearningRate = lr, InitialLearningRate = lr } }];
    }

    /// <summary>How much of the direction each iteration goes.</summary>
    public double LearningRate
    {
        get => _rate;
        set => _rate = value;
    }

    /// <summary>The learning rate before any scheduler changed it.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>The optimiser itself, as its one group.</summary>
    public override IEnumerable<torch.optim.ILearningRateController> ParamGroups => [this];

    /// <summary>Takes up to max_iter iterations.</summary>
    /// <param name="closure">Zeroes the gradients, computes the loss and its gradients anew, and returns the loss.</param>
    /// <returns>The loss before the first iteration.</returns>
    /// <exception cref="ArgumentNullException">There is no closure.</exception>
#pragma warning disable MA0061 // TorchSharp's own signature: the closure cannot be left out here.
    public override Tensor? step(Func<Tensor>? closure)
#pragma warning restore MA0061
    {
        if (closure is null)
            throw new ArgumentNullException(nameof(closure), "LBFGS evaluates the loss several times in each step: give step() a closure that does so.");
        ObjectDisposedException.ThrowIf(disposed, this);

        Tensor first;
        using (enable_grad()) first = closure();
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        Iterate(closure, Number(first));
        return first;
    }

    private protected override void Release()
    {
        disposed = true;
        foreach (var pair in history) pair.Dispose();
        history.Clear();
        direction?.Dispose();
        previousGradient?.Dispose();
        diagonal?.Dispose();
    }

    /// <summary>The value of a floating-point tensor of one element.</summary>
    private static double Number(Tensor tensor) => Aten.item.CallDouble(tensor);

    private void Iterate(Func<Tensor> closure, double loss)
    {
        var gradient = FlatGradient();
        if (Largest(gradient) <= gradientTolerance) return;
        var evaluations = 1L;
        for (var iteration = 1L; ; iteration++)
        {
            var isFirst = direction is null;
            Aim(gradient);
            Keep(ref previousGradient, Aten.clone.Call(gradient));
            var previousLoss = loss;

            // The first direction is the bare gradient, whose size says nothing about a good step.
            length = isFirst ? Math.Min(1, 1 / Number(Aten.sum.Call(Aten.abs.Call(gradient)))) * _rate : _rate;
            if (Number(Aten.dot.Call(gradient, direction)) > -changeTolerance) return;
            Advance();

            // The last iteration needs no new gradient: the next step evaluates the closure anyway.
            if (iteration == maximalIterations) return;
            using (enable_grad())
            {
                using var current = closure();
                loss = Number(current);
            }

            gradient.Dispose();
            gradient = FlatGradient();
            evaluations++;
            if (evaluations >= maximalEvaluations
                || Largest(gradient) <= gradientTolerance
                || Largest(direction!) * length <= changeTolerance
                || Math.Abs(loss - previousLoss) < changeTolerance)
            {
                return;
            }
        }
    }

    /// <summary>Sets the direction: the gradient's opposite, through the estimate of the inverse Hessian.</summary>
    private void Aim(Tensor gradient)
    {
        if (direction is null)
        {
            Keep(ref direction, Aten.neg.Call(gradient));
            return;
        }

        using var scope = NewDisposeScope();
        Remember(Aten.sub_Tensor.Call(gradient, previousGradient), Aten.mul_Scalar.Call(direction, length));

        // Nocedal's two loops: through the history backwards, then forwards.
        var sum = Aten.neg.Call(gradient);
        var weights = new Tensor[history.Count];
        for (var i = history.Count - 1; i >= 0; i--)
        {
            weights[i] = Aten.mul_Tensor.Call(Aten.dot.Call(history[i].Step, sum), history[i].Weight);
            Aten.add__Tensor.CallVoid(sum, history[i].Change, -Number(weights[i]));
        }

        var result = diagonal is null ? sum : Aten.mul_Tensor.Call(sum, diagonal);
        for (var i = 0; i < history.Count; i++)
        {
            var back = Aten.mul_Tensor.Call(Aten.dot.Call(history[i].Change, result), history[i].Weight);
            Aten.add__Tensor.CallVoid(result, history[i].Step, Number(Aten.sub_Tensor.Call(weights[i], back)));
        }

        Keep(ref direction, result);
    }

    /// <summary>Puts a step into the history, unless the curvature along it is not positive.</summary>
    private void Remember(Tensor change, Tensor step)
    {
        var curvature = Aten.dot.Call(change, step);
        if (Number(curvature) <= 1e-10) return;
        if (history.Count == historySize)
        {
            history[0].Dispose();
            history.RemoveAt(0);
        }

        history.Add(new Pair(step.DetachFromDisposeScope(), change.DetachFromDisposeScope(), Aten.reciprocal.Call(curvature).DetachFromDisposeScope()));
        Keep(ref diagonal, Aten.div_Tensor.Call(curvature, Aten.dot.Call(change, change)));
    }

    /// <summary>Moves the parameters along the direction.</summary>
    private void Advance()
    {
        long offset = 0;
        foreach (var parameter in all)
        {
            var count = parameter.numel();
            using var part = Aten.slice_Tensor.Call(direction, 0, offset, offset + count);
            using var shaped = Aten.view.Call(part, parameter.shape);
            Aten.add__Tensor.CallVoid(parameter, shaped, length);
            offset += count;
        }
    }

    /// <summary>All gradients in one vector; zeros for parameters without one.</summary>
    private Tensor FlatGradient()
    {
        var parts = new Tensor[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].IsInvalid) throw Lost($"parameter {i}");
            var gradient = all[i].grad;
            parts[i] = Aten.reshape.Call(gradient ?? Aten.zeros_like.Call(all[i]), new long[] { -1 });
        }

        return Aten.cat.Call(parts, 0);
    }

    private static double Largest(Tensor tensor) => Number(Aten.max.Call(Aten.abs.Call(tensor)));

    /// <summary>Puts a tensor that outlives the step into a field.</summary>
    private static void Keep([NotNull] ref Tensor? field, Tensor value)
    {
        field?.Dispose();
        field = value.DetachFromDisposeScope();
    }

    /// <summary>One step of the history, the change of the gradient in it, and the inverse of their product.</summary>
    private sealed record Pair(Tensor Step, Tensor Change, Tensor Weight) : IDisposable
    {
        public void Dispose()
        {
            Step.Dispose();
            Change.Dispose();
            Weight.Dispose();
        }
    }
}
