[Update("t_0 = 1; t_<k+1> = (1 + sqrt(1 + 4*g*t_k^2))/(k + s); c_k = (t_k - s)/t_<k+1>; x_<k+1> = x_k + c_k*(x_k - x_<k-1>) - t_<k+1>*T(x_k)")]
public partial class TrainedNumbers
{
    readonly double s = 1.5;

    [Learnable(0.5, Min = 0, Max = 1)]
    public partial Parameter g { get; }

    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
