using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Autograd;

/// <summary>x·w + b, with a gradient of its own; b may be absent and scale is no tensor.</summary>
internal sealed class ScaledLinear : autograd.SingleTensorFunction<ScaledLinear>
{
    public override string Name => nameof(ScaledLinear);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, w, b, scale) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor?)vars[2], (double)vars[3]);
        ctx.save_for_backward([x, w, b]);
        ctx.save_data("scale", scale);
        var product = x.matmul(w) * scale;
        return b is null ? product : product + b;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var scale = (double)ctx.get_data("scale");
        return
        [
            grad_output.matmul(saved[1].t()) * scale,
            saved[0].t().matmul(grad_output) * scale,
            saved[2] is null ? null! : grad_output.sum(0L),
            null!
        ];
    }
}

/// <summary>sin x and cos y·x, whose backward saves a value in between.</summary>
internal sealed class SineAndProduct : autograd.MultiTensorFunction<SineAndProduct>
{
    public override string Name => nameof(SineAndProduct);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, y) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([x, y]);
        return [x.sin(), y.cos() * x];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var saved = ctx.get_saved_variables();
        var (x, y) = (saved[0], saved[1]);
        return [grad_outputs[0] * x.cos() + grad_outputs[1] * y.cos(), -grad_outputs[1] * y.sin() * x];
    }
}

/// <summary>
/// A function whose forward and backward a test hands over with the arguments: the first is a <see cref="Script"/>.
/// </summary>
internal sealed class Scripted : autograd.MultiTensorFunction<Scripted>
{
    public override string Name => nameof(Scripted);

    public static Tensor Apply(Script script, params object?[] vars) => apply([script, .. vars])[0];

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var script = (Script)vars[0];
        ctx.save_data("script", script);
        return script.Forward(ctx, vars[1..]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var gradients = ((Script)ctx.get_data("script")).Backward(ctx, grad_outputs);
        return gradients is null ? null! : [null!, .. gradients];
    }

    internal sealed class Script
    {
        public Func<autograd.AutogradContext, object[], List<Tensor>> Forward { get; init; } = (_, vars) => [((Tensor)vars[0]).clone()];

        public Func<autograd.AutogradContext, List<Tensor>, List<Tensor>> Backward { get; init; } = (_, gradients) => gradients;
    }
}
