using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

#pragma warning disable CA1716 // The name is a keyword on purpose.

namespace OptGen.Tests.Declared.@event;

[Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
public partial class FileScoped
{
    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
