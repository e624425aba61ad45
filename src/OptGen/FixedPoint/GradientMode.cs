namespace OptGen.FixedPoint;

/// <summary>The kinds of gradient through a solution, as an attribute can name them; see <see cref="Adjoint"/> for what each one does.</summary>
public enum GradientMode
{
    /// <summary>The exact gradient at a solution: <see cref="ImplicitAdjoint"/>.</summary>
    Implicit,

    /// <summary>The gradient of one evaluation at the solution: <see cref="JacobianFreeAdjoint"/>.</summary>
    JacobianFree,

    /// <summary>The gradient of some damped iterations from the solution: <see cref="PhantomAdjoint"/>.</summary>
    Phantom,

    /// <summary>Backpropagation through all iterations: <see cref="UnrolledAdjoint"/>.</summary>
    Unrolled
}
