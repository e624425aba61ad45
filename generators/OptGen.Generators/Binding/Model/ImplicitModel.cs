using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>How gradients pass through a solution; the numbers are those of the attribute's enumeration.</summary>
internal enum GradientForm
{
    Implicit,
    JacobianFree,
    Phantom,
    Unrolled
}

/// <summary>What <c>[Implicit]</c> says of how layers are solved. What it leaves out is null, and keeps the run time's default.</summary>
internal sealed record ImplicitModel
{
    /// <summary>The solver's type, fully qualified.</summary>
    public string? Solver { get; init; }

    public double? Damping { get; init; }

    public double? Tolerance { get; init; }

    public double? RelativeTolerance { get; init; }

    public int? MaxIterations { get; init; }

    public GradientForm Gradient { get; init; }

    /// <summary>The type of the backward solver, fully qualified.</summary>
    public string? BackwardSolver { get; init; }

    public double? BackwardTolerance { get; init; }

    public int? BackwardMaxIterations { get; init; }

    public int? PhantomSteps { get; init; }

    public double? PhantomDamping { get; init; }

    /// <summary>A member of the enumeration, without its type.</summary>
    public string? OnNonConvergence { get; init; }

    public bool? CoupledSamples { get; init; }

    /// <summary>The inputs that all samples share.</summary>
    public EquatableArray<string> Shared { get; init; } = [];
}
