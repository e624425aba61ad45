namespace @event;

[Update("in_<k+1> = in_k - is*params(in_k)", Layers = 2)]
public partial class @class
{
    [Learnable(0.5)] public partial Parameter @is { get; }
    static Module<Tensor, Tensor> @params(int k, int @int) => Linear(@int, @int);
}
