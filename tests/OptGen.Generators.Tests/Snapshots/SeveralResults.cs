[Update("""
    v_<k+1> = a*v_k - T(x_k)
    x_<k+1> = x_k + v_<k+1>
    out = (head(x_L), x_L, x_L - v_L)
    """, Layers = 3, Iterates = true)]
public partial class SeveralResults
{
    const double a = 0.5;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> head(int width, int classes) => Linear(width, classes);
}
