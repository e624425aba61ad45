namespace TorchSharp;

/// <summary>The root of the API, as in PyTorch: tensors, their factories and operations, and the rooms for modules, optimisers and the rest.</summary>
public static partial class torch
{
}
