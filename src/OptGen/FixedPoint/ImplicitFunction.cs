using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// Hands a solution on, with the gradient that the implicit function theorem gives it. Arguments: an <see cref="ImplicitCall"/>, the solution, the
/// given tensors, the shared ones, the parameters.
/// </summary>
internal sealed class ImplicitFunction : autograd.MultiTensorFunction<ImplicitFunction>
{
    public override string Name => nameof(ImplicitFunction);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var call = (ImplicitCall)vars[0];
        List<Tensor> tensors = vars.Skip(1).Cast<Tensor>().ToList();
        List<Tensor> solution = tensors.Take(call.UnknownCount).Select(z => z.detach()).ToList();
        ctx.save_data(nameof(ImplicitCall), call);
        // The parameters are kept so that autograd notices when they were changed between forward and backward.
        ctx.save_for_backward([.. solution, .. tensors.Skip(call.UnknownCount)]);
        return solution;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var call = (ImplicitCall)ctx.get_data(nameof(ImplicitCall));
        List<Tensor> saved = ctx.get_saved_variables();
        int unknowns = call.UnknownCount, arguments = saved.Count - unknowns - call.Parameters.Length;
        var gradients = new Tensor?[1 + saved.Count];
        bool[] needs = saved.Skip(unknowns).Take(arguments).Select(a => a.requires_grad).ToArray();
        List<Tensor> found;
        if (is_grad_enabled())
        {
            object[] all = [call, needs, .. saved.Take(unknowns), .. grad_outputs, .. saved.Skip(unknowns)];
            found = ImplicitGradient.apply(all);
        }
        else
        {
            found = ImplicitGradient.Compute(call, needs, saved.Take(unknowns).ToArray(), grad_outputs, saved.Skip(unknowns).Take(arguments).ToArray(), out _);
        }
        int next = 0;
        for (int i = 0; i < arguments; i++)
            gradients[1 + unknowns + i] = needs[i] ? found[next++] : null;
        for (int i = 0; i < call.Parameters.Length; i++)
            gradients[1 + unknowns + arguments + i] = found[next++];
        return gradients.ToList()!;
    }
}
