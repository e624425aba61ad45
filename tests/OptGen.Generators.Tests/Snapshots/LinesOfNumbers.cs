[Update("t_0 = 1")]
[Update("t_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2")]
[Update("c_k = (t_k - 1)/t_<k+1>")]
[Update("y_k = x_k + c_k*(x_k - x_<k-1>)")]
[Update("x_<k+1> = y_k - 0.9^k*b*T(y_k)", Layers = 6)]
public partial class LinesOfNumbers
{
    const double b = 0.5;

    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
