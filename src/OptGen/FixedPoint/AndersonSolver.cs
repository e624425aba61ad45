using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// Anderson acceleration of type II: mixes the last values of F by the weights, of sum 1, with which the residuals mix to the smallest one. Each
/// sample has weights of its own. Usually many times fewer evaluations than <see cref="PicardSolver"/>, at the price of <see cref="Memory"/> pairs of
/// iterates.
/// </summary>
/// <remarks>
/// The weights solve a system of as many equations, whose matrix, scaled to a unit diagonal, gets <see cref="Regularization"/> on it. A
/// sample whose system is ill-conditioned all the same takes the step of <see cref="PicardSolver"/>. The damping mixes F's values with their arguments.
/// Source: Walker and Ni, "Anderson Acceleration for Fixed-Point Iterations" (2011).
/// </remarks>
public sealed record AndersonSolver : FixedPointSolver
{
    /// <summary>The number of past evaluations that are mixed; at least 1, which is <see cref="PicardSolver"/>'s iteration. 5 unless another is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Memory
    {
        get;
        init => field = Require.AtLeast(1, value, nameof(Memory));
    } = 5;

    /// <summary>
    /// What is added to the unit diagonal of the small systems; at least 0. The rounding error of the element type is added in any case. More makes
    /// the weights smaller and the steps more cautious.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Regularization
    {
        get;
        init => field = Require.NotNegative(value, nameof(Regularization));
    } = 1e-10;

    /// <inheritdoc/>
    public override SolverRun Start(FixedPointSystem system) => new Run(this, system.Samples);

    /// <summary>The weights of one sample.</summary>
    /// <param name="products">The inner products of its residuals, by rows of <paramref name="stride"/>.</param>
    /// <param name="stride">The length of a row.</param>
    /// <param name="regularization">What is added to the unit diagonal.</param>
    /// <param name="limit">The greatest sum of the weights' absolute values that is trusted.</param>
    /// <param name="weights">The weights; their number is that of the residuals.</param>
    /// <returns>False where the system is too ill-conditioned.</returns>
    internal static bool TryWeigh(ReadOnlySpan<double> products, int stride, double regularization, double limit, Span<double> weights)
    {
        int count = weights.Length;
        Span<double> scale = count <= 16 ? stackalloc double[count] : new double[count];
        double least = double.PositiveInfinity;
        for (int i = 0; i < count; i++)
        {
            double norm = Math.Sqrt(products[(i * stride) + i]);
            if (!(norm > 0) || !double.IsFinite(norm))
                return false;
            least = Math.Min(least, norm);
            scale[i] = 1 / norm;
        }
        Span<double> matrix = count <= 16 ? stackalloc double[count * count] : new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                matrix[(i * count) + j] = products[(i * stride) + j] * scale[i] * scale[j];
            matrix[(i * count) + i] = 1 + regularization;
            weights[i] = least * scale[i];
        }
        if (!SmallSystems.SolveDefinite(matrix, weights))
            return false;
        double sum = 0, size = 0;
        for (int i = 0; i < count; i++)
        {
            weights[i] *= least * scale[i];
            sum += weights[i];
            size += Math.Abs(weights[i]);
        }
        if (!(size <= limit * Math.Abs(sum)))
            return false;
        for (int i = 0; i < count; i++)
            weights[i] /= sum;
        return true;
    }

    private sealed class Run(AndersonSolver solver, int samples) : SolverRun
    {
        private readonly VectorWindow residuals = new(solver.Memory);
        private readonly VectorWindow values = new(solver.Memory);
        private double[] products = new double[samples * solver.Memory * solver.Memory];
        private int samples = samples;

        public override NextIterate Propose(EvaluatedIterate at)
        {
            int memory = solver.Memory;
            Tensor plain = PicardSolver.Step(at, solver.Damping);
            if (memory == 1)
                return new(plain);
            residuals.Add(at.Residual);
            values.Add(plain);
            int count = residuals.Count, newest = residuals.Newest;
            using (Tensor column = at.Residual.unsqueeze(2))
            {
                double[] found = residuals.Products(column);
                for (int sample = 0; sample < samples; sample++)
                {
                    Span<double> own = products.AsSpan(sample * memory * memory, memory * memory);
                    for (int i = 0; i < count; i++)
                        own[(i * memory) + newest] = own[(newest * memory) + i] = found[(sample * count) + i];
                }
            }
            if (count == 1)
                return new(plain);
            // Weights so large that rounding errors grow to half of the digits say nothing.
            double epsilon = Numbers.Epsilon(at.Residual.dtype), limit = 0.1 / Math.Sqrt(epsilon);
            // Residuals that depend on each other mix to nothing, which is the best there is; the matrix is singular then but for its rounding errors.
            double regularization = solver.Regularization + (16 * epsilon);
            double[] weights = new double[samples * count];
            for (int sample = 0; sample < samples; sample++)
            {
                Span<double> own = weights.AsSpan(sample * count, count);
                if (!TryWeigh(products.AsSpan(sample * memory * memory, memory * memory), memory, regularization, limit, own))
                {
                    own.Clear();
                    own[newest] = 1;
                }
            }
            plain.Dispose();
            return new(values.Combine(weights));
        }

        public override void Keep(Tensor rows, IReadOnlyList<int> numbers)
        {
            residuals.Keep(rows);
            values.Keep(rows);
            int size = solver.Memory * solver.Memory;
            products = numbers.SelectMany(n => products[(n * size)..((n + 1) * size)]).ToArray();
            samples = numbers.Count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                residuals.Dispose();
                values.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
