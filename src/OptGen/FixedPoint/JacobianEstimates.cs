using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>Estimates of F's Jacobian from vector-Jacobian products with random vectors.</summary>
internal static class JacobianEstimates
{
    // The monitor draws from a generator of its own, so that looking changes nothing.
    private const ulong Seed = 20240325;

    public static double SpectralRadius(FixedPointProblem problem, SampleLayout layout, IReadOnlyList<Tensor> solution, int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        bool infers = is_inference_mode_enabled();
        using IDisposable? outside = infers ? inference_mode(false) : null;
        if (infers)
        {
            // Inference mode records nothing, and autograd does not take what was made in it.
            problem = problem with { Given = Copies(problem.Given), Shared = Copies(problem.Shared) };
            solution = Copies(solution);
        }
        (Tensor[] unknowns, Tensor[] values) = Evaluate(problem, solution);
        using var generator = new Generator(Seed);
        Tensor vector = randn([layout.Samples, layout.Size], layout.Type, device: CPU, generator: generator).to(solution[0].device);
        var growth = new double[layout.Samples];
        // The first half turns the vector towards the dominant eigenvectors, whose growth the rest measures.
        int first = steps / 2;
        double[] lengths = Numbers.RowNorms(vector);
        for (int step = 0; step < steps; step++)
        {
            double[] inverse = Numbers.Inverse(lengths, vector.dtype);
            vector = vector.mul(Numbers.Write(inverse, [layout.Samples, 1], vector));
            vector = Pull(layout, unknowns, values, vector, createGraph: false);
            lengths = Numbers.RowNorms(vector);
            for (int sample = 0; sample < growth.Length && step >= first; sample++)
                growth[sample] += Math.Log(lengths[sample]);
        }
        return growth.Length == 0 ? 0 : growth.Max(g => Math.Exp(g / (steps - first)));
    }

    public static Tensor Penalty(FixedPointProblem problem, SampleLayout layout, IReadOnlyList<Tensor> solution, int draws)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable recording = enable_grad();
        (Tensor[] unknowns, Tensor[] values) = Evaluate(problem, solution);
        Tensor? sum = null;
        for (int draw = 0; draw < draws; draw++)
        {
            Tensor signs = randn([layout.Samples, layout.Size], layout.Type).to(solution[0].device).sign();
            Tensor square = Pull(layout, unknowns, values, signs, createGraph: true);
            square = square.mul(square).sum();
            sum = sum is null ? square : sum.Plus(square);
        }
        return sum!.Over((double)draws * Math.Max(1, layout.Samples * layout.Size)).MoveToOuterDisposeScope();
    }

    private static Tensor[] Copies(IReadOnlyList<Tensor> tensors) => tensors.Select(t => t.clone()).ToArray();

    private static (Tensor[] Unknowns, Tensor[] Values) Evaluate(FixedPointProblem problem, IReadOnlyList<Tensor> solution)
    {
        using IDisposable recording = enable_grad();
        Tensor[] unknowns = solution.Select(z => z.detach().requires_grad_(true)).ToArray();
        return (unknowns, problem.Map(unknowns, [.. problem.Given, .. problem.Shared]).ToArray());
    }

    private static Tensor Pull(SampleLayout layout, Tensor[] unknowns, Tensor[] values, Tensor vector, bool createGraph)
    {
        Tensor[] parts = layout.Split(vector, layout.Samples);
        int[] recorded = Enumerable.Range(0, values.Length).Where(i => values[i].requires_grad).ToArray();
        if (recorded.Length == 0)
            return zeros_like(vector);
        Tensor?[] found = VectorJacobian.Pull(
            Array.ConvertAll(recorded, i => values[i]), unknowns, Array.ConvertAll(recorded, i => parts[i]), createGraph);
        return layout.Join(found.Select((f, i) => f ?? zeros_like(parts[i])).ToArray(), layout.Samples);
    }
}
