[Update("x_<k+1> = x_k - sum[j=0..k](0.1*T(x_j)); v_<k+1> = 0.5*v_k + x_<k+1>; out = x_L + v_L")]
[Stage(Layers = 2)]
[Stage(Layers = 3)]
[Stage(Layers = 1, History = StageHistory.Project)]
public partial class StagesWithoutTransition
{
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
