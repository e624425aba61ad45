[Update("x_0 = stem(u); x_<k+1> = x_k - b*T(x_k) - S(x_k) - R(x_k)", Inputs = "u", Layers = 2)]
public partial class DocumentedFactories
{
    [Learnable(0.5, Min = 0, Max = 1)] public partial Parameter b { get; }

    /// <summary>The network of a layer.</summary>
    /// <param name="k">The layer.</param>
    /// <param name="width">How many numbers
    ///     layer <paramref name="k"/> has: &lt; 100, as <see cref="Linear(long, long, bool, torch.Device, torch.ScalarType?)"/> <b>takes</b> them</param>
    /// <param name="bias">  Whether to add a <see cref="bool"/>  </param>
    /// <param name="mode"></param>
    static Module<Tensor, Tensor> T(int k, int width, bool bias, string mode) => Linear(width, width, bias);

    /// <summary>What comes first.</summary>
    /// <param name="width">How many numbers the input has.</param>
    static Module<Tensor, Tensor> stem(int width) => Linear(width, width);

    /// <remarks>It says nothing of its parameters.</remarks>
    static Module<Tensor, Tensor> S(int k, int width, bool bias) => Linear(width, width, bias);

    /// <param name="bias">Whether to add a <see cref="bool"/>.</param>
    /// <param name="rest"><c>text</c></param>
    static Module<Tensor, Tensor> R(int width, bool bias, string rest = "") => Linear(width, width, bias);
}
