using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Runs a network over data without training it.</summary>
internal static class Evaluator
{
    public static Evaluation Run(TrainingProblem problem, TrainingData data, Tensor? rows, int batchSize)
    {
        using var gradients = no_grad();
        var modes = new ModuleModes(problem.Model);
        problem.Model.eval();
        try
        {
            var sums = new MetricSums(problem.Metrics);
            if (data is RowData source)
            {
                long count = rows?.shape[0] ?? source.Count;
                for (long start = 0; start < count; start += batchSize)
                {
                    using var scope = NewDisposeScope();
                    long length = Math.Min(batchSize, count - start);
                    Add(problem, rows is null ? source.Take(start, length) : source.Take(rows.narrow(0, start, length)), sums);
                }
            }
            else
            {
                using var outer = NewDisposeScope();
                foreach (Batch batch in ((BatchSequence)data).Epoch(1))
                {
                    using var scope = NewDisposeScope();
                    Adopt(batch, outer, scope);
                    Add(problem, batch, sums);
                }
            }
            return sums.Samples > 0 ? sums.ToEvaluation() : throw new ArgumentException("The data gave no batch to evaluate.", nameof(data));
        }
        finally
        {
            modes.Restore();
        }
    }

    /// <summary>Lets what an enumeration has made for a batch go with the batch. What was there before stays.</summary>
    public static void Adopt(Batch batch, TorchSharp.DisposeScope made, TorchSharp.DisposeScope step)
    {
        foreach (Tensor tensor in batch.Tensors)
        {
            if (made.Contains(tensor))
                tensor.MoveToOtherDisposeScope(step);
        }
    }

    public static double Number(Tensor value) => value.to_type(ScalarType.Float64).item<double>();

    private static void Add(TrainingProblem problem, Batch batch, MetricSums sums)
    {
        BatchResult result = problem.Compute(batch);
        sums.Add(batch.Samples, Number(result.Loss), MetricSums.Of(problem.Metrics, batch, result));
    }
}
