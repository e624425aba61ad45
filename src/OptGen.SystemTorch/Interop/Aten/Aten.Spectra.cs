namespace OptGen.SystemTorch.Interop;

/// <summary>Short-time Fourier transforms.</summary>
internal static partial class Aten
{
    public static readonly Operator istft = new("istft");

    public static readonly Operator stft_center = new("stft", "center");
}
