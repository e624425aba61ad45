using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

// Stages without a transition keep the shapes: OPTG222 reminds of that, and here it is meant.
#pragma warning disable OPTG222

[Update("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k)")]
[Stage(Layers = 2)]
[Stage(Layers = 2)]
[Stage(Layers = 2, History = StageHistory.Project)]
public partial class PlainStages
{
    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_<k+1> = x_k - sum[j=0..k](0.1*T(x_j)); v_<k+1> = 0.5*v_k + 0.25*T(x_k); out = x_L + v_L")]
[Stage(Layers = 2)]
[Stage(Layers = 3)]
[Stage(Layers = 1, History = StageHistory.Project)]
public partial class PlainStagesWithHistory
{
    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_<k+1> = x_k - T(x_k); out = T(x_L)", Layers = 3)]
public partial class OperatorAtTheEnd
{
    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_<k+1> = x_k - T(x_<k-1>); out = T(x_L) + T(x_<L-1>) - x_<L-2>", Layers = 4)]
public partial class SeveralAtTheEnd
{
    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}
