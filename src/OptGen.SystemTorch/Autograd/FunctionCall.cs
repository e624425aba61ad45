using System.Runtime.InteropServices;
using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace OptGen.SystemTorch.Autograd;

/// <summary>A function written in C#, without its type parameter.</summary>
internal interface IFunction
{
    string Name { get; }

    List<Tensor?>? Forward(AutogradContext ctx, object?[] vars);

    List<Tensor?>? Backward(AutogradContext ctx, List<Tensor?> gradients);
}

/// <summary>
/// One application of a function written in C#: what its node in libtorch's graph holds, by a GCHandle, as long as the
/// node lives.
/// </summary>
/// <remarks>
/// libtorch runs the callbacks one at a time for one node, on any thread. No exception may leave a callback: each catches
/// all and returns a token, under which the exception waits for the managed caller of the native call.
/// </remarks>
internal sealed unsafe class FunctionCall : IDisposable
{
    private readonly IFunction function;
    private readonly AutogradContext context;

    /// <summary>For each argument its shape if it is a tensor, else null.</summary>
    private readonly long[]?[] shapes;

    /// <summary>The arguments, until forward has run: kept longer they would live as long as the graph.</summary>
    private object?[] arguments;

    private FunctionCall(IFunction function, object?[] arguments)
    {
        this.function = function;
        this.arguments = arguments;
        shapes = Array.ConvertAll(arguments, argument => argument is Tensor { IsUndefined: false } tensor ? tensor.shape : null);
        context = new AutogradContext(function.Name, arguments);
    }

    /// <summary>Runs forward under libtorch's autograd.</summary>
    /// <returns>New objects for forward's results, in the caller's dispose scope.</returns>
    public static List<Tensor> Apply(IFunction function, object?[] vars)
    {
        ArgumentNullException.ThrowIfNull(vars);
        using var inputs = TensorLeases.Required(vars.OfType<Tensor>().Where(tensor => !tensor.IsUndefined).ToList(), nameof(vars));
        var callbacks = new FunctionCallbacks
        {
            Forward = &Forward,
            Backward = &Backward,
            ReleaseOutputs = &ReleaseOutputs,
            ReleaseState = &ReleaseState,
            ReleaseException = &ReleaseException
        };
        var state = GCHandle.Alloc(new FunctionCall(function, vars));
        void** outputs;
        int count;
        fixed (nint* pointers = inputs.Pointers)
        {
            NativeError.Check(NativeMethods.optgen_function_apply(
                &callbacks, (void*)GCHandle.ToIntPtr(state), (void**)pointers, inputs.Count, &outputs, &count));
        }

        return [.. Tensor.FromHandles(outputs, count)];
    }

    /// <summary>Ends with the node in the graph.</summary>
    public void Dispose() => context.Dispose();

    [UnmanagedCallersOnly]
    private static long Forward(void* context, void* state, void*** outputs, int* count)
    {
        try
        {
            FromState(state).RunForward(context, outputs, count);
            return 0;
        }
        catch (Exception exception)
        {
            return ManagedExceptions.Keep(exception);
        }
    }

    [UnmanagedCallersOnly]
    private static long Backward(void* context, void* state, void** gradients, int gradientCount, void*** outputs, int* count)
    {
        try
        {
            FromState(state).RunBackward(context, new ReadOnlySpan<nint>(gradients, gradientCount), outputs, count);
            return 0;
        }
        catch (Exception exception)
        {
            return ManagedExceptions.Keep(exception);
        }
    }

    [UnmanagedCallersOnly]
    private static void ReleaseOutputs(void** outputs) => NativeMemory.Free(outputs);

    [UnmanagedCallersOnly]
    private static void ReleaseState(void* state)
    {
        var handle = GCHandle.FromIntPtr((nint)state);
        var call = (FunctionCall)handle.Target!;
        handle.Free();
        try
        {
            call.Dispose();
        }
        catch
        {
            // Nobody waits for this: what a user's object throws on its way out would end the process.
        }
    }

    [UnmanagedCallersOnly]
    private static void ReleaseException(long token) => ManagedExceptions.Take(token);

    private static FunctionCall FromState(void* state) => (FunctionCall)GCHandle.FromIntPtr((nint)state).Target!;

    private void RunForward(void* native, void*** outputs, int* count)
    {
        using var scope = NewDisposeScope();
        try
        {
            context.Enter(native, scope, inForward: true);
            var results = function.Forward(context, arguments)
                ?? throw new InvalidOperationException($"{function.Name}.forward returned null instead of its list of tensors.");
            for (var i = 0; i < results.Count; i++)
            {
                if (results[i] is null or { IsInvalid: true })
                    throw new InvalidOperationException($"{function.Name}.forward returned {Describe(results[i])} as result {i + 1} of {results.Count}; every result must be a tensor.");
            }

            context.CompleteForward(results!);
            GiveAway(results, outputs, count);
        }
        finally
        {
            context.Leave();
            arguments = [];
        }
    }

    private void RunBackward(void* native, ReadOnlySpan<nint> pointers, void*** outputs, int* count)
    {
        using var scope = NewDisposeScope();
        var gradients = new List<Tensor?>(pointers.Length);
        foreach (var pointer in pointers) gradients.Add(pointer == 0 ? null : Tensor.FromHandle((void*)pointer));
        try
        {
            context.Enter(native, scope, inForward: false);
            GiveAway(Checked(function.Backward(context, gradients)), outputs, count);
        }
        finally
        {
            context.Leave();
        }
    }

    /// <summary>The gradients of the tensor arguments, when backward's answer fits the arguments.</summary>
    private List<Tensor?> Checked(List<Tensor?>? results)
    {
        const string Rule = "It must return one entry per argument of forward, null where there is no gradient.";
        if (results is null)
            throw new InvalidOperationException($"{function.Name}.backward returned null instead of a list. {Rule}");
        if (results.Count < shapes.Length || results.Skip(shapes.Length).Any(extra => extra is { IsUndefined: false }))
            throw new InvalidOperationException($"{function.Name}.backward returned {results.Count} gradients for {shapes.Length} arguments. {Rule}");

        var gradients = new List<Tensor?>(shapes.Length);
        for (var i = 0; i < shapes.Length; i++)
        {
            var result = results[i] is { IsUndefined: true } ? null : results[i];
            if (result is { IsInvalid: true })
                throw new InvalidOperationException($"{function.Name}.backward returned a disposed tensor as the gradient of argument {i + 1}.");
            if (shapes[i] is { } shape)
            {
                if (result is not null && !Broadcasts(shape, result.shape))
                    throw new InvalidOperationException($"{function.Name}.backward returned a gradient of shape [{string.Join(", ", result.shape)}] for argument {i + 1}, which has shape [{string.Join(", ", shape)}].");
                gradients.Add(result);
            }
            else if (result is not null)
            {
                throw new InvalidOperationException($"{function.Name}.backward returned a gradient for argument {i + 1}, which is no tensor. {Rule}");
            }
        }

        return gradients;
    }

    /// <summary>Whether a shape broadcasts to another: libtorch sums such a gradient over the added dimensions.</summary>
    private static bool Broadcasts(long[] shape, long[] target)
    {
        if (shape.Length > target.Length) return false;
        for (var i = 1; i <= shape.Length; i++)
        {
            if (shape[^i] != target[^i] && shape[^i] != 1) return false;
        }

        return true;
    }

    private static string Describe(Tensor? tensor) => tensor is null ? "null" : tensor.IsUndefined ? "an undefined tensor" : "a disposed tensor";

    /// <summary>Hands new references to libtorch in an array for <see cref="ReleaseOutputs"/>.</summary>
    private static void GiveAway(List<Tensor?> tensors, void*** outputs, int* count)
    {
        using var leases = TensorLeases.Optional(tensors);
        var pointers = (void**)NativeMemory.AllocZeroed((nuint)tensors.Count, (nuint)sizeof(void*));
        try
        {
            for (var i = 0; i < tensors.Count; i++)
            {
                if (leases.Pointers[i] != 0) pointers[i] = NativeError.Check(NativeMethods.optgen_tensor_share((void*)leases.Pointers[i]));
            }
        }
        catch
        {
            for (var i = 0; i < tensors.Count; i++)
            {
                if (pointers[i] is not null) NativeMethods.optgen_tensor_free(pointers[i]);
            }

            NativeMemory.Free(pointers);
            throw;
        }

        *outputs = pointers;
        *count = tensors.Count;
    }
}
