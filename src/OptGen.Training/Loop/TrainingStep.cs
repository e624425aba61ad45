using System.Runtime.ExceptionServices;
using OptGen.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>What a step gave. With a fault there was no update, and the network is as it was.</summary>
internal sealed record StepValues(long Samples, double Loss, double Penalty, double GradientNorm, double[] Metrics, string? Fault);

/// <summary>Takes single steps: loss, gradients, their check and clipping, the update.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly TrainingProblem _problem;
    private readonly TrainingOptions _options;
    private readonly TrainingContext _context;
    private readonly Gradients _gradients;
    private readonly BatchNormGuard _guard;
    private readonly TensorSnapshot _before;
    private readonly bool _isClosure;

    public TrainingStep(TrainingProblem problem, TrainingOptions options, TrainingContext context)
    {
        _problem = problem;
        _options = options;
        _context = context;
        _gradients = new Gradients(problem.Model);
        _guard = new BatchNormGuard(problem.Model);
        _isClosure = NeedsClosure(context.Optimizer);
        // A forward pass moves running statistics, a closure's optimiser the weights, before it is known whether the step can be taken.
        IEnumerable<Tensor> tensors = problem.Model.buffers().Where(buffer => !buffer.IsInvalid);
        _before = new TensorSnapshot(_isClosure ? tensors.Concat(problem.Model.parameters()) : tensors);
    }

    /// <summary>Takes a step. Tensors stay in the current scope.</summary>
    public StepValues Take(Batch batch)
    {
        _before.Take();
        StepValues values;
        if (_isClosure)
        {
            values = TakeByClosure(batch);
        }
        else
        {
            values = Differentiate(batch, out _);
            if (values.Fault is null)
                _context.Optimizer.step();
        }
        if (values.Fault is not null)
            _before.Restore();
        return values;
    }

    public void Dispose() => _before.Dispose();

    /// <summary>libtorch's LBFGS, or what is around one.</summary>
    public static bool NeedsClosure(optim.Optimizer optimizer) => OptimizerStates.Innermost(optimizer) is LBFGS;

    private StepValues TakeByClosure(Batch batch)
    {
        StepValues? first = null, faulty = null;
        ExceptionDispatchInfo? failure = null;
        _context.Optimizer.step(() =>
        {
            // An exception must not go through native code. Without gradients libtorch takes the place for a minimum, and goes no further.
            try
            {
                if (failure is null && faulty is null)
                {
                    StepValues values = Differentiate(batch, out Tensor loss);
                    first ??= values;
                    if (values.Fault is null)
                        return loss;
                    faulty = values;
                }
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
            _problem.Model.zero_grad();
            return zeros(1);
        });
        if (failure is not null)
        {
            _before.Restore();
            failure.Throw();
        }
        if (faulty is null && _gradients.FirstParameterNotFinite() is { } name)
            faulty = first! with { Fault = Text($"the optimiser made parameter '{name}' not finite") };
        return faulty ?? first!;
    }

    /// <summary>Loss and gradients of a batch, checked and clipped.</summary>
    private StepValues Differentiate(Batch batch, out Tensor loss)
    {
        _problem.Model.zero_grad();
        BatchResult result = _guard.Watch(batch.Samples, () => _problem.Compute(batch));
        loss = result.Loss;
        double value = Evaluator.Number(loss), penalty = 0;
        if (_problem.Penalty is { } term)
        {
            Tensor added = term();
            penalty = Evaluator.Number(added);
            loss = loss.Plus(added);
        }
        if (loss.requires_grad || double.IsFinite(value + penalty))
            loss.backward();
        List<Tensor> gradients = _gradients.All();
        double norm = Gradients.Norm(gradients);
        string? fault = Fault(value, penalty, norm);
        double[] metrics = [];
        if (fault is null)
        {
            _options.Clipping?.Clip(gradients, norm);
            using (no_grad())
            {
                metrics = MetricSums.Of(_problem.Metrics, batch, result);
                foreach (TrainingCallback callback in _options.Callbacks)
                {
                    using var scope = NewDisposeScope();
                    callback.OnGradients(_context);
                }
            }
        }
        return new StepValues(batch.Samples, value, penalty, norm, metrics, fault);
    }

    private string? Fault(double loss, double penalty, double norm)
    {
        if (double.IsFinite(loss) && double.IsFinite(penalty) && double.IsFinite(norm))
            return null;
        string what = !double.IsFinite(loss) ? $"the loss is {loss}"
            : !double.IsFinite(penalty) ? $"the penalty is {penalty}"
            : $"the loss is {loss:0.####}, but not every gradient is finite";
        string where = _gradients.FirstParameterNotFinite() is { } weight ? $"parameter '{weight}' is itself not finite"
            : _gradients.FirstNotFinite() is { } name ? $"the first parameter whose gradient is not finite is '{name}'"
            : "every gradient is finite";
        return Text($"{what}; {where}");
    }

    private string Text(string what) =>
        $"Training stopped at step {_context.TotalSteps + 1} (epoch {_context.Epoch}, batch {_context.Step + 1}), before its update: {what}. "
        + $"The learning rate was {_context.Optimizer.ParamGroups.First().LearningRate:g6}; the weights are those after step {_context.TotalSteps}.";
}
