using System.Numerics;

namespace OptGen.Optimizers;

/// <summary>Elements side by side in a vector of the processor.</summary>
internal unsafe interface ILanes<TSelf, T> : IQuantity<TSelf>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many there are.</summary>
    static abstract int Count { get; }

    /// <summary>One element in all lanes.</summary>
    static abstract TSelf All(T element);

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf lanes, T* target);

    /// <summary>The first n lanes from memory, 1 to one less than there are; the others zeros.</summary>
    static abstract TSelf LoadFirst(T* source, long n);

    /// <summary>Writes the first n lanes, 1 to one less than there are.</summary>
    static abstract void StoreFirst(TSelf lanes, T* target, long n);

    /// <summary>The first n lanes of one, the others of another.</summary>
    static abstract TSelf Join(TSelf first, TSelf second, long n);
}
