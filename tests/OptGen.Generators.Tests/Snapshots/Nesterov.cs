[Update("y_k = x_k + (k/(k+3))*(x_k - x_<k-1>)")]
[Update("x_<k+1> = y_k - b*T(y_k)")]
public partial class Nesterov
{
    readonly double b = 0.5;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
