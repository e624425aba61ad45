namespace OptGen.FixedPoint;

/// <summary>What becomes of an exception in a backward.</summary>
internal static class BackwardFaults
{
    /// <summary>
    /// Whether the exception was kept, to be thrown where it can be. TorchSharp ends the process when one leaves a backward.
    /// </summary>
    public static bool Keeps(ImplicitCall call, Exception exception)
    {
        call.Observer.Failed(exception);
        return true;
    }
}
