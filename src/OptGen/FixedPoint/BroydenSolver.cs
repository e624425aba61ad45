using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// Broyden's good method on g(z) = F(z) - z, with bounded memory: a quasi-Newton method whose inverse Jacobian is -d, the damping, and as many rank-one
/// corrections as <see cref="Memory"/> says, made from the newest steps. Each sample has a Jacobian of its own.
/// </summary>
/// <remarks>
/// The corrections stand in the compact form, so that forgetting the oldest step is exact: what remains is the method begun with the second. A
/// sample whose small system is singular, or whose residual has grown to ten times its lowest, forgets all steps.
/// Sources: Broyden, "A Class of Methods for Solving Nonlinear Simultaneous Equations" (1965); Byrd, Nocedal, Schnabel, "Representations of
/// Quasi-Newton Matrices and Their Use in Limited Memory Methods" (1994), section 6.
/// </remarks>
public sealed record BroydenSolver : FixedPointSolver
{
    /// <summary>The number of past steps that are kept; at least 1, 8 unless another is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Memory
    {
        get;
        init => field = Require.AtLeast(1, value, nameof(Memory));
    } = 8;

    /// <inheritdoc/>
    public override SolverRun Start(FixedPointSystem system) => new Run(this, system.Samples);

    private sealed class Run(BroydenSolver solver, int samples) : SolverRun
    {
        private const double GrowthBeforeRestart = 10;

        // Steps s and changes y of the residual, both divided by the norm of s.
        private readonly VectorWindow steps = new(solver.Memory);
        private readonly VectorWindow changes = new(solver.Memory);
        private SampleSteps[] known = Enumerable.Range(0, samples).Select(_ => new SampleSteps(solver.Memory)).ToArray();
        private Tensor? iterate;
        private Tensor? residual;

        public override NextIterate Propose(EvaluatedIterate at)
        {
            double damping = solver.Damping;
            for (int sample = 0; sample < known.Length; sample++)
                known[sample].Judge(at.ResidualNorms[sample], GrowthBeforeRestart);
            if (iterate is null)
            {
                Remember(at);
                return new(PicardSolver.Step(at, damping));
            }
            AddStep(at);
            Remember(at);
            int count = steps.Count;
            int[] byAge = steps.ByAge.ToArray();
            double[] products;
            using (Tensor column = at.Residual.unsqueeze(2))
                products = steps.Products(column);
            double[] weights = new double[known.Length * count];
            for (int sample = 0; sample < known.Length; sample++)
                known[sample].Weigh(products.AsSpan(sample * count, count), byAge, damping, weights.AsSpan(sample * count, count));
            Tensor next = PicardSolver.Step(at, damping);
            Tensor alongSteps = steps.Combine(weights);
            for (int i = 0; i < weights.Length; i++)
                weights[i] *= damping;
            Tensor alongChanges = changes.Combine(weights);
            return new(next.Plus(alongSteps).Plus(alongChanges));
        }

        public override void Keep(Tensor rows, IReadOnlyList<int> numbers)
        {
            steps.Keep(rows);
            changes.Keep(rows);
            known = numbers.Select(n => known[n]).ToArray();
            Replace(ref iterate, iterate?.index_select(0, rows));
            Replace(ref residual, residual?.index_select(0, rows));
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                steps.Dispose();
                changes.Dispose();
                Replace(ref iterate, null);
                Replace(ref residual, null);
            }
            base.Dispose(disposing);
        }

        private static void Replace(ref Tensor? kept, Tensor? by)
        {
            kept?.Dispose();
            kept = by?.DetachFromDisposeScope();
        }

        private void Remember(EvaluatedIterate at)
        {
            Replace(ref iterate, at.Iterate.alias());
            Replace(ref residual, at.Residual.alias());
        }

        private void AddStep(EvaluatedIterate at)
        {
            Tensor step = at.Iterate.sub(iterate!);
            double[] norms = Numbers.RowNorms(step.detach());
            double[] inverse = Numbers.Inverse(norms, step.dtype);
            Tensor scale = Numbers.Write(inverse, [known.Length, 1], step);
            step = step.mul(scale);
            Tensor change = at.Residual.sub(residual!).mul(scale);
            steps.Add(step);
            changes.Add(change);
            int count = steps.Count, newest = steps.Newest;
            double[] ofSteps = steps.Products(stack([step, change], 2));
            double[] ofChanges = changes.Products(step.unsqueeze(2));
            for (int sample = 0; sample < known.Length; sample++)
            {
                known[sample].Add(
                    newest, inverse[sample] > 0, ofSteps.AsSpan(sample * count * 2, count * 2), ofChanges.AsSpan(sample * count, count));
            }
        }
    }

    /// <summary>What is known of one sample: which steps count, and their inner products.</summary>
    private sealed class SampleSteps(int memory)
    {
        private readonly bool[] counts = new bool[memory];
        private readonly double[] stepByStep = new double[memory * memory];
        private readonly double[] stepByChange = new double[memory * memory];
        private double lowest = double.PositiveInfinity;

        public void Judge(double residualNorm, double growth)
        {
            if (!(residualNorm <= growth * lowest))
                Array.Clear(counts);
            lowest = Math.Min(lowest, residualNorm);
        }

        /// <summary>Adds the newest step.</summary>
        /// <param name="place">Its place.</param>
        /// <param name="isStep">Whether it has a length.</param>
        /// <param name="ofSteps">The products of every step with it and with its change of the residual.</param>
        /// <param name="ofChanges">The products of every change with it.</param>
        public void Add(int place, bool isStep, ReadOnlySpan<double> ofSteps, ReadOnlySpan<double> ofChanges)
        {
            counts[place] = isStep;
            for (int i = 0; i < ofChanges.Length; i++)
            {
                stepByStep[(i * memory) + place] = stepByStep[(place * memory) + i] = ofSteps[2 * i];
                stepByChange[(i * memory) + place] = ofSteps[(2 * i) + 1];
                stepByChange[(place * memory) + i] = ofChanges[i];
            }
        }

        /// <summary>
        /// The weights c of the steps and, times d, of the changes: (M - d S^T Y) c = d S^T g, where M has -s_i^T s_j below its diagonal, the steps in
        /// their order, and zeros elsewhere. All zero when no step counts or the system is singular.
        /// </summary>
        public void Weigh(ReadOnlySpan<double> products, int[] byAge, double damping, Span<double> weights)
        {
            int[] used = byAge.Where(p => counts[p]).ToArray();
            int n = used.Length;
            double[] matrix = new double[n * n], solution = new double[n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double lower = i > j ? -stepByStep[(used[i] * memory) + used[j]] : 0;
                    matrix[(i * n) + j] = lower - (damping * stepByChange[(used[i] * memory) + used[j]]);
                }
                solution[i] = damping * products[used[i]];
            }
            if (!SmallSystems.Solve(matrix, solution, 1e-12))
            {
                Array.Clear(counts);
                return;
            }
            for (int i = 0; i < n; i++)
                weights[used[i]] = solution[i];
        }
    }
}
