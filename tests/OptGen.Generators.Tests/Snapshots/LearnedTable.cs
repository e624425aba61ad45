[Update("y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))")]
public partial class LearnedTable
{
    [Learnable(0.5, Min = 0, PerPair = true)] public partial Parameter h { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
