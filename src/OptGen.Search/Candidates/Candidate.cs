namespace OptGen.Search;

/// <summary>A recurrence with as many layers as its cost allows.</summary>
/// <param name="Name">What it is called, where it was given; null where it was drawn.</param>
/// <param name="Recurrence">The recurrence of the whole network, with what is around it.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="Applications">How often operators are applied in a pass, those around the recurrence aside.</param>
internal sealed record Candidate(string? Name, Recurrence Recurrence, int Layers, int Applications)
{
    /// <summary>Gives a recurrence as many layers as applications allow.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="core">The recurrence.</param>
    /// <param name="whole">The same with what is around it.</param>
    /// <param name="operators">The operators that count.</param>
    /// <param name="applications">The cost.</param>
    /// <returns>Null where the fewest layers that it can have cost more.</returns>
    public static Candidate? Of(string? name, Recurrence core, Recurrence whole, IReadOnlyList<string> operators, int applications)
    {
        int least = Math.Max(1, core.MinimumLayers), first = Fingerprint.Calls(core, operators, least);
        if (first > applications)
            return null;
        int perLayer = Fingerprint.Calls(core, operators, least + 1) - first;
        // A recurrence that applies nothing in a layer would have layers without end.
        int layers = perLayer == 0 ? least : least + (applications - first) / perLayer;
        int calls = Fingerprint.Calls(core, operators, layers);
        while (calls > applications && layers > least)
            calls = Fingerprint.Calls(core, operators, --layers);
        return calls > applications ? null : new Candidate(name, whole, layers, calls);
    }
}
