namespace Outer
{
    public static partial class Container<TOuter>
        where TOuter : class
    {
        [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
        internal abstract partial class Nested<TModule>
            where TModule : Module<Tensor, Tensor>
        {
            protected abstract TModule T(int k, TOuter options);
        }
    }
}
