using System.Text;
using OptGen.CompilerServices;
using OptGen.Export.PyTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen;

/// <summary>
/// Writes a network as a PyTorch module in plain Python: one file that needs nothing but torch 1.13 or newer. Its <c>state_dict</c> has the names of the network's own, so weights
/// saved by OptGen load strictly.
/// </summary>
/// <remarks>
/// <para>
/// A network is an instance of a class with <see cref="UpdateAttribute"/>, or a module of <see cref="Recurrence.ToModule(RecurrenceBindings)"/>. The file has the class of the network,
/// with its recurrence, its loop over the layers and its settings, and the classes of those modules that PyTorch does not have. Layers that are solved come with the solver, its settings
/// and the gradient of the implicit function theorem.
/// </para>
/// <para>
/// TorchSharp's layers, <see cref="Blocks"/>, networks inside networks and <see cref="IPyTorchModule"/>s are written. What cannot be, another type of module or a function of C# without
/// <see cref="PyTorchAttribute"/>, becomes an argument of the constructor, and a comment says so. Hooks are left out.
/// </para>
/// </remarks>
public static class PyTorchExport
{
    /// <summary>Writes the file, which is there as a whole or not at all.</summary>
    /// <param name="module">The network.</param>
    /// <param name="path">Where to; a file that is there is replaced, and folders are made.</param>
    /// <exception cref="ArgumentException">The module is no network of OptGen's, or the path is none.</exception>
    /// <exception cref="ObjectDisposedException">The module has been disposed of, and has a trained coefficient, a linear layer or a convolution.</exception>
    /// <exception cref="NotSupportedException">A layer of TorchSharp computes something else than PyTorch's of its name: Hardtanh, which returns its input unchanged.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(nn.Module module, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(ToText(module));
        AtomicFile.Write(path, stream => stream.Write(text));
    }

    /// <summary>The text of the file.</summary>
    /// <param name="module">The network.</param>
    /// <exception cref="ArgumentException">The module is no network of OptGen's.</exception>
    /// <exception cref="ObjectDisposedException">The module has been disposed of, and has a trained coefficient, a linear layer or a convolution.</exception>
    /// <exception cref="NotSupportedException">A layer of TorchSharp computes something else than PyTorch's of its name: Hardtanh, which returns its input unchanged.</exception>
    public static string ToText(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (module is not IDescribedNetwork network)
        {
            throw new ArgumentException(
                $"A {module.GetType().Name} is no network of OptGen's: only what runs a recurrence, a class with [Update] or a module of Recurrence.ToModule, can be written as PyTorch.", nameof(module));
        }
        NetworkDescription description = network.Describe();
        if (IsDisposed(module, description))
            throw new ObjectDisposedException(module.GetType().Name, "The network has been disposed of, so its modules can no longer be read; write it before that.");
        var file = new PythonFile(PythonText.ClassName(description.Name ?? module.GetType().Name.Split('`')[0]));
        var modules = new PyTorchModules(file);
        var source = new NetworkSource(module, description, modules);
        string main = NetworkClassWriter.Write(source, modules);
        string arguments = modules.Arguments.Count == 0 ? "" : "…";
        string memory = description.Reversal is null
            ? ""
            : "# In .NET its layers are recovered for gradients and not stored (Memory.Reversible); here they are stored, and compute the same.\n";
        return file.Write(
            $"""
            # {source.Name}, written by OptGen from {PythonText.Prose(module.GetType().FullName ?? module.GetType().Name)}. It needs torch 1.13 or newer.
            # Its weights have the names of the original: {source.Name}({arguments}).load_state_dict(weights) takes them as they are.

            """.Replace("\r\n", "\n", StringComparison.Ordinal) + memory, main);
    }

    /// <summary>The text of a file for a recurrence without a network: its operators are arguments of the constructor. Nothing of torch is called.</summary>
    internal static string Draft(NetworkDescription description)
    {
        var file = new PythonFile(PythonText.ClassName(description.Name!));
        var modules = new PyTorchModules(file);
        var source = new NetworkSource(null, description, modules);
        string main = NetworkClassWriter.Write(source, modules);
        return file.Write($"# {source.Name}, written by OptGen. It needs torch 1.13 or newer.\n", main);
    }

    /// <summary>TorchSharp lists disposed parameters no more: they are missed by name, or found in the layers that had them.</summary>
    private static bool IsDisposed(nn.Module module, NetworkDescription description)
    {
        HashSet<string> parameters = [.. module.named_parameters(recurse: false).Select(p => p.name)];
        return description.Trained.Any(trained => !parameters.Contains(trained.Name)) || module.modules().Any(HasLostItsWeight);
    }

    private static bool HasLostItsWeight(nn.Module module) => module switch
    {
        Linear m => m.weight is not { IsInvalid: false },
        Convolution m => m.weight is not { IsInvalid: false },
        _ => false
    };
}
