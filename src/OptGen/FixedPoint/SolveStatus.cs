namespace OptGen.FixedPoint;

/// <summary>How a solve ended, for one sample or, as the worst of them, for all.</summary>
public enum SolveStatus
{
    /// <summary>Nothing was solved.</summary>
    NotRun,

    /// <summary>The residual is within a tolerance; it was so at the guess already, or has fallen since.</summary>
    Converged,

    /// <summary>The greatest number of iterations was reached first; the iterate with the lowest residual was returned.</summary>
    MaxIterationsReached,

    /// <summary>The residual became infinite or not a number; the iterate with the lowest residual before that was returned.</summary>
    NonFinite
}
