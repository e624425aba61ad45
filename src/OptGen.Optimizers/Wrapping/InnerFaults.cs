using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>What TorchSharp's optimisers do otherwise than PyTorch's (0.107.0), as far as it shows through a wrapper.</summary>
internal static class InnerFaults
{
    /// <summary>One sentence on what is wrong with an optimiser's steps, and what to take instead; null where nothing is known.</summary>
    /// <param name="optimizer">The optimiser inside.</param>
    /// <param name="decayIsMended">Whether the wrapper does a decay itself that is wrong inside.</param>
    public static string? Find(optim.Optimizer optimizer, bool decayIsMended) => optimizer switch
    {
        _ when optimizer.GetType() == typeof(RAdam) =>
            "TorchSharp's RAdam multiplies its rectified steps by the learning rate twice, so that it hardly moves: take Centralized.RAdam, whose steps are PyTorch's.",
        _ when !decayIsMended && optimizer.GetType() == typeof(SGD) && optimizer.ParamGroups.Any(group => DecaysWrongly((group as ParamGroup)?.Options)) =>
            "TorchSharp's SGD lets weights grow by their decay where it maximizes: take Centralized.SGD, whose steps are PyTorch's.",
        _ => null
    };

    /// <summary>Whether an optimiser with these options has its weight decay wrong, so that a wrapper that can do it itself has to.</summary>
    public static bool DecaysWrongly(OptimizerOptions? options) => options is SGD.Options { maximize: true, weight_decay: not (null or 0) };
}
