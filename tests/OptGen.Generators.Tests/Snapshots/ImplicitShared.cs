using OptGen.FixedPoint;

[Update("z = T(z) + 0.5*S(A, z) + K(A) + A + u", Inputs = "u, A")]
[Implicit(Shared = "A")]
public partial class ImplicitShared
{
    [Lipschitz(0.4)] static Module<Tensor, Tensor> T(int width) => Linear(width, width);
    [Lipschitz(0.4)] static Module<Tensor, Tensor, Tensor> S(int width) => null!;
    static Module<Tensor, Tensor> K(int width) => Linear(width, width);
}
