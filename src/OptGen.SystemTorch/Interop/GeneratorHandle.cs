using System.Runtime.InteropServices;

namespace OptGen.SystemTorch.Interop;

/// <summary>Owns one reference to a libtorch random number generator.</summary>
internal sealed unsafe class GeneratorHandle : SafeHandle
{
    public GeneratorHandle(void* pointer)
        : base(0, ownsHandle: true) => SetHandle((nint)pointer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.optgen_generator_free((void*)handle);
        return true;
    }
}
