[Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
public sealed partial class PrimaryConstructor(int width) : Module<Tensor, Tensor>("PrimaryConstructor")
{
    public PrimaryConstructor() : this(3) => Initialize();
    Module<Tensor, Tensor> T(int k) => Linear(width, width);
}
