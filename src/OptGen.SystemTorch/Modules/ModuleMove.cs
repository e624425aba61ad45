using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// One move of a tree of modules on a thread, from its outermost call on: remembers which tensor has taken the place of
/// which, so that modules sharing a tensor share it afterwards.
/// </summary>
internal sealed class ModuleMove : IDisposable
{
    [ThreadStatic]
    private static ModuleMove? current;

    private readonly Dictionary<Tensor, Tensor> replaced = new(ReferenceEqualityComparer.Instance);
    private bool isNonBlocking;
    private int depth;

    private ModuleMove()
    {
    }

    public static bool IsNonBlocking => current is { isNonBlocking: true };

    public static ModuleMove Begin(bool nonBlocking)
    {
        var move = current ??= new ModuleMove();
        if (move.depth++ == 0) move.isNonBlocking = nonBlocking;
        return move;
    }

    /// <summary>Notes that one tensor takes the place of another.</summary>
    public static void Note(Tensor old, Tensor replacement)
    {
        if (current is { } move) move.replaced[old] = replacement;
    }

    /// <summary>The tensor that has taken the place of one during this move.</summary>
    public static bool Find(Tensor old, [NotNullWhen(true)] out Tensor? replacement)
    {
        replacement = null;

        // A module may convert in two steps: what replaced the first may have been replaced in turn.
        for (var tensor = old; current is { } move && move.replaced.TryGetValue(tensor, out var next); tensor = next) replacement = next;
        return replacement is not null;
    }

    public void Dispose()
    {
        if (--depth == 0) current = null;
    }
}
