namespace OptGen.Masking;

/// <summary>What the numbers of a prototype are, before a layer's gain multiplies them.</summary>
public enum FillValues
{
    /// <summary>Standard normal numbers; with the gain of a layer they are Kaiming normal.</summary>
    Normal,

    /// <summary>1 or -1, each half of the time: the signs of the normal numbers.</summary>
    SignedConstant
}
