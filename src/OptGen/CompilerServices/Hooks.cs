using System.Runtime.CompilerServices;
using static TorchSharp.torch.nn;

namespace OptGen.CompilerServices;

/// <summary>
/// The forward hooks of a module. TorchSharp (0.107.0) keeps them in a protected field, and nothing public says whether there are any.
/// </summary>
internal static class Hooks<TPreHook, TPostHook>
{
    public static Dictionary<string, TPostHook> Of(HookableModule<TPreHook, TPostHook> module) => Field(module);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "post_hooks")]
    private static extern ref Dictionary<string, TPostHook> Field(HookableModule<TPreHook, TPostHook> module);
}
