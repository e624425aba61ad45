[Update("x_<k+1> = x_k - T(x_<k-1>); out = T(x_L) + T(x_<L-1>) - x_<L-2>")]
public partial class OperatorAtTheEnd
{
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
