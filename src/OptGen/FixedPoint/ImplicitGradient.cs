using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// The gradient of a solution z = F(z, c) for what caused it: the product of u with F's Jacobian for c, where u = J^T u + g. Differentiable once more.
/// Arguments: an <see cref="ImplicitCall"/>, which arguments of F want gradients, the solution, g, the given tensors and the shared ones, the
/// parameters. Results: the gradients of the arguments that want them, and of the parameters.
/// </summary>
/// <remarks>
/// Its own gradient, for incoming w: with v = J v + F_c w, the sum of w times the results is g v, and its derivative is v for g, and for z and c that of
/// u (J v + F_c w) while u, v and w stand still.
/// </remarks>
internal sealed class ImplicitGradient : autograd.MultiTensorFunction<ImplicitGradient>
{
    public override string Name => nameof(ImplicitGradient);

    /// <summary>Solves the backward equation and computes the gradients.</summary>
    /// <param name="call">The equations.</param>
    /// <param name="needs">Which arguments want gradients.</param>
    /// <param name="solution">The solution.</param>
    /// <param name="gradients">g.</param>
    /// <param name="arguments">The given tensors and the shared ones.</param>
    /// <param name="adjoint">u.</param>
    public static List<Tensor> Compute(
        ImplicitCall call, bool[] needs, IReadOnlyList<Tensor> solution, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> arguments, out Tensor adjoint)
    {
        int samples = call.Layout.Samples;
        var graph = new LocalGraph(call, solution, arguments, needs);
        Tensor g = call.Layout.Join(gradients.Select(x => x.detach()).ToArray(), samples);
        var system = new AdjointSystem(call, graph, solution.Select(z => z.detach()).ToArray(), arguments.Select(a => a.detach()).ToArray(), g);
        adjoint = Solve(call, system, g);
        Tensor?[] found = graph.Pull(call.Layout.Split(adjoint, samples), graph.Causes);
        return found.Select((f, i) => f ?? zeros_like(graph.Causes[i])).ToList();
    }

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var call = (ImplicitCall)vars[0];
        var needs = (bool[])vars[1];
        Tensor[] tensors = vars.Skip(2).Cast<Tensor>().ToArray();
        int unknowns = call.UnknownCount;
        List<Tensor> results = Compute(
            call, needs, tensors[..unknowns], tensors[unknowns..(2 * unknowns)], tensors[(2 * unknowns)..^call.Parameters.Length], out Tensor adjoint);
        ctx.save_data(nameof(ImplicitCall), call);
        ctx.save_data(nameof(needs), needs);
        ctx.save_data(nameof(TensorForm), tensors.Select(TensorForm.Of).ToArray());
        ctx.save_data(nameof(results), results.Select(TensorForm.Of).ToArray());
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([adjoint, .. tensors]);
        return results;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var call = (ImplicitCall)ctx.get_data(nameof(ImplicitCall));
        var needs = (bool[])ctx.get_data("needs");
        var forms = (TensorForm[])ctx.get_data(nameof(TensorForm));
        var results = (TensorForm[])ctx.get_data("results");
        return BackwardCall.Run(call.Observer, grad_outputs, [null, null, .. forms], result =>
        {
            List<Tensor> saved = ctx.get_saved_variables();
            Tensor[] tensors = saved.Skip(1).ToArray();
            Tensor[] solution = tensors[..call.UnknownCount], arguments = tensors[(2 * call.UnknownCount)..^call.Parameters.Length];
            Differentiate(call, needs, solution, arguments, saved[0], grad_outputs.Select((w, i) => results[i].OrZeros(w).detach()).ToArray(), result);
        });
    }

    private static void Differentiate(
        ImplicitCall call, bool[] needs, Tensor[] solution, Tensor[] arguments, Tensor adjoint, Tensor[] weights, Tensor?[] result)
    {
        using IDisposable recording = enable_grad();
        int samples = call.Layout.Samples, unknowns = call.UnknownCount;
        var graph = new LocalGraph(call, solution, arguments, needs);
        Tensor u = adjoint.detach().requires_grad_(true);
        Tensor[] leaves = [.. graph.Unknowns, .. graph.Causes];
        Tensor?[] pulled = graph.Pull(call.Layout.Split(u, samples), leaves, createGraph: true);

        var system = new TangentSystem(call.Layout, u, pulled[..unknowns], Push(pulled[unknowns..], weights));
        Tensor v;
        using (no_grad())
            v = Solve(call, system, system.Offset);
        Tensor[] directions = [.. call.Layout.Split(v, samples), .. weights];

        // u (J v + F_c w), recorded.
        Tensor? sum = null;
        for (int i = 0; i < leaves.Length; i++)
        {
            if (pulled[i] is not { requires_grad: true } part)
                continue;
            Tensor term = part.mul(directions[i].detach()).sum();
            sum = sum is null ? term : sum.Plus(term);
        }
        int[] open = Enumerable.Range(0, leaves.Length).Where(i => leaves[i].requires_grad).ToArray();
        Tensor?[]? found = sum is null ? null : VectorJacobian.Pull([sum], Array.ConvertAll(open, i => leaves[i]), [ones_like(sum)]);
        Tensor? Found(int leaf) => Array.IndexOf(open, leaf) is >= 0 and int place ? found?[place] : null;

        int next = 2;
        for (int i = 0; i < unknowns; i++)
            result[next++] = Found(i);
        foreach (Tensor part in call.Layout.Split(v, samples))
            result[next++] = part;
        int cause = unknowns;
        for (int i = 0; i < arguments.Length; i++)
            result[next++] = needs[i] ? Found(cause++) : null;
        for (int i = 0; i < call.Parameters.Length; i++)
            result[next++] = Found(cause++);

        // J^T u is linear in u, so its derivative for u along a direction is J times it.
        Tensor Push(Tensor?[] parts, Tensor[] along)
        {
            Tensor?[] used = parts.Select(p => p is { requires_grad: true } ? p : null).ToArray();
            return TangentSystem.Push(u, used, along);
        }
    }

    private static Tensor Solve(ImplicitCall call, FixedPointSystem system, Tensor guess)
    {
        SolveOutcome outcome = SolveDriver.Solve(system, guess, call.Solver, call.Limits);
        call.Observer.Solved(SolveReports.Make(outcome, system, call.Limits));
        return outcome.Values;
    }
}
