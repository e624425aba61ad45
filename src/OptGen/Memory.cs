namespace OptGen;

/// <summary>What a network keeps of its layers until gradients are computed.</summary>
public enum Memory
{
    /// <summary>All that operators need for their gradients, in every layer: the ordinary way.</summary>
    Store,

    /// <summary>
    /// Only what the last layer leaves. When gradients are computed, what was there before a layer is recovered from what is there after it, layer by layer from the last
    /// to the first, and each layer is computed once more. Memory does not grow with the number of layers; each operator is applied twice in a training step. The recurrence must
    /// allow it: its step can be solved for the oldest iterate that it reads, as x_&lt;k+1&gt; = x_k + a*(x_k - x_&lt;k-1&gt;) - b*T(x_k) can where a is not 0.
    /// </summary>
    Reversible
}
