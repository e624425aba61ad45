[Update("y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))")]
public partial class FullAccelerated
{
    static double h(int k, int j) => 1.0 / (k + j + 1);
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
