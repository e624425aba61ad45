using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// The version that autograd keeps of a weight. A step over memory has to count it up, as operations in place do by themselves: then a
/// backward pass that still needs the old weight is an error, and not a wrong gradient.
/// </summary>
/// <remarks>
/// TorchSharp (0.107.0) can count it up by an operation in place alone. The cheapest, on a view without elements, takes 1.2 µs a weight, and
/// 8 if the view is made anew; one foreach over all through TorchScript 2 µs and 0.25 a weight. libtorch exports what such operations call,
/// which takes 0.01 µs; it is used where the export is found.
/// </remarks>
internal sealed unsafe class WeightVersion(Parameter parameter) : IDisposable
{
    /// <summary><c>torch::autograd::impl::bump_version(const at::Tensor&amp;)</c>; a handle of TorchSharp is the address of such a tensor.</summary>
    private const string Export = "_ZN5torch8autograd4impl12bump_versionERKN2at6TensorE";

    private static readonly delegate* unmanaged<nint, void> Native = Find();

    private Tensor? nothing;
    private bool accepted;

    /// <summary>Whether to do without the export, as on systems other than Linux; for tests.</summary>
    public bool UseView { get; set; }

    /// <summary>Counts up. To be called under <see cref="no_grad"/>, before the weight is changed.</summary>
    /// <exception cref="ExternalException">Torch keeps no version of this weight: it was made in inference mode.</exception>
    public void CountUp()
    {
        if (accepted && Native != null && !UseView)
        {
            Native(parameter.Handle);
            return;
        }

        // The first time by torch's own operation, since it says when a weight cannot be changed; from the export that would end the process.
        if (nothing is null)
        {
            using var values = parameter.detach();
            using var flat = values.view(-1);
            nothing = flat.narrow(0, 0, 0).DetachFromDisposeScope();
        }

        var zeroed = nothing.zero_();
        if (!ReferenceEquals(zeroed, nothing)) zeroed.Dispose();
        accepted = !is_inference_mode_enabled(); // there everything is accepted, and views are of no use outside
        if (!accepted || (Native != null && !UseView)) Dispose(); // the view keeps the weight's memory
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        nothing?.Dispose();
        nothing = null;
    }

    private static delegate* unmanaged<nint, void> Find()
    {
        // By its bare name this is the library that torch has loaded already: there are weights.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libtorch_cpu.so", out var library)) return null;
        return NativeLibrary.TryGetExport(library, Export, out var address) ? (delegate* unmanaged<nint, void>)address : null;
    }
}
