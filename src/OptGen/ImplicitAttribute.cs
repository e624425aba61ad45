using OptGen.FixedPoint;

namespace OptGen;

/// <summary>
/// Says how the layers of a network are solved whose recurrence has an iterate on both sides of its equation, as
/// <c>x_&lt;k+1&gt; = x_k - b*T(x_&lt;k+1&gt;)</c> or <c>z = T(z, u)</c> do. Everything has a default that works, so that the attribute may be left out.
/// </summary>
/// <remarks>
/// What it says becomes the <see cref="SolveOptions"/> of the generated property <c>Implicit</c>, where it can also be changed while the program
/// runs.
/// </remarks>
/// <example>
/// <code>
/// [Update("z = T(z, u)", Inputs = "u")]
/// [Implicit(Solver = typeof(AndersonSolver), RelativeTolerance = 1e-4, Gradient = GradientMode.JacobianFree)]
/// public partial class DeepEquilibrium
/// {
///     static Module&lt;Tensor, Tensor, Tensor&gt; T(int width) =&gt; new Cell(width);
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ImplicitAttribute : Attribute
{
    /// <summary>
    /// The algorithm: <see cref="AndersonSolver"/> when left out, <see cref="PicardSolver"/>, <see cref="BroydenSolver"/>,
    /// <see cref="NewtonKrylovSolver"/>, or a type of one's own that derives from <see cref="FixedPointSolver"/> and has a public constructor
    /// without parameters.
    /// </summary>
    public Type? Solver { get; set; }

    /// <summary>See <see cref="SolveOptions.Tolerance"/>; at least 0, 1e-6 when left out.</summary>
    public double Tolerance { get; set; } = 1e-6;

    /// <summary>See <see cref="SolveOptions.RelativeTolerance"/>; at least 0, 1e-5 when left out.</summary>
    public double RelativeTolerance { get; set; } = 1e-5;

    /// <summary>See <see cref="SolveOptions.MaxIterations"/>; at least 1, 50 when left out.</summary>
    public int MaxIterations { get; set; } = 50;

    /// <summary>See <see cref="FixedPointSolver.Damping"/>; above 0 and at most 1, 1 when left out. Holds for the backward solver too.</summary>
    public double Damping { get; set; } = 1;

    /// <summary>How gradients pass through the solution; <see cref="GradientMode.Implicit"/> when left out.</summary>
    public GradientMode Gradient { get; set; }

    /// <summary>The algorithm of the backward solve; the forward one's when left out. With <see cref="GradientMode.Implicit"/> only.</summary>
    public Type? BackwardSolver { get; set; }

    /// <summary>See <see cref="ImplicitAdjoint.RelativeTolerance"/>; above 0, 1e-5 when left out. With <see cref="GradientMode.Implicit"/> only.</summary>
    public double BackwardTolerance { get; set; } = 1e-5;

    /// <summary>See <see cref="ImplicitAdjoint.MaxIterations"/>; at least 1, 50 when left out. With <see cref="GradientMode.Implicit"/> only.</summary>
    public int BackwardMaxIterations { get; set; } = 50;

    /// <summary>See <see cref="PhantomAdjoint.Steps"/>; at least 1, 5 when left out. With <see cref="GradientMode.Phantom"/> only.</summary>
    public int PhantomSteps { get; set; } = 5;

    /// <summary>See <see cref="PhantomAdjoint.Damping"/>; above 0 and at most 1, 0.5 when left out. With <see cref="GradientMode.Phantom"/> only.</summary>
    public double PhantomDamping { get; set; } = 0.5;

    /// <summary>What happens when a solve ends without a solution; <see cref="NonConvergence.Warn"/> when left out.</summary>
    public NonConvergence OnNonConvergence { get; set; } = NonConvergence.Warn;

    /// <summary>See <see cref="SolveOptions.CoupledSamples"/>; false when left out.</summary>
    public bool CoupledSamples { get; set; }

    /// <summary>
    /// Inputs that all samples share, such as a matrix, with commas between their names: they are handed to the equations whole, and so is what is computed of them
    /// alone. Of any other input the first dimension decides: where it is that of the batch, it counts samples.
    /// </summary>
    public string? Shared { get; set; }
}
