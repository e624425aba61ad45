namespace TorchSharp;

/// <summary>How index_reduce folds several values into one.</summary>
public enum Reduce
{
    /// <summary>Their product.</summary>
    prod,

    /// <summary>Their mean.</summary>
    mean,

    /// <summary>The greatest.</summary>
    amax,

    /// <summary>The least.</summary>
    amin
}
