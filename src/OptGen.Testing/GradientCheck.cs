using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Testing;

/// <summary>
/// Compares gradients with central differences of values, in double precision: for modules of any kind, generated or not, with layers that are solved, and for
/// functions of tensors.
/// </summary>
/// <remarks>
/// A network's output becomes one number by a sum with random weights, so that no element's gradient hides behind another's. Everything that is checked must be
/// <see cref="ScalarType.Float64"/>: call <c>network.to(ScalarType.Float64)</c> first. Parameters that require no gradient are left alone. Buffers, such as the
/// statistics of batch normalisation, are put back before each evaluation and at the end, parameters too; <c>.grad</c> is left as it was. Layers that are solved
/// are solved to 1e-13 meanwhile. Where a difference does not agree it is taken again with a step a hundred times smaller, for a rectifier may have been switched
/// by the step.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks the gradients of a module for its parameters and its input.</summary>
    /// <param name="module">The module.</param>
    /// <param name="input">Its input; of another type than a floating-point one, it is passed on and not checked.</param>
    /// <param name="options">How to compare; defaults when null.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="CheckFailedException">A gradient is wrong, or cannot be checked; the message says where and why.</exception>
    /// <exception cref="ArgumentException">A parameter or an input is not of type Float64.</exception>
    public static GradientReport Verify(Module<Tensor, Tensor> module, Tensor input, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Verify(module, inputs => module.call(inputs[0]), [("input", input)], options);
    }

    /// <summary>Checks the gradients of a module for its parameters and its two inputs.</summary>
    /// <param name="module">The module.</param>
    /// <param name="first">Its first input; as above.</param>
    /// <param name="second">Its second input; as above.</param>
    /// <param name="options">How to compare; defaults when null.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="CheckFailedException">A gradient is wrong, or cannot be checked; the message says where and why.</exception>
    /// <exception cref="ArgumentException">A parameter or an input is not of type Float64.</exception>
    public static GradientReport Verify(Module<Tensor, Tensor, Tensor> module, Tensor first, Tensor second, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Verify(module, inputs => module.call(inputs[0], inputs[1]), [("first input", first), ("second input", second)], options);
    }

    /// <summary>Checks the gradients of what is computed with a module, for its parameters and whatever else it is computed from.</summary>
    /// <param name="module">The module whose parameters are checked.</param>
    /// <param name="run">Computes one tensor of type Float64 and any shape.</param>
    /// <param name="inputs">Names, for messages, and tensors; <paramref name="run"/> gets copies of them that require gradients.</param>
    /// <param name="options">How to compare; defaults when null.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="CheckFailedException">A gradient is wrong, or cannot be checked; the message says where and why.</exception>
    /// <exception cref="ArgumentException">A parameter or an input is not of type Float64.</exception>
    public static GradientReport Verify(
        Module module, Func<IReadOnlyList<Tensor>, Tensor> run, IReadOnlyList<(string Name, Tensor Tensor)> inputs, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(inputs);
        using DisposeScope scope = NewDisposeScope();
        using var state = new NetworkState(module);
        if (state.Approximations.FirstOrDefault() is { } adjoint)
        {
            throw new CheckFailedException(
                $"The network solves a layer with {adjoint.GetType().Name}, whose gradient is an approximation and not the derivative of the solution: "
                + "set Implicit.Options to an ImplicitAdjoint for the check.");
        }
        Tensor[] copies = [.. inputs.Select(i => i.Tensor.is_floating_point() ? i.Tensor.detach().clone().requires_grad_() : i.Tensor)];
        List<(string, Tensor)> variables = [.. inputs.Zip(copies, (i, copy) => (i.Name, copy)).Where(v => v.copy.requires_grad)];
        variables.AddRange(module.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, (Tensor)p.parameter)));
        return new GradientComparer(() => run(copies), variables, state, options ?? new()).Run();
    }

    /// <summary>Checks the gradients of a function for the tensors that it reads.</summary>
    /// <param name="function">Computes one tensor of type Float64 and any shape, from <paramref name="variables"/> among others.</param>
    /// <param name="variables">Names, for messages, and the tensors that the function reads: leaves of type Float64 that require gradients.</param>
    /// <param name="options">How to compare; defaults when null.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="CheckFailedException">A gradient is wrong, or cannot be checked; the message says where and why.</exception>
    /// <exception cref="ArgumentException">A variable is not of type Float64, requires no gradient, or is computed from others.</exception>
    public static GradientReport Verify(Func<Tensor> function, IReadOnlyList<(string Name, Tensor Variable)> variables, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(variables);
        using DisposeScope scope = NewDisposeScope();
        return new GradientComparer(function, variables, null, options ?? new()).Run();
    }
}
