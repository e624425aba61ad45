[Update("x_0 = stem(u); y_k = x_k + 0.5*(x_k - x_<k-1>); x_<k+1> = y_k - 0.5*T(x_<k+1>); out = head(x_L)", Inputs = "u")]
[Stage(Layers = 2)]
[Stage(Layers = 3)]
[Stage(Layers = 2, History = StageHistory.Project)]
[Implicit(Damping = 0.5)]
public partial class ImplicitStages
{
    static Module<Tensor, Tensor> stem(int width) => Linear(width, width);
    static Module<Tensor, Tensor> head(int width) => Linear(width, 10);
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> D(int stage, int width) => Linear(width, 2 * width);
}
