using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// What a solver sees of the problem: a function F of matrices that have a row for each sample which is still worked on. A row of F(z) depends on
/// the same row of z only.
/// </summary>
public abstract class FixedPointSystem
{
    private protected FixedPointSystem()
    {
    }

    /// <summary>The number of rows.</summary>
    public abstract int Samples { get; }

    /// <summary>Whether F is an affine function, as it is in a backward solve.</summary>
    public abstract bool IsAffine { get; }

    /// <summary>How often F was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>How many rows were evaluated, all evaluations together.</summary>
    public long SampleEvaluations { get; private set; }

    /// <summary>Evaluates F.</summary>
    /// <param name="iterate">A row for each sample.</param>
    /// <returns>A new matrix of the same shape.</returns>
    public Tensor Evaluate(Tensor iterate)
    {
        Evaluations++;
        SampleEvaluations += Samples;
        return EvaluateRows(iterate);
    }

    /// <summary>Goes on with some of the rows.</summary>
    /// <param name="rows">The numbers of those kept, a vector of whole numbers.</param>
    /// <param name="count">How many.</param>
    internal abstract void Keep(Tensor rows, int count);

    private protected abstract Tensor EvaluateRows(Tensor iterate);
}
