namespace OptGen.SystemTorch.Interop;

/// <summary>Operators that only C# operators need.</summary>
internal static partial class Aten
{
    public static readonly Operator rsub_Scalar = new("rsub", "Scalar");
}
