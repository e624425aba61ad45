using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Reversible;

/// <summary>Recurrences that can be run backwards, with what their names stand for, and a network of each that stores what its layers compute.</summary>
internal static class ReversibleGallery
{
    public const int Width = 4;

    private static readonly Dictionary<string, (string Text, Func<RecurrenceBindings, RecurrenceBindings> Bind)> Recurrences = new()
    {
        ["heavy ball"] = ("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", b => b.Coefficient("a", 0.5).Coefficient("b", 0.7).Operator("T", Cell)),
        ["heavy ball, trained"] = (
            "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b_k*T(x_k); out = head(x_L)",
            b => b.Learned("a", 0.6, minimum: 0.3, maximum: 1).Learned("b", 0.7, perLayer: true).Operator("T", Cell).Operator("head", Linear(Width, 3))),
        ["heavy ball, trained per layer"] = (
            "x_0 = stem(u); x_<k+1> = x_k + a_k*(x_k - x_<k-1>) - b*T(x_k)",
            b => b.Learned("a", 0.6, perLayer: true, minimum: 0.3).Learned("b", 0.7).Operator("T", Cell).Operator("stem", Linear(Width, Width))),
        ["schedule"] = ("x_<k+1> = x_k + (k/(k+3))*(x_k - x_<k-1>) - T(x_k)", b => b.Operator("T", Cell)),
        ["schedule, trained scale"] = (
            "x_<k+1> = x_k + c*w_k*(x_k - x_<k-1>) - c*w_<k+1>*T(x_k)", b => b.Coefficient("w", k => (k + 1.0) / (k + 2)).Learned("c", 0.8, minimum: 0.5).Operator("T", Cell)),
        ["given start"] = (
            "x_0 = u; x_<-1> = 0.5*u; x_<-2> = stem(u); x_<k+1> = x_k - 0.4*(x_<k-1> - x_<k-2>) - T(x_k)", b => b.Operator("T", Cell).Operator("stem", Linear(Width, Width))),
        ["kept value"] = ("x_<k+1> = x_k + 0.5*(x_k - x_<k-2>) - 0.3*T(x_k) - 0.2*T(x_<k-1>)", b => b.Operator("T", Cell)),
        ["ring"] = ("x_<k+1> = 0.4*x_k + 0.6*x_<k-4> - 0.3*T(x_k) + 0.1*x_<k-2>", b => b.Operator("T", Cell)),
        ["momentum net"] = ("v_<k+1> = g*v_k + (1-g)*T(x_k); x_<k+1> = x_k + v_<k+1>", b => b.Learned("g", 0.7, minimum: 0.5, maximum: 0.9).Operator("T", Cell)),
        ["momentum before"] = ("x_<k+1> = x_k + v_k; v_<k+1> = 0.7*v_k - 0.3*T(x_<k+1>)", b => b.Operator("T", Cell)),
        ["coupling"] = (
            "x_<k+1> = x_k + F(y_k); y_<k+1> = y_k + G(x_<k+1>); x_0 = stem(u); y_0 = 2*u; out = x_L + y_L",
            b => b.Operator("F", Cell).Operator("G", Cell).Operator("stem", Linear(Width, Width))),
        ["coupling of three"] = (
            "x_<k+1> = x_k + F(y_k, z_k); y_<k+1> = 0.8*y_k + F(z_k, x_<k+1>); z_<k+1> = z_k - G(y_<k+1>) + 0.1*x_<k+1>; y_0 = x_0; z_0 = x_0",
            b => b.Operator("F", _ => new Pair()).Operator("G", Cell)),
        ["leapfrog"] = (
            "v_<k+1> = v_k - h*T(x_k); x_<k+1> = x_k + h*v_<k+1>", b => b.Learned("h", 0.4, minimum: 0.1, maximum: 1).Operator("T", Cell)),
        ["leapfrog, half steps"] = (
            "w_k = v_k - 0.2*T(x_k); x_<k+1> = x_k + 0.4*w_k; v_<k+1> = w_k - 0.2*T(x_<k+1>); out = head(x_L) + head(v_L)", b => b.Operator("T", Cell).Operator("head", Linear(Width, 2))),
        ["verlet"] = ("x_<k+1> = 2*x_k - x_<k-1> - 0.1*T(x_k)", b => b.Operator("T", Cell)),
        ["input"] = (
            "x_0 = stem(u); x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k, u) - 0.1*A(u)", b => b.Operator("stem", Linear(Width, Width)).Operator("T", _ => new Pair()).Operator("A", Linear(Width, Width))),
        ["anchored"] = ("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k) + 0.2*x_0 + 0.1*S(x_0)", b => b.Operator("T", Cell).Operator("S", Cell)),
        ["shared"] = ("x_<k+1> = x_k - 0.5*(x_k - x_<k-1>) - T(x_k)", b => b.Operator("T", Cell(0))),
        ["nested"] = ("x_<k+1> = 0.5*x_<k-1> + T(relu(S(x_k) - 0.5*x_k))", b => b.Operator("T", Cell).Operator("S", Cell)),
        ["local"] = ("y_k = x_k - 0.3*T(x_k); x_<k+1> = y_k + 0.7*x_<k-1> - S(y_k)", b => b.Operator("T", Cell).Operator("S", Cell)),
        ["local history"] = ("y_<-1> = 0.5*u; x_0 = u; y_k = T(x_k) + 0.5*y_<k-1>; x_<k+1> = 0.8*x_k + y_k", b => b.Operator("T", Cell)),
        ["function"] = ("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(p[s_k](x_k)) + soft(x_k, 0.1)", b => b.Learned("s", 0.3, perLayer: true).Operator("T", Cell)
            .Function("p", (Func<Tensor, Tensor, Tensor>)((x, s) => x.mul(s)))),
        ["plain"] = ("v_<k+1> = x_k; x_<k+1> = 0.9*v_k + T(x_k)", b => b.Operator("T", Cell)),
        ["outputs"] = ("v_<k+1> = 0.8*v_k - T(x_k); x_<k+1> = x_k + v_<k+1>; out = x_L - 0.5*v_L", b => b.Operator("T", Cell)),
        ["older outputs"] = ("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k); out = x_L - 0.5*x_<L-1>", b => b.Operator("T", Cell)),
        ["line of numbers"] = (
            "t_0 = 1; t_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2; c_k = t_k/t_<k+1>; x_<k+1> = x_k + c_k*(x_k - x_<k-1>) - T(x_k)", b => b.Operator("T", Cell)),
        ["line with a trained number"] = (
            "c_k = s*k/(k+3); x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - c_k*T(x_k)", b => b.Learned("s", 0.4).Operator("T", Cell)),
        ["zeros of another shape"] = (
            "x_0 = stem(u); v_0 = 0*stem(u); v_<k+1> = 0.8*v_k - T(x_k); x_<k+1> = x_k + v_<k+1>", b => b.Operator("T", Cell).Operator("stem", Linear(Width, Width))),
        ["gate"] = ("x_<k+1> = x_k + 0.6*(x_k - x_<k-1>) - 0.5*sigmoid(G(x_k))*T(x_k) + 0.1*tanh(x_k)*tanh(x_k)", b => b.Operator("T", Cell).Operator("G", Cell)),
        ["gate, trained"] = (
            "v_<k+1> = g*v_k + b_k*(1 - tanh(x_k))*T(x_k); x_<k+1> = x_k + v_<k+1>*(2 - tanh(v_<k+1>))",
            b => b.Learned("g", 0.7, minimum: 0.5, maximum: 0.9).Learned("b", 0.3, perLayer: true).Operator("T", Cell)),
        ["gates in a coupling"] = (
            "y_0 = 2*x_0; x_<k+1> = x_k + y_k*F(y_k); y_<k+1> = y_k + sigmoid(x_<k+1>)*G(x_<k+1>); out = x_L*y_L", b => b.Operator("F", Cell).Operator("G", Cell)),
        ["constants"] = ("x_<k+1> = x_k + n/4*(x_k - x_<k-1>) - T(x_k)/n", b => b.Coefficient("n", 2).Operator("T", Cell))
    };

    public static IEnumerable<string> Names => Recurrences.Keys;

    public static string TextOf(string name) => Recurrences[name].Text;

    /// <summary>Two networks with the same weights: one that stores what its layers compute, and one that recovers it.</summary>
    public static (Module<Tensor, Tensor> Store, Module<Tensor, Tensor> Reversible) Make(string name, int layers, ScalarType type = ScalarType.Float64)
    {
        (string text, Func<RecurrenceBindings, RecurrenceBindings> bind) = Recurrences[name];
        return Make(text, bind, layers, type);
    }

    public static (Module<Tensor, Tensor> Store, Module<Tensor, Tensor> Reversible) Make(
        string text, Func<RecurrenceBindings, RecurrenceBindings> bind, int layers, ScalarType type = ScalarType.Float64)
    {
        Recurrence recurrence = Recurrence.Parse(text);
        Module<Tensor, Tensor> store = recurrence.ToModule(bind(new RecurrenceBindings { Layers = layers }));
        Module<Tensor, Tensor> reversible = recurrence.ToModule(bind(new RecurrenceBindings { Layers = layers, Memory = Memory.Reversible }));
        store.to(type);
        reversible.to(type);
        reversible.load_state_dict(store.state_dict());
        return (store, reversible);
    }

    internal static Module<Tensor, Tensor> Cell(int k) => Sequential(Linear(Width, Width), Tanh());

    /// <summary>An operator of two tensors.</summary>
    internal sealed class Pair : Module<Tensor, Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _first = Linear(Width, Width);
        private readonly Module<Tensor, Tensor> _second = Linear(Width, Width);

        public Pair()
            : base(nameof(Pair)) => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor y)
        {
            using Tensor a = _first.call(x);
            using Tensor b = _second.call(y);
            using Tensor sum = a.add(b);
            return sum.tanh();
        }
    }
}
