[Update("""
    y_k = x_k + a*(x_k - x_<k-1>)
    x_<k+1> = y_k - b*T(y_k)
    v_<k+1> = v_k + T(y_k)
    out = head(x_L)
    """, Layers = 3, Iterates = true)]
public partial class HandsOutIterates
{
    const double a = 0.5;
    const double b = 0.25;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> head(int width, int classes) => Linear(width, classes);
}
