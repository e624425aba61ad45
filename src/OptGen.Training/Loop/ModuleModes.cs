using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Which of a network's modules were in training mode and which in evaluation mode, to be put back.</summary>
/// <remarks><c>train()</c> and <c>eval()</c> go down to every child, so what was frozen inside would be lost.</remarks>
internal sealed class ModuleModes
{
    private readonly nn.Module _root;
    private readonly Dictionary<nn.Module, bool> _modes = new(ReferenceEqualityComparer.Instance);

    public ModuleModes(nn.Module root)
    {
        _root = root;
        Record(root);
    }

    /// <summary>
    /// The modes to train in. A network that is in training mode keeps what was frozen inside it; one that is in evaluation mode as a whole is
    /// put into
    /// training mode as a whole.
    /// </summary>
    public void Train()
    {
        if (_modes[_root])
            Restore();
        else
            _root.train();
    }

    /// <summary>Puts every module back into its mode.</summary>
    public void Restore() => Restore(_root);

    private void Record(nn.Module module)
    {
        if (!_modes.TryAdd(module, module.training))
            return;
        foreach (nn.Module child in module.children())
            Record(child);
    }

    private void Restore(nn.Module module)
    {
        // A module that has come since then has no mode of its own to go back to.
        if (_modes.TryGetValue(module, out bool mode) && module.training != mode)
            module.train(mode);
        foreach (nn.Module child in module.children())
            Restore(child);
    }
}
