using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>How gradients are kept small: <see cref="ByNorm"/> or <see cref="ByValue"/>.</summary>
public abstract record GradientClipping
{
    private protected GradientClipping()
    {
    }

    /// <summary>Scales all gradients together so that their norm is at most this, as <c>clip_grad_norm_</c> of torch does.</summary>
    /// <param name="maximum">The greatest Euclidean norm of all gradients together, above 0.</param>
    public static GradientClipping ByNorm(double maximum) => new NormClipping(Positive(maximum));

    /// <summary>Cuts every element of every gradient off at plus and minus this, as <c>clip_grad_value_</c> of torch does.</summary>
    /// <param name="maximum">The greatest absolute value, above 0.</param>
    public static GradientClipping ByValue(double maximum) => new ValueClipping(Positive(maximum));

    internal abstract void Clip(IEnumerable<Tensor> gradients, double norm);

    private static double Positive(double maximum) =>
        maximum > 0 ? maximum : throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "Gradients are clipped at a number above 0.");

    private sealed record NormClipping(double Maximum) : GradientClipping
    {
        internal override void Clip(IEnumerable<Tensor> gradients, double norm)
        {
            // The small number is torch's.
            double factor = Maximum / (norm + 1e-6);
            if (factor >= 1)
                return;
            using Scalar held = factor;
            foreach (Tensor gradient in gradients)
                gradient.mul_(held);
        }
    }

    private sealed record ValueClipping(double Maximum) : GradientClipping
    {
        internal override void Clip(IEnumerable<Tensor> gradients, double norm)
        {
            using Scalar low = -Maximum, high = Maximum;
            foreach (Tensor gradient in gradients)
                gradient.clamp_(low, high);
        }
    }
}

/// <summary>The gradients of a network's parameters, looked at after each backward.</summary>
internal sealed class Gradients
{
    private readonly (string Name, Parameter Parameter)[] _parameters;

    public Gradients(nn.Module model) => _parameters = [.. model.named_parameters().Select(named => (named.name, named.parameter))];

    /// <summary>Those that there are, in the current scope.</summary>
    public List<Tensor> All()
    {
        var found = new List<Tensor>(_parameters.Length);
        foreach (var (_, parameter) in _parameters)
        {
            if (parameter.grad is { } gradient)
                found.Add(gradient);
        }
        return found;
    }

    /// <summary>The Euclidean norm of all of them together; not finite where an element is not.</summary>
    public static double Norm(IReadOnlyList<Tensor> gradients)
    {
        if (gradients.Count == 0)
            return 0;
        using var scope = NewDisposeScope();
        ScalarType type = gradients[0].dtype;
        var norms = new List<Tensor>(gradients.Count);
        foreach (Tensor gradient in gradients)
        {
            Tensor norm = gradient.norm();
            norms.Add(norm.dtype == type && norm.device_type == DeviceType.CPU ? norm : norm.to(type, CPU));
        }
        double total = stack(norms).norm().to_type(ScalarType.Float64).item<double>();
        // The squares of single precision end at 3e38, far below what its numbers can be.
        return double.IsFinite(total) || type == ScalarType.Float64 ? total
            : stack([.. gradients.Select(gradient => gradient.to(ScalarType.Float64, CPU).norm())]).norm().item<double>();
    }

    /// <summary>The first parameter whose gradient has an element that is not finite; null where there is none.</summary>
    public string? FirstNotFinite()
    {
        using var scope = NewDisposeScope();
        return _parameters.FirstOrDefault(named => named.Parameter.grad is { } gradient && !AllFinite(gradient)).Name;
    }

    /// <summary>The first parameter that has itself an element that is not finite; null where there is none.</summary>
    public string? FirstParameterNotFinite()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        return _parameters.FirstOrDefault(named => !AllFinite(named.Parameter)).Name;
    }

    private static bool AllFinite(Tensor tensor) => tensor.isfinite().all().item<bool>();
}
