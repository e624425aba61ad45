using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>Vector-Jacobian products of what autograd has recorded.</summary>
/// <remarks>
/// TorchSharp's own <c>autograd.grad</c> (0.107.0) ends the process where libtorch finds an error, since its native half catches none; its
/// <c>autograd.backward</c> throws, but adds to the <c>.grad</c> of parameters, which belong to the user and to other threads. TorchScript's
/// <c>torch.autograd.grad</c> is the same function of libtorch, throws, and touches nothing.
/// </remarks>
internal static class VectorJacobian
{
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(
        """
        def pull(outputs: List[Tensor], inputs: List[Tensor], vectors: List[Tensor], create_graph: bool) -> List[Optional[Tensor]]:
            gradients: List[Optional[Tensor]] = []
            for vector in vectors:
                gradients.append(vector)
            return torch.autograd.grad(outputs, inputs, gradients, True, create_graph, True)

        """));

    /// <summary>The products of vectors with the Jacobians of outputs for inputs, summed over the outputs. The graph is retained.</summary>
    /// <param name="outputs">Recorded tensors, at least one.</param>
    /// <param name="inputs">What to differentiate for; all require gradients.</param>
    /// <param name="vectors">A tensor shaped like it for each output.</param>
    /// <param name="createGraph">Whether the products are recorded in turn.</param>
    /// <returns>New tensors in the current dispose scope; null where an input has no part.</returns>
    /// <exception cref="InvalidOperationException">libtorch refused; the message is its own.</exception>
    public static Tensor?[] Pull(Tensor[] outputs, Tensor[] inputs, Tensor[] vectors, bool createGraph = false)
    {
        object? found;
        try
        {
            found = Script.Value.invoke("pull", outputs, inputs, vectors, createGraph);
        }
        catch (ExternalException exception)
        {
            throw new InvalidOperationException($"torch cannot differentiate the equations: {Cause(TorchMessage.Of(exception))}", exception);
        }
        GC.KeepAlive(outputs);
        GC.KeepAlive(inputs);
        GC.KeepAlive(vectors);
        // A list of tensors; where one is missing, of objects.
        return found is Tensor[] all ? all : ((object?[])found!).Select(f => (Tensor?)f).ToArray();
    }

    /// <summary>The message without the lines about the script, which says nothing to whoever reads it.</summary>
    private static string Cause(string message)
    {
        const string mark = "RuntimeError: ";
        int begin = message.LastIndexOf(mark, StringComparison.Ordinal);
        return (begin < 0 ? message : message[(begin + mark.Length)..]).Trim();
    }
}
