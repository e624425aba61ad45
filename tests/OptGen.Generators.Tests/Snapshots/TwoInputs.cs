[Update("x_<k+1> = x_k - 0.5*T(x_k, u)", Inputs = "x, u", Layers = 3)]
public partial class TwoInputs
{
    static Module<Tensor, Tensor, Tensor> T(int k) => new Mixing();
}

public sealed class Mixing() : Module<Tensor, Tensor, Tensor>("Mixing")
{
    public override Tensor forward(Tensor x, Tensor u) => x + u;
}
