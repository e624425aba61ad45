namespace OptGen.Networks;

/// <summary>
/// The networks that are made from nothing but operators of one kind, by name: for programs that compare them. <see cref="PrimalDualHybridGradient"/> and <see cref="Lista"/>, which
/// take linear operators, and the whole models are not among them.
/// </summary>
public static class Catalogue
{
    /// <summary>The networks, explicit ones first.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } =
    [
        new(nameof(GradientDescent), GradientDescent.Recurrence, (block, layers) => new GradientDescent(block, layers)),
        new(nameof(HeavyBall), HeavyBall.Recurrence, (block, layers) => new HeavyBall(block, layers)),
        new(nameof(Agd), Agd.Recurrence, (block, layers) => new Agd(block, layers)),
        new(nameof(AgdConstant), AgdConstant.Recurrence, (block, layers) => new AgdConstant(block, layers)),
        new(nameof(AgdStronglyConvex), AgdStronglyConvex.Recurrence, (block, layers) => new AgdStronglyConvex(block, layers)),
        new(nameof(Apg1), Apg1.Recurrence, (block, layers) => new Apg1(block, layers)),
        new(nameof(Apg2), Apg2.Recurrence, (block, layers) => new Apg2(block, layers)),
        new(nameof(AgdFull), AgdFull.Recurrence, (block, layers) => new AgdFull(block, layers)),
        new(nameof(Ladmm), Ladmm.Recurrence, (block, layers) => new Ladmm(block, block, layers)),
        new(nameof(LmResNet), LmResNet.Recurrence, (block, layers) => new LmResNet(block, layers)),
        new(nameof(MomentumNet), MomentumNet.Recurrence, (block, layers) => new MomentumNet(block, layers)),
        new(nameof(OptimisticGradient), OptimisticGradient.Recurrence, (block, layers) => new OptimisticGradient(block, layers)),
        new(nameof(AdamsBashforth2), AdamsBashforth2.Recurrence, (block, layers) => new AdamsBashforth2(block, layers)),
        new(nameof(Leapfrog), Leapfrog.Recurrence, (block, layers) => new Leapfrog(block, layers)),
        new(nameof(Extragradient), Extragradient.Recurrence, (block, layers) => new Extragradient(block, layers)),
        new(nameof(DouglasRachford), DouglasRachford.Recurrence, (block, layers) => new DouglasRachford(Resolvents(block), Resolvents(block), layers)),
        new(nameof(DavisYin), DavisYin.Recurrence, (block, layers) => new DavisYin(Resolvents(block), Resolvents(block), block, layers)),
        new(nameof(HbNet), HbNet.Recurrence, (block, layers) => new HbNet(block, layers)),
        new(nameof(AgdNet), AgdNet.Recurrence, (block, layers) => new AgdNet(block, layers)),
        new(nameof(DmrNet), DmrNet.Recurrence, (block, layers) => new DmrNet(block, block, layers)),
        new(nameof(ProximalPoint), ProximalPoint.Recurrence, (block, layers) => new ProximalPoint(block, layers)),
        new(nameof(ProximalGradient), ProximalGradient.Recurrence, (block, layers) => new ProximalGradient(block, block, layers)),
        new(nameof(Fista), Fista.Recurrence, (block, layers) => new Fista(block, block, layers)),
        new(nameof(AdamsMoulton2), AdamsMoulton2.Recurrence, (block, layers) => new AdamsMoulton2(block, layers)),
        new(nameof(Bdf2), Bdf2.Recurrence, (block, layers) => new Bdf2(block, layers))
    ];

    /// <summary>The network of a name, whose case does not matter.</summary>
    /// <param name="name">The class's name.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static CatalogueEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"The catalogue has no network '{name}'; it has {string.Join(", ", All.Select(e => e.Name))}.", nameof(name));
    }

    private static Func<int, Module<Tensor, Tensor, Tensor>> Resolvents(Func<int, Module<Tensor, Tensor>> block) => k => new LearnedResolvent(block(k));
}
