using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Testing;

/// <summary>
/// Compares two networks that should be one: with the same weights they must give the same values, and the same gradient for the input and for each parameter.
/// </summary>
/// <remarks>
/// Parameters and buffers are compared by name first, then by shape and type; the message has all that differ, before anything is computed. Both networks run
/// with the same random numbers, so that dropout drops the same. Layers that are solved are solved to 1e-13 meanwhile where numbers are double. Afterwards both have
/// the weights, buffers, gradients and settings that they had.
/// </remarks>
public static class SameNetwork
{
    /// <summary>Compares two modules of one input.</summary>
    /// <param name="actual">The network that is tested.</param>
    /// <param name="expected">The network that it should equal, such as one written by hand.</param>
    /// <param name="input">The input of both.</param>
    /// <param name="options">How to compare; defaults when null.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="CheckFailedException">They differ; the message says where.</exception>
    public static SameNetworkReport Verify(Module<Tensor, Tensor> actual, Module<Tensor, Tensor> expected, Tensor input, SameNetworkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        return Verify(actual, x => actual.call(x[0]), expected, x => expected.call(x[0]), [input], options);
    }

    /// <summary>Compares two modules of two inputs.</summary>
    /// <param name="actual">The network that is tested.</param>
    /// <param name="expected">The network that it should equal, such as one written by hand.</param>
    /// <param name="first">The first input of both.</param>
    /// <param name="second">The second input of both.</param>
    /// <param name="options">How to compare; defaults when null.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="CheckFailedException">They differ; the message says where.</exception>
    public static SameNetworkReport Verify(
        Module<Tensor, Tensor, Tensor> actual, Module<Tensor, Tensor, Tensor> expected, Tensor first, Tensor second, SameNetworkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        return Verify(actual, x => actual.call(x[0], x[1]), expected, x => expected.call(x[0], x[1]), [first, second], options);
    }

    /// <summary>Compares two modules of any inputs.</summary>
    /// <param name="actual">The network that is tested.</param>
    /// <param name="runActual">Runs it on the inputs.</param>
    /// <param name="expected">The network that it should equal.</param>
    /// <param name="runExpected">Runs that on the inputs.</param>
    /// <param name="inputs">The inputs of both; each network gets copies of its own. Those of floating-point types have gradients.</param>
    /// <param name="options">How to compare; defaults when null.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="CheckFailedException">They differ; the message says where.</exception>
    public static SameNetworkReport Verify(
        Module actual, Func<IReadOnlyList<Tensor>, Tensor> runActual, Module expected, Func<IReadOnlyList<Tensor>, Tensor> runExpected,
        IReadOnlyList<Tensor> inputs, SameNetworkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(runActual);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(runExpected);
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= new();
        using DisposeScope scope = NewDisposeScope();
        List<(string Name, Tensor Actual, Tensor Expected)> pairs = NetworkPairs.Of(actual, expected, options);
        using var actualState = new NetworkState(actual);
        using var expectedState = new NetworkState(expected);
        using var copied = new CopiedWeights(options.CopiesWeights ? pairs : []);
        List<(string, Tensor, Tensor)> parameters = [.. pairs.Where(p => p.Actual.requires_grad && p.Expected.requires_grad)];
        return new OutputComparer(inputs, parameters, options).Verify(runActual, actualState, runExpected, expectedState);
    }

    /// <summary>Compares two ways to compute the same from the parameters of one module.</summary>
    /// <param name="module">The module whose parameters are compared.</param>
    /// <param name="runActual">Computes what is tested from copies of the inputs.</param>
    /// <param name="runExpected">Computes what it should be, such as by a formula.</param>
    /// <param name="inputs">The inputs; those of floating-point types have gradients.</param>
    /// <param name="options">How to compare; defaults when null.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="CheckFailedException">They differ; the message says where.</exception>
    public static SameNetworkReport Verify(
        Module module, Func<IReadOnlyList<Tensor>, Tensor> runActual, Func<IReadOnlyList<Tensor>, Tensor> runExpected, IReadOnlyList<Tensor> inputs,
        SameNetworkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(runActual);
        ArgumentNullException.ThrowIfNull(runExpected);
        ArgumentNullException.ThrowIfNull(inputs);
        using DisposeScope scope = NewDisposeScope();
        using var state = new NetworkState(module);
        List<(string, Tensor, Tensor)> parameters = [.. module.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, (Tensor)p.parameter, (Tensor)p.parameter))];
        return new OutputComparer(inputs, parameters, options ?? new()).Verify(runActual, state, runExpected, state);
    }
}
