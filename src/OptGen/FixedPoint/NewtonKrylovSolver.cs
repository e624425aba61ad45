using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// Newton's method on F(z) - z, each step solved by GMRES with Jacobian-vector products from differences of F: for equations on which the
/// others fail, at many evaluations an iteration. Each sample has a Krylov space of its own, and a step that does not lower its residual is halved.
/// </summary>
/// <remarks>
/// The damping is the length of the first step tried. Memory: <see cref="KrylovDimension"/> + 1 vectors. Source: Knoll and Keyes,
/// "Jacobian-free Newton-Krylov methods" (2004), sections 2 and 3.
/// </remarks>
public sealed record NewtonKrylovSolver : FixedPointSolver
{
    /// <summary>The most vectors of the Krylov space, each one an evaluation of F; at least 1, 20 unless another is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int KrylovDimension
    {
        get;
        init => field = Require.AtLeast(1, value, nameof(KrylovDimension));
    } = 20;

    /// <summary>
    /// GMRES ends where the linear residual is at most this times the residual; above 0 and at most 1, 0.01 unless another is given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside the range.</exception>
    public double ForcingTerm
    {
        get;
        init => field = Require.Fraction(value, nameof(ForcingTerm));
    } = 0.01;

    /// <summary>How often a step is halved at most; at least 0, 8 unless another is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int MaxHalvings
    {
        get;
        init => field = Require.AtLeast(0, value, nameof(MaxHalvings));
    } = 8;

    /// <inheritdoc/>
    public override SolverRun Start(FixedPointSystem system) => new Run(this, system);

    private sealed class Run(NewtonKrylovSolver solver, FixedPointSystem system) : SolverRun
    {
        // The share of the foreseen decrease that a step has to bring (Armijo's condition).
        private const double SufficientDecrease = 1e-4;

        public override NextIterate Propose(EvaluatedIterate at)
        {
            double[] residuals = WhatCanFall(at);
            Tensor direction = SolveLinear(at, residuals);
            double[] lengths = Enumerable.Repeat(solver.Damping, system.Samples).ToArray();
            for (int halvings = 0; ; halvings++)
            {
                Tensor next = at.Iterate.Plus(direction.mul(Numbers.Write(lengths, [lengths.Length, 1], direction)));
                if (halvings == solver.MaxHalvings)
                    return new(next);
                Tensor value = system.Evaluate(next);
                double[] norms = Numbers.RowNorms(value.detach().sub(next.detach()));
                bool isLower = true;
                for (int i = 0; i < norms.Length; i++)
                {
                    if (residuals[i] == 0 || norms[i] <= (1 - (SufficientDecrease * lengths[i])) * residuals[i])
                        continue;
                    lengths[i] /= 2;
                    isLower = false;
                }
                if (isLower)
                    return new(next, value);
                value.Dispose();
                next.Dispose();
            }
        }

        public override void Keep(Tensor rows, IReadOnlyList<int> numbers)
        {
            // Nothing is remembered from one step to the next.
        }

        /// <summary>The norms of the residuals; zero for a sample that has failed or is exact but for rounding, which no step makes better.</summary>
        private static double[] WhatCanFall(EvaluatedIterate at)
        {
            double rounding = 4 * Numbers.Epsilon(at.Value.dtype);
            double[] scales = Numbers.RowNorms(at.Value.detach());
            return at.ResidualNorms.Select((n, i) => double.IsFinite(n) && n > rounding * scales[i] ? n : 0).ToArray();
        }

        /// <summary>Solves (I - J) d = F(z) - z for the step d, which is zero where the norm of the right side is given as zero.</summary>
        private Tensor SolveLinear(EvaluatedIterate at, double[] residualNorms)
        {
            int samples = system.Samples;
            GivensLeastSquares[] small = residualNorms.Select(n => new GivensLeastSquares(solver.KrylovDimension, n)).ToArray();
            using var basis = new VectorWindow(solver.KrylovDimension + 1);
            double[] iterateNorms = Numbers.RowNorms(at.Iterate.detach());
            Tensor vector = Divide(at.Residual, residualNorms);
            int size = 0;
            while (size < solver.KrylovDimension && small.Any(s => s.Error > solver.ForcingTerm))
            {
                basis.Add(vector);
                Tensor image = vector.sub(Derivative(at, vector, iterateNorms));
                size++;
                // Twice, since once loses orthogonality where the image lies almost in the space (Kahan and Parlett).
                double[] coefficients = basis.Products(image.detach().unsqueeze(2));
                image = image.sub(basis.Combine(coefficients));
                double[] corrections = basis.Products(image.detach().unsqueeze(2));
                image = image.sub(basis.Combine(corrections));
                double[] norms = Numbers.RowNorms(image.detach());
                for (int i = 0; i < samples; i++)
                {
                    double[] column = new double[size + 1];
                    for (int j = 0; j < size; j++)
                        column[j] = coefficients[(i * size) + j] + corrections[(i * size) + j];
                    column[size] = norms[i];
                    small[i].Add(column);
                }
                vector = Divide(image, norms);
            }
            if (size == 0)
                return zeros_like(at.Iterate);
            double[] weights = new double[samples * size];
            for (int i = 0; i < samples; i++)
                small[i].Solve().CopyTo(weights.AsSpan(i * size, size));
            return basis.Combine(weights);
        }

        /// <summary>J times a matrix of unit rows.</summary>
        private Tensor Derivative(EvaluatedIterate at, Tensor vector, double[] iterateNorms)
        {
            // For a function that is not affine: as small as leaves half of the digits of the difference right.
            double root = Math.Sqrt(Numbers.Epsilon(vector.dtype));
            double[] lengths = Array.ConvertAll(iterateNorms, n => (1 + (double.IsFinite(n) ? n : 0)) * (system.IsAffine ? 1 : root));
            Tensor scale = Numbers.Write(lengths, [lengths.Length, 1], vector);
            Tensor moved = system.Evaluate(at.Iterate.Plus(vector.mul(scale)));
            return moved.sub(at.Value).div(scale);
        }

        /// <summary>Rows of length 1; zeros for those without a length, so that no sample's failure spreads in its space.</summary>
        private static Tensor Divide(Tensor rows, IReadOnlyList<double> norms)
        {
            double[] inverse = Numbers.Inverse(norms, rows.dtype);
            Tensor scaled = rows.mul(Numbers.Write(inverse, [inverse.Length, 1], rows));
            return inverse.Contains(0)
                ? scaled.masked_fill(tensor(Array.ConvertAll(inverse, i => i == 0), [inverse.Length, 1], device: rows.device), ScalarArguments.Zero)
                : scaled;
        }
    }
}
