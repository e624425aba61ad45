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
        BackwardTensors.FreeGiven();
        var call = (ImplicitCall)vars[0];
        List<Tensor> tensors = vars.Skip(1).Cast<Tensor>().ToList();
        List<Tensor> solution = tensors.Take(call.UnknownCount).Select(z => z.detach()).ToList();
        ctx.save_data(nameof(ImplicitCall), call);
        ctx.save_data(nameof(TensorForm), tensors.Select(TensorForm.Of).ToArray());
        // TorchSharp makes missing gradients from tensors that it leaves to the dispose scope of this call, which is gone by then.
        ctx.set_materialize_grads(false);
        // The parameters are kept so that autograd notices when they were changed between forward and backward.
        ctx.save_for_backward([.. solution, .. tensors.Skip(call.UnknownCount)]);
        return solution;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var call = (ImplicitCall)ctx.get_data(nameof(ImplicitCall));
        var forms = (TensorForm[])ctx.get_data(nameof(TensorForm));
        int arguments = forms.Length - call.UnknownCount - call.Parameters.Length;
        bool[] needs = forms.Skip(call.UnknownCount).Take(arguments).Select(f => f.NeedsGradient).ToArray();
        int first = 1 + call.UnknownCount;
        int[] places = Enumerable.Range(first, arguments).Where(i => needs[i - first]).Concat(Enumerable.Range(first + arguments, call.Parameters.Length)).ToArray();
        var wanted = new TensorForm?[1 + forms.Length];
        foreach (int place in places)
            wanted[place] = forms[place - 1];
        return BackwardCall.Run(call.Observer, grad_outputs, wanted, gradients =>
        {
            List<Tensor> incoming = grad_outputs.Select((g, i) => forms[i].OrZeros(g)).ToList();
            List<Tensor> found = Gradients(call, needs, ctx.get_saved_variables(), incoming);
            for (int i = 0; i < places.Length; i++)
                gradients[places[i]] = found[i];
        });
    }

    private static List<Tensor> Gradients(ImplicitCall call, bool[] needs, List<Tensor> saved, List<Tensor> incoming)
    {
        int unknowns = call.UnknownCount;
        if (!is_grad_enabled())
            return ImplicitGradient.Compute(call, needs, saved.Take(unknowns).ToArray(), incoming, saved.Skip(unknowns).Take(needs.Length).ToArray(), out _);
        return ImplicitGradient.apply([call, needs, .. saved.Take(unknowns), .. incoming, .. saved.Skip(unknowns)]);
    }
}
