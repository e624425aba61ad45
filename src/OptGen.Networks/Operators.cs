namespace OptGen.Networks;

/// <summary>Asks a caller's factory for the operators of a network.</summary>
internal static class Operators
{
    /// <summary>The operator of an index. What is null the generated code reports.</summary>
    /// <exception cref="ArgumentNullException">There is no factory.</exception>
    public static Module<Tensor, Tensor> Make(Func<int, Module<Tensor, Tensor>> factory, int k, string name)
    {
        ArgumentNullException.ThrowIfNull(factory, name);
        return factory(k);
    }

    /// <summary>The resolvents of all layers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no layers.</exception>
    /// <exception cref="ArgumentNullException">There is no factory.</exception>
    /// <exception cref="ArgumentException">It gives null.</exception>
    public static ModuleList<TModule> MakeAll<TModule>(Func<int, TModule> factory, int layers, string name)
        where TModule : Module
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentNullException.ThrowIfNull(factory, name);
        var all = new ModuleList<TModule>();
        for (int k = 0; k < layers; k++)
            all.Add(factory(k) ?? throw new ArgumentException($"The factory gave null for layer {k}; it must make a module for each.", name));
        return all;
    }
}
