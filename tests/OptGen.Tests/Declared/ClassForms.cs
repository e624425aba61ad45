// Gradient descent with two layers, declared in every form that a class can have: each is completed by the generator.

using OptGen;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// These forms are unusual, and that is why they stand here.
#pragma warning disable CA1050, CA1716, CA1852, MA0049

[Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
public partial class InGlobalNamespace
{
    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}

namespace OptGen.Tests.Declared
{
    public static partial class Container<TOuter>
        where TOuter : class
    {
        [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
        public partial class Nested
        {
            private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
        }

        public partial struct Inner
        {
            [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
            internal sealed partial class Deeper<TModule>
                where TModule : Module<Tensor, Tensor>
            {
                // A type parameter may be the type of a constructor's parameter.
                private static Module<Tensor, Tensor> T(int k, Func<TModule> make) => make();
            }
        }
    }

    [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
    internal partial class Internal
    {
        private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    }

    [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
    public sealed partial class Sealed
    {
        private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    }

    [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
    public abstract partial class Abstract
    {
        protected abstract Module<Tensor, Tensor> T(int k, int width);
    }

    public sealed class Derived(int width) : Abstract(width, nameof(Derived))
    {
        protected override Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    }

    [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
    public partial class Own
    {
        private readonly Linear extra;

        public Own(int width)
            : base("Own")
        {
            extra = Linear(width, 1);
            Initialize(width);
        }

        public Own()
            : this(3)
        {
        }

        public Tensor Extra(Tensor x) => extra.call(x);

        private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    }

    [Update("x_<k+1> = x_k - c*T(x_k)")]
    public partial class OwnWithLayers
    {
        public OwnWithLayers(int width, int layers)
            : base("OwnWithLayers") => Initialize(width, layers);

        [Learnable(0.5)]
        public partial Parameter c { get; }

        private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    }

    [Update("x_<k+1> = x_k - step*T(x_k)", Layers = 2)]
    public partial class Primary(int width, double step) : Module<Tensor, Tensor>("Primary")
    {
        private readonly double step = step;

        public static Primary Create(int width)
        {
            var made = new Primary(width, 0.5);
            made.Initialize();
            return made;
        }

        private Module<Tensor, Tensor> T(int k) => Linear(width, width);
    }

    [Update("in_<k+1> = in_k - 0.5*T(in_k)", Layers = 2)]
    public partial class @class
    {
        private static Module<Tensor, Tensor> T(int k, int @int) => Linear(@int, @int);
    }

    [Update("x_<k+1> = x_k - is*params(x_k)", Layers = 2)]
    public partial class KeywordMembers
    {
        [Learnable(0.5)]
        public partial Parameter @is { get; }

        private static Module<Tensor, Tensor> @params(int k, int @event) => Linear(@event, @event);
    }

    [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
    public partial class WithFields
    {
        private readonly Parameter shift = Parameter(zeros(3));
        private readonly Linear head = Linear(3, 2);
        private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);

        public Tensor Head(Tensor x) => head.call(x + shift);
    }

    // Names that the generated part would like to have for itself.
    [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
    public partial class TakenNames
    {
        private readonly int _T = 2;
        private readonly int _registered = 1;
        private readonly int scope = 4;

        public int Sum => _T + _registered + scope + xNext + Tx;

        private static int xNext => 8;

        private static int Tx => 16;

        private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    }
}

namespace OptGen.Tests.Declared.SameName
{
    [Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 2)]
    public partial class SameName
    {
        private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    }
}
