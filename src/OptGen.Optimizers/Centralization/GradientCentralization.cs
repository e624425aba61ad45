using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// Gradient centralization (Yong, Huang, Hua and Zhang 2020): subtracts from every weight vector of a gradient its mean,
/// <c>P(g) = g - mean(g)</c>.
/// </summary>
/// <remarks>
/// P is a projection: <c>P(P(g)) = P(g)</c>, and the norm never grows. The optimisers here do it inside their step;
/// <see cref="Centralize(Tensor)"/> is for code of one's own.
/// </remarks>
public static class GradientCentralization
{
    /// <summary>P of a gradient <c>[out, …]</c>, as a new tensor: its mean over all axes but the first is 0 afterwards.</summary>
    /// <exception cref="ArgumentException">The tensor has fewer than two axes, so no fan-in.</exception>
    public static Tensor Centralize(Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var shape = gradient.shape;
        if (shape.Length < 2)
            throw new ArgumentException($"A gradient of shape [{string.Join(", ", shape)}] has no fan-in to take a mean over; leave biases as they are.", nameof(gradient));
        return Centralize(gradient, new ParameterDescription("", ParameterKind.Dense, shape, null));
    }

    /// <summary>P of the gradient of a transposed convolution, <c>[in, out / groups, …]</c>, as a new tensor.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="groups">Into how many groups the convolution splits its channels.</param>
    /// <exception cref="ArgumentException">The tensor has fewer than three axes, or the groups do not divide its first.</exception>
    public static Tensor CentralizeTransposed(Tensor gradient, long groups = 1)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var shape = gradient.shape;
        if (shape.Length < 3 || groups < 1 || shape[0] % groups != 0)
        {
            throw new ArgumentException(
                $"A gradient of shape [{string.Join(", ", shape)}] is not that of a transposed convolution in {groups} groups.", nameof(gradient));
        }

        return Centralize(gradient, new ParameterDescription("", ParameterKind.TransposedConvolution, shape, null) { Groups = groups });
    }

    /// <summary>Centralizes the gradients or the updates of any optimiser.</summary>
    /// <param name="optimizer">The optimiser; disposed with the wrapper.</param>
    /// <param name="centralization">How; null: the gradients of all weights, told by their rank.</param>
    /// <exception cref="ArgumentException">The optimiser centralizes already, or the decay rule does not go with the location.</exception>
    public static CentralizedOptimizer Wrap(optim.Optimizer optimizer, Centralization? centralization = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (optimizer is ICentralizedOptimizer)
            throw new ArgumentException($"This {optimizer.GetType().Name} centralizes already: give it the options instead.", nameof(optimizer));
        return new CentralizedOptimizer(optimizer, centralization ?? Centralization.Default);
    }

    private static Tensor Centralize(Tensor gradient, ParameterDescription description)
    {
        using var scope = NewDisposeScope();
        return gradient.sub(RowLayout.Of(description).Means(gradient)).MoveToOuterDisposeScope();
    }
}
