using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>One solve by a <see cref="FixedPointSolver"/>: what it remembers of the iterates so far.</summary>
/// <remarks>
/// Tensors kept from one call to the next must be detached from the dispose scope, and are disposed by <see cref="Dispose()"/>. All that is
/// proposed for a row must depend on that row only.
/// </remarks>
public abstract class SolverRun : IDisposable
{
    /// <summary>Says where to evaluate next.</summary>
    /// <param name="at">The newest iterate and what is known there.</param>
    public abstract NextIterate Propose(EvaluatedIterate at);

    /// <summary>Goes on with some of the rows.</summary>
    /// <param name="rows">The numbers of those kept, a vector of whole numbers.</param>
    /// <param name="numbers">The same.</param>
    public abstract void Keep(Tensor rows, IReadOnlyList<int> numbers);

    /// <summary>Frees what was remembered.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what was remembered.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>An iterate at which the function was evaluated. The tensors belong to the caller.</summary>
/// <param name="Iterate">z, a row for each sample.</param>
/// <param name="Value">F(z).</param>
/// <param name="Residual">F(z) - z.</param>
/// <param name="ResidualNorms">The norm of each row of the residual; not a number or infinite in a row that has failed.</param>
public readonly record struct EvaluatedIterate(Tensor Iterate, Tensor Value, Tensor Residual, IReadOnlyList<double> ResidualNorms);

/// <summary>Where to evaluate next.</summary>
/// <param name="Iterate">A new matrix, a row for each sample.</param>
/// <param name="Value">What the function gives there, where the solver has evaluated it already; a new matrix.</param>
public readonly record struct NextIterate(Tensor Iterate, Tensor? Value = null);
