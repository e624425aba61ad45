[Update("y_<k+1> = (1+a)*(y_k - b*T(y_k)) - a*(y_<k-1> - b*T(y_<k-1>))", Layers = 5)]
public partial class CachedOperator
{
    const double a = 0.5;
    const double b = 0.25;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
