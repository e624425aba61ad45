[Update("x_0 = stem(u); x_<k+1> = x_k + a_k*(x_k - x_<k-1>) - T(x_k); out = head(x_L)", Inputs = "u")]
[Stage(Layers = 2)]
[Stage(Layers = 3)]
[Stage(Layers = 2, History = StageHistory.Project)]
public partial class StagesWithTransition
{
    static double a(int k) => k / (k + 3.0);
    static Module<Tensor, Tensor> stem(int width) => Linear(width, width);
    static Module<Tensor, Tensor> head(int width, int classes) => Linear(width, classes);
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> D(int stage, int width) => Linear(width, width);
}
