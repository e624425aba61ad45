namespace OptGen;

/// <summary>
/// Splits the layers of a network into stages; each of these attributes is one stage, in the order written. Between two stages the
/// transition, a factory <c>Module&lt;Tensor, Tensor&gt; D(int stage, …)</c> of the class, changes the shape of the states. Its
/// <c>stage</c> is the number of the stage that begins, from 1.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class StageAttribute : Attribute
{
    /// <summary>The number of layers of this stage, at least 1.</summary>
    public int Layers { get; set; }

    /// <summary>What happens to the history when this stage begins. The first stage has no history, so it says nothing there.</summary>
    public StageHistory History { get; set; } = StageHistory.Restart;
}
