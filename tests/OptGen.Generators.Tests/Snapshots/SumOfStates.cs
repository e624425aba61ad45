[Update("x_<k+1> = x_k - T(x_k); out = sum[j=0..L](x_j)/(L+1)")]
public partial class SumOfStates
{
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
