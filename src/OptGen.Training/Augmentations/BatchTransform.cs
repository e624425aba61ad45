using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Changes the batches that are trained on; evaluation sees the data as it is.</summary>
/// <remarks>Derive from it for one of your own. A transform has no state: what it draws comes from the generator, so that a training can be
/// repeated and gone on with.</remarks>
public abstract class BatchTransform
{
    /// <summary>A changed batch, of new tensors in the current dispose scope; the one that is given stays as it is.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="generator">Where random numbers come from, on the processor.</param>
    public abstract Batch Apply(Batch batch, Generator generator);

    /// <summary>A transform that is a function.</summary>
    /// <param name="apply">Gives the changed batch.</param>
    public static BatchTransform Of(Func<Batch, Generator, Batch> apply)
    {
        ArgumentNullException.ThrowIfNull(apply);
        return new FunctionTransform(apply);
    }

    private sealed class FunctionTransform(Func<Batch, Generator, Batch> apply) : BatchTransform
    {
        public override Batch Apply(Batch batch, Generator generator) => apply(batch, generator);
    }
}
