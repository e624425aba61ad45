using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The short-time Fourier transform: the spectra of windows of n_fft samples, hop_length (a quarter of n_fft unless given)
        /// apart.
        /// </summary>
        public Tensor stft(
            long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
            Aten.stft_center.Call(
    this, n_fft, Given(hop_length), Given(win_length), window, center, Name(pad_mode), normalized, onesided, return_complex);

        /// <summary>The signal of a short-time Fourier transform, the inverse of <see cref="stft"/>.</summary>
        public Tensor istft(
            long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            Aten.istft.Call(
    this, n_fft, Given(hop_length), Given(win_length), window, center, normalized, onesided, Given(length), return_complex);

        private static long? Given(long value) => value < 0 ? null : value;

        /// <summary>The name libtorch knows a way of padding by.</summary>
        private static string Name(PaddingModes mode) => mode switch
        {
            PaddingModes.Zeros or PaddingModes.Constant => "constant",
            PaddingModes.Reflect => "reflect",
            PaddingModes.Replicate => "replicate",
            PaddingModes.Circular => "circular",
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, $"{mode} is no way of padding.")
        };
    }
}
