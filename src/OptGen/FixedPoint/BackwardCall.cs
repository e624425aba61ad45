using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>What surrounds the backward of a custom function. TorchSharp (0.107.0) ends the process when an exception leaves one.</summary>
internal static class BackwardCall
{
    /// <summary>
    /// Computes gradients, and frees what the backward was given. After an exception, which the observer keeps, the gradients are not numbers.
    /// </summary>
    /// <param name="observer">Hears of a failure.</param>
    /// <param name="incoming">What the backward was given.</param>
    /// <param name="forms">The form of each gradient; null where none is wanted.</param>
    /// <param name="compute">Fills the gradients in; null for one that is zero.</param>
    /// <returns>A gradient for each argument of the function.</returns>
    public static List<Tensor> Run(IBackwardObserver observer, List<Tensor> incoming, TensorForm?[] forms, Action<Tensor?[]> compute)
    {
        var gradients = new Tensor?[forms.Length];
        try
        {
            // TorchSharp's caller has no scope of its own, so that all but the gradients would wait for the garbage collector.
            using TorchSharp.DisposeScope scope = NewDisposeScope();
            compute(gradients);
            foreach (Tensor? gradient in gradients)
                gradient?.MoveToOuterDisposeScope();
        }
        catch (Exception exception) when (IsKept(observer, exception))
        {
            for (int i = 0; i < gradients.Length; i++)
                gradients[i] = NotANumber(observer, forms[i]);
        }
        BackwardTensors.Free(incoming);
        BackwardTensors.Give(gradients);
        return gradients.ToList()!;
    }

    private static Tensor? NotANumber(IBackwardObserver observer, TensorForm? form)
    {
        try
        {
            return form?.NotANumber();
        }
        catch (Exception exception) when (IsKept(observer, exception))
        {
            // Where there is no memory left for it, no gradient is better than no process.
            return null;
        }
    }

    private static bool IsKept(IBackwardObserver observer, Exception exception)
    {
        observer.Failed(exception);
        return true;
    }
}
