namespace OptGen.Networks;

/// <summary>A network of the catalogue that is made from a factory of operators and a number of layers.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Recurrence">Its recurrence and verdict.</param>
/// <param name="Create">
/// Makes the network from a factory, which is asked for a new operator for each index and role, and a number of layers. Where a network takes resolvents they are
/// <see cref="LearnedResolvent"/>s of such operators.
/// </param>
public sealed record CatalogueEntry(string Name, Recurrence Recurrence, Func<Func<int, Module<Tensor, Tensor>>, int, Module<Tensor, Tensor>> Create)
{
    /// <summary>Whether its layers are solved, so that operators should keep a Lipschitz bound.</summary>
    public bool IsImplicit => Recurrence.IsImplicit;
}
