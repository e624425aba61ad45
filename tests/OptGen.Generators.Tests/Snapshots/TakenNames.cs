[Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
public partial class TakenNames
{
    readonly int _T = 2;
    readonly int _registered = 1;
    readonly int scope = 4;
    static int xNext => 8;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
