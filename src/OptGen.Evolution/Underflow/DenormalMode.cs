namespace OptGen.Evolution;

/// <summary>What elementwise operations in float32 make of denormals: of numbers other than zero whose magnitude is below 2^-126.</summary>
public enum DenormalMode
{
    /// <summary>They are numbers like others, as IEEE 754 says.</summary>
    Ieee,

    /// <summary>A result that is denormal becomes zero, with the sign it had; operands are taken as they are ("FTZ").</summary>
    FlushToZero,

    /// <summary>Denormal operands count as zero too, with the sign they have ("FTZ and DAZ"). PyTorch's <c>set_flush_denormal</c> switches on both.</summary>
    FlushToZeroAndDenormalsAreZero
}
