namespace OptGen.Masking;

/// <summary>By what the weights that are kept are chosen.</summary>
public enum ScoreKind
{
    /// <summary>By the magnitude of their scores, as in PEMN and in edge-popup's reference ("unsigned"). Gradients pass to a score times its sign.</summary>
    Absolute,

    /// <summary>By the scores themselves. Gradients pass to scores as they are.</summary>
    Signed
}

/// <summary>Among which weights the kept ones are chosen.</summary>
public enum MaskBudget
{
    /// <summary>In each layer by itself: every layer keeps its share.</summary>
    PerLayer,

    /// <summary>Among all layers' together: the share is the network's, and layers may keep more or less of it, or nothing.</summary>
    Global
}
