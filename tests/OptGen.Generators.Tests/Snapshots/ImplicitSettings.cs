using OptGen.FixedPoint;

[Update("x_<k+1> = x_k - T(x_<k+1>) - S(x_k)", Layers = 3)]
[Implicit(
    Solver = typeof(BroydenSolver), Damping = 0.75, Tolerance = 0, RelativeTolerance = 1e-8, MaxIterations = 20, BackwardSolver = typeof(PicardSolver),
    BackwardTolerance = 1e-7, BackwardMaxIterations = 100, OnNonConvergence = NonConvergence.Throw, CoupledSamples = true)]
public partial class ImplicitSettings
{
    Module<Tensor, Tensor> T => null!;
    Tensor S(Tensor x) => x;
}
