[Update("x_<k+1> = x_k - t*A^T(A(x_k) - y)", Layers = 4)]
[Update("x_0 = A^T(y)", Inputs = "y")]
public partial class OwnAdjoint
{
    [Learnable(0.1)] public partial Parameter t { get; }
    readonly Blur A = new();
}

public sealed class Blur() : Module<Tensor, Tensor>("Blur")
{
    public override Tensor forward(Tensor x) => x;
    public Tensor Adjoint(Tensor y) => y;
}
