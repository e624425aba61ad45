[Update("x_<-1> = 0.5*x_0; v_0 = T(x_0); v_<k+1> = 0.9*v_k + x_<k-1>; x_<k+1> = x_k + 0.1*v_<k+1> - tanh(S(x_k))", Layers = 4)]
public partial class InitialValues
{
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> S(int k, int width) => Linear(width, width);
}
