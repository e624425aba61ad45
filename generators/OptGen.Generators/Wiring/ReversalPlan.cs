using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// How the layers of a recurrence run without being remembered: what a layer leaves to the next one are iterates only, and what was there before it follows
/// from what is there after it.
/// </summary>
/// <param name="States">What a layer leaves to the next one, in the order of the plan's states.</param>
/// <param name="Layer">
/// What layer k computes, in order. Every value of an operator that it reads is computed in it, also one that belongs to an earlier index.
/// </param>
/// <param name="Retrace">
/// The order in which all of that is known again from the iterates after the layer: a value of an operator, an iterate that its own equation gives, or one that is
/// recovered from another equation.
/// </param>
internal sealed record ReversalPlan(EquatableArray<HeldState> States, EquatableArray<Step> Layer, EquatableArray<Step> Retrace)
{
    /// <summary>Whether an iterate that the layer computes is recovered, or known after it, so that the layer's own equation is computed once more beside it.</summary>
    public bool IsCut(AssignStep line) => !Retrace.Contains(line);

    /// <summary>The number of a state among those that a layer leaves to the next one; null where it leaves none.</summary>
    public int? NumberOf(int state)
    {
        for (int i = 0; i < States.Count; i++)
        {
            if (States[i].State == state)
                return i;
        }
        return null;
    }
}

/// <summary>A state of which a layer leaves iterates to the next one.</summary>
/// <param name="State">Its number in the plan.</param>
/// <param name="Newest">Layer k computes the iterate k plus this.</param>
/// <param name="Depth">
/// How many of them: when layer k begins, those at k+Newest-1 down to k+Newest-Depth. Layers below this number find the last of them among the first iterates.
/// </param>
internal sealed record HeldState(int State, int Newest, int Depth)
{
    /// <summary>What has to be recovered to go back over layer k.</summary>
    public StateValue Oldest => new(State, AffineIndex.AtLayer(Newest - Depth));

    /// <summary>What layer k adds.</summary>
    public StateValue Computed => new(State, AffineIndex.AtLayer(Newest));
}

/// <summary>Solves an equation of the layer for an iterate in it: everything else in <paramref name="Value"/> is known by then.</summary>
internal sealed record RecoverStep(int State, AffineIndex Index, LinearCombination Value) : Step
{
    /// <summary>The first layer that needs it.</summary>
    public int FromLayer { get; init; }
}
