namespace OptGen;

/// <summary>A module that knows what it is in PyTorch, so that <see cref="PyTorchExport"/> can write it. TorchSharp's layers and those of <see cref="Blocks"/> are known without.</summary>
/// <example>
/// <code>
/// public string ToPyTorch(PyTorchModules modules) =&gt; modules.Define("Resolvent", """
///     class Resolvent(nn.Module):
///         def __init__(self, block):
///             super().__init__()
///             self.T = block
///
///         def forward(self, x, s):
///             return x - s * self.T(x)
///     """) + $"({modules.Write(block)})";
/// </code>
/// </example>
public interface IPyTorchModule
{
    /// <summary>What makes the module in Python, with the same names in <c>state_dict</c> and the same settings; weights are loaded later.</summary>
    /// <param name="modules">Writes classes that the expression needs, and the modules inside.</param>
    /// <returns>One expression.</returns>
    string ToPyTorch(PyTorchModules modules);
}
