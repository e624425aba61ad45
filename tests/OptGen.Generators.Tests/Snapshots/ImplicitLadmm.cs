[Update("""
    z_<k+1> = (z_k + y_<k+1> - T1(z_k) - l_k)/2
    y_<k+1> = (y_k + z_<k+1> - T2(y_<k+1>) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    """, Layers = 4)]
public partial class ImplicitLadmm
{
    static Module<Tensor, Tensor> T1(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> T2(int k, int width) => Linear(width, width);
}
