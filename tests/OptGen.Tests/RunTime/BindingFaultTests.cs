using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.RunTime;

/// <summary>Bindings that do not fit their recurrence: one clear sentence each.</summary>
public sealed class BindingFaultTests
{
    private static readonly Recurrence s_heavyBall = Recurrence.Parse("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b_k*T(x_k)");

    private static RecurrenceBindings Layered => new() { Layers = 3 };

    public static TheoryData<string, string> Faults => new()
    {
        { "nothing", "T is not bound; say what it is, with Operator(\"T\", …) or Function(\"T\", …)." },
        { "no coefficient", "a is not bound; say what it is, with Coefficient(\"a\", …) or Learned(\"a\", …)." },
        { "unknown", "The recurrence has no tau; it has T, a, b." },
        { "misspelt", "The recurrence has no Tt (did you mean T?); it has T, a, b." },
        { "no layers", "Nothing says how many layers the network has; give the bindings Layers, such as new RecurrenceBindings { Layers = 12 }." },
        { "zero layers", "A network has at least 1 layer, not 0." },
        { "two numbers of layers", "The recurrence was read as one of 4 layers, and the bindings say 3; leave the number out in one place." },
        { "stages and layers", "The stages have 5 layers together, but Layers is 3; leave Layers out." },
        { "layers of an equilibrium", "The recurrence is an equilibrium, which is solved once and has no layers; leave Layers and stages out." },
        { "number with index", "b is bound as one number and takes no index, but the recurrence writes it with 1 index; bind it as what it is." },
        { "table with index", "b is bound as a number for each pair of indices and takes 2 indices, but the recurrence writes it with 1 index; bind it as what it is." },
        { "shared with index", "b is bound as trained, with one value for all layers and takes no index, but the recurrence writes it with 1 index; bind it as what it is." },
        { "operator as coefficient", "a is bound to an operator, but the recurrence reads it as a coefficient; bind it with Coefficient or Learned." },
        { "coefficient as operator", "T is bound to a coefficient, but the recurrence applies it to a tensor; bind it with Operator(\"T\", …) or Function(\"T\", …)." },
        { "wrong arity", "T is applied to 1 tensor, but a InjectedContraction does not turn one into one; bind a Module<Tensor, Tensor>." },
        { "brackets", "prox has scalars in brackets, which a module does not take; bind it with Function." },
        { "wrong function", "prox is applied to 1 tensor with 1 scalar in brackets, which the function bound to it does not take; bind one that does." },
        { "trained in double", "prox is given a trained coefficient in its brackets, which is a tensor; bind a function of tensors, such as (Tensor x, Tensor s) => …." },
        { "adjoint of a function", "The recurrence applies the adjoint of K, which a function does not have; bind it with Operator." },
        { "no adjoint", "The recurrence applies the adjoint of K, and a Sequential has none that is known; bind a LinearOperator, or say the adjoint in Operator(\"K\", …, adjoint: (module, y) => …)." },
        { "transition without stages", "There is a transition, but no second stage that it leads into; say the stages with Stage(layers), or leave Transition out." },
        { "name of transitions", "The transitions are registered as T, which the recurrence has a meaning for; give them another name in Transition(…, name: …)." },
        { "needless implicit", "Implicit says how layers are solved, but no layer of this recurrence is; leave Implicit out." },
        { "two inputs", "The recurrence has 2 inputs (x, u), so its module is a Module<Tensor, Tensor, Tensor>; write ToModule<Module<Tensor, Tensor, Tensor>>(bindings)." }
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void ToModule_OfBindingsThatDoNotFit_SaysWhatIsWrongAndWhatToDo(string fault, string message)
    {
        using DisposeScope scope = NewDisposeScope();

        var exception = Assert.Throws<ArgumentException>(() => Make(fault));

        Assert.Equal(message, exception.Message.Split(" (Parameter")[0]);
    }

    [Fact]
    public void ToModule_OfNumbersThatAreNone_NamesThem()
    {
        Assert.Equal("a is infinite; the numbers of a network must be finite.", Refused(r => r.Coefficient("a", double.PositiveInfinity).Coefficient("b", k => k)));
        Assert.Equal("-b_k is not a number in layer 1; the numbers of a network must be finite.", Refused(r => r.Coefficient("a", 1).Coefficient("b", k => k == 1 ? double.NaN : k)));
        Assert.Equal("In layer 2, b[2] is read, but b has 2 values; give it 3 values or more.", Refused(r => r.Coefficient("a", 1).Coefficient("b", [1, 2])));

        static string Refused(Func<RecurrenceBindings, RecurrenceBindings> bind) =>
            Assert.Throws<CoefficientException>(() => s_heavyBall.ToModule(bind(Layered.Operator("T", _ => Linear(2, 2))))).Message;
    }

    [Fact]
    public void ToModule_WhereAFactoryFails_NamesItAndTheIndex()
    {
        var exception = Assert.Throws<NetworkException>(() => s_heavyBall.ToModule(Layered.Coefficient("a", 1).Coefficient("b", k => k).Operator("T", k => k < 2 ? Linear(2, 2) : null!)));

        Assert.Equal("The factory T of Recurrence gave null for 2; let it return a module.", exception.Message);
    }

    [Fact]
    public void Bindings_OfOneNameTwice_AreRefused()
    {
        Assert.Contains("a is bound already", Assert.Throws<ArgumentException>(() => Layered.Coefficient("a", 1).Learned("a", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => Layered.Learned("a", 2, minimum: 0, maximum: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("leave out perLayer or perPair", Assert.Throws<ArgumentException>(() => Layered.Learned("a", 2, perLayer: true, perPair: true)).Message, StringComparison.Ordinal);
    }

    private static Module<Tensor, Tensor> Make(string fault)
    {
        RecurrenceBindings whole = Layered.Coefficient("a", 0.5).Coefficient("b", k => k).Operator("T", _ => Linear(2, 2));
        return fault switch
        {
            "nothing" => s_heavyBall.ToModule(Layered),
            "no coefficient" => s_heavyBall.ToModule(Layered.Operator("T", _ => Linear(2, 2))),
            "unknown" => s_heavyBall.ToModule(whole.Coefficient("tau", 1)),
            "misspelt" => s_heavyBall.ToModule(whole.Coefficient("Tt", 1)),
            "no layers" => s_heavyBall.ToModule(new RecurrenceBindings()),
            "zero layers" => s_heavyBall.ToModule(new RecurrenceBindings { Layers = 0 }),
            "two numbers of layers" => Recurrence.Parse("x_<k+1> = x_k - T(x_k)", new RecurrenceOptions { Layers = 4 }).ToModule(Layered),
            "stages and layers" => s_heavyBall.ToModule(whole.Stage(2).Stage(3)),
            "layers of an equilibrium" => Recurrence.Parse("z = T(z, u)").ToModule(Layered),
            "number with index" => s_heavyBall.ToModule(Layered.Coefficient("a", 1).Coefficient("b", 1).Operator("T", _ => Linear(2, 2))),
            "table with index" => s_heavyBall.ToModule(Layered.Coefficient("a", 1).Coefficient("b", (k, j) => 1).Operator("T", _ => Linear(2, 2))),
            "shared with index" => s_heavyBall.ToModule(Layered.Coefficient("a", 1).Learned("b", 1).Operator("T", _ => Linear(2, 2))),
            "operator as coefficient" => s_heavyBall.ToModule(Layered.Operator("a", Linear(2, 2)).Coefficient("b", k => k).Operator("T", _ => Linear(2, 2))),
            "coefficient as operator" => s_heavyBall.ToModule(Layered.Coefficient("T", 1)),
            "wrong arity" => s_heavyBall.ToModule(Layered.Coefficient("a", 1).Coefficient("b", k => k).Operator("T", _ => new InjectedContraction(2))),
            "brackets" => Prox().ToModule(Layered.Coefficient("s", 1).Operator("prox", Linear(2, 2))),
            "wrong function" => Prox().ToModule(Layered.Coefficient("s", 1).Function("prox", x => x)),
            "trained in double" => Prox().ToModule(Layered.Learned("s", 1).Function("prox", (Tensor x, double s) => x * s)),
            "adjoint of a function" => Adjoint().ToModule(Layered.Function("K", x => x)),
            "no adjoint" => Adjoint().ToModule(Layered.Operator("K", Sequential(Linear(2, 2)))),
            "transition without stages" => s_heavyBall.ToModule(whole.Transition(_ => Linear(2, 2))),
            "name of transitions" => s_heavyBall.ToModule(new RecurrenceBindings().Coefficient("a", 1).Coefficient("b", k => k).Operator("T", _ => Linear(2, 2)).Stage(1).Stage(2).Transition(_ => Linear(2, 2), "T")),
            "needless implicit" => s_heavyBall.ToModule(new RecurrenceBindings { Layers = 3, Implicit = new SolveOptions() }.Coefficient("a", 1).Coefficient("b", k => k).Operator("T", _ => Linear(2, 2))),
            _ => Recurrence.Parse("x_<k+1> = x_k - T(x_k, u)", new RecurrenceOptions { Inputs = ["x", "u"] }).ToModule(Layered.Operator("T", _ => new InjectedContraction(2)))
        };

        static Recurrence Prox() => Recurrence.Parse("x_<k+1> = prox[s](x_k)");

        static Recurrence Adjoint() => Recurrence.Parse("x_<k+1> = x_k - K^T(K(x_k))");
    }
}
