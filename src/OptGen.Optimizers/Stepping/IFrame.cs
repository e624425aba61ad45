namespace OptGen.Optimizers;

/// <summary>Whether a step has weight decay of any kind: without, the code has no trace of it.</summary>
internal interface IFrame
{
    static abstract bool Decays { get; }
}

/// <summary>No weight decay.</summary>
internal readonly struct PlainFrame : IFrame
{
    public static bool Decays => false;
}

/// <summary>Perhaps weight decay.</summary>
internal readonly struct DecayingFrame : IFrame
{
    public static bool Decays => true;
}
