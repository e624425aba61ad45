using System.ComponentModel;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>
/// Parameters that a module's result depends on and that are not among its <c>parameters()</c>: those that something else computes the module's weight from. A layer that is
/// solved asks for them, since its gradient reaches what it knows of and nothing else.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HiddenParameters
{
    private static readonly ConditionalWeakTable<nn.Module, Func<IEnumerable<Parameter>>> Table = [];

    // Solves ask each time; in programs that hide nothing they need not look at modules for it.
    private static volatile bool isUsed;

    /// <summary>Says what a module depends on.</summary>
    /// <param name="module">The module, without those inside it.</param>
    /// <param name="parameters">Asked for at each use, since moving a network to another type or device replaces parameters.</param>
    public static void Declare(nn.Module module, Func<IEnumerable<Parameter>> parameters)
    {
        Table.AddOrUpdate(module, parameters);
        isUsed = true;
    }

    /// <summary>Takes it back.</summary>
    /// <param name="module">The module.</param>
    public static void Withdraw(nn.Module module) => Table.Remove(module);

    /// <summary>What a module and the modules inside it depend on in this way.</summary>
    /// <param name="module">The module.</param>
    public static IEnumerable<Parameter> Of(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return !isUsed ? [] : module.modules().Append(module).Distinct<nn.Module>(ReferenceEqualityComparer.Instance)
            .SelectMany(inner => Table.TryGetValue(inner, out Func<IEnumerable<Parameter>>? parameters) ? parameters() : []);
    }
}
