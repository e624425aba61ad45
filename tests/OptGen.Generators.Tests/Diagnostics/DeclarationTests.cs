using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Diagnostics;

public class DeclarationTests
{
    private const string Step = "x_<k+1> = x_k - T(x_k)";

    [Fact]
    public void Class_NotPartial_IsReportedAtItsName() => Diagnose.Single(
        $"[Update(\"{Step}\")] public class [|N|] {{ {T} }}",
        "OPTG201", "N is completed by a generated part, so it must be partial; write partial before class.");

    [Fact]
    public void Container_NotPartial_IsReportedAtItsName() => Diagnose.Single(
        $"public class Outer {{ public struct [|Middle|] {{ [Update(\"{Step}\")] public partial class N {{ {T} }} }} }}"
            .Replace("public class Outer", "public partial class Outer", StringComparison.Ordinal),
        "OPTG202", "N is completed by a generated part, so Middle around it must be partial too; write partial before struct.");

    [Theory]
    [InlineData("public partial record class [|N|]", "a record")]
    [InlineData("public static partial class [|N|]", "a static class")]
    [InlineData("file partial class [|N|]", "visible in one file only")]
    public void Class_OfAKindThatIsNoModule_IsReported(string header, string kind) => Diagnose.Single(
        $"[Update(\"{Step}\")] {header} {{ {T} }}",
        "OPTG203", $"N is {kind} and cannot become a torch module; make it a partial class.");

    [Theory]
    [InlineData("Module<Tensor, Tensor, Tensor>")]
    [InlineData("Exception")]
    public void Base_ThatDoesNotFit_IsReported(string parent) => Diagnose.Single(
        $"[Update(\"{Step}\")] public partial class N : [|{parent}|] {{ {T} }}",
        "OPTG204", "N takes 1 tensor, so its base class must be Module<Tensor, Tensor>; remove the base, or let it derive from Module<Tensor, Tensor>.");

    [Fact]
    public void Operator_WithoutMember_NamesTheFactoryToAdd() => Diagnose.Single(
        Class("x_<k+1> = x_k - [|T|](x_k)"),
        "OPTG205", "N has no operator T; add a factory Module<Tensor, Tensor> T(int k).");

    [Fact]
    public void Operator_Misspelt_OffersTheNearest() => Diagnose.Single(
        Class("x_<k+1> = x_k - [|Stpe|](x_k)", "static Module<Tensor, Tensor> Step(int k) => Linear(1, 1);"),
        "OPTG205", "N has no operator Stpe; did you mean Step?");

    [Fact]
    public void Operator_MisspeltFunctionOfTheLanguage_OffersIt() => Diagnose.Single(
        Class("x_<k+1> = [|rleu|](x_k)"), "OPTG205", "N has no operator rleu; did you mean relu?");

    [Fact]
    public void Coefficient_WithoutMember_IsReportedAtEachUse()
    {
        var found = Diagnose.Of(Class("x_<k+1> = b*x_k - b*T(x_k)", T));

        Assert.Equal(["OPTG206", "OPTG206"], found.Select(d => d.Id));
        Assert.All(found, d => Assert.Equal("N has no state, coefficient or input b; declare const double b = …, or say Inputs = \"b\" if forward is given it.", d.GetMessage()));
    }

    [Fact]
    public void Coefficient_Misspelt_OffersTheNearest() => Diagnose.Single(
        Class("x_<k+1> = x_k - [|etta|]*T(x_k)", T, "const double eta = 0.5;"),
        "OPTG206", "N has no state, coefficient or input etta; did you mean eta?");

    [Fact]
    public void State_Misspelt_OffersTheNearest() => Diagnose.Single(
        Class("vel_k = x_k; x_<k+1> = x_k - T(vel_k) + [|veel|]_k", T),
        "OPTG206", "N has no state and no coefficient veel; did you mean vel?");

    [Fact]
    public void Input_NotDeclared_NamesInputs() => Diagnose.Single(
        Class("x_0 = T([|u|]); x_<k+1> = x_k - T(x_k)", T),
        "OPTG206", "N has no state, coefficient or input u; declare const double u = …, or say Inputs = \"u\" if forward is given it.");

    [Theory]
    [InlineData("static int [|T|](int k) => 1;")]
    [InlineData("static Module<Tensor, int> [|T|](int k) => null!;")]
    [InlineData("readonly string [|T|] = \"\";")]
    [InlineData("static Tensor [|T|]() => null!;")]
    public void Operator_WrongType_IsReportedAtTheMember(string member) => Diagnose.Single(
        Class(Step, member),
        "OPTG207", "T is applied to 1 tensor, but this member is no operator; make it a factory, field or property of Module<Tensor, Tensor>, or a method on tensors.");

    [Fact]
    public void Operator_OfTwoTensorsAppliedToOne_IsReported() => Diagnose.Single(
        Class("x_<k+1> = x_k - [|T(x_k)|]", "static Bilinear T(int k) => Bilinear(1, 1, 1);"),
        "OPTG208", "T takes 2 tensors as N declares it; 1 is given here.");

    [Theory]
    [InlineData("[|prox(x_k)|]", "prox takes 1 parameter in brackets as N declares it; 0 are given here.")]
    [InlineData("[|prox[1, 2](x_k)|]", "prox takes 1 parameter in brackets as N declares it; 2 are given here.")]
    [InlineData("[|T[1](x_k)|]", "T is a module and takes no parameters in brackets; 1 is given here; for the module of one layer write T_1(x_k).")]
    public void Operator_WrongNumberOfParameters_IsReported(string use, string message) => Diagnose.Single(
        Class($"x_<k+1> = {use}", T, "static Tensor prox(Tensor x, double s) => x;"), "OPTG209", message);

    [Fact]
    public void Operator_SharedButAskedForALayersModule_IsReported() => Diagnose.Single(
        Class("x_<k+1> = x_k - [|T_k|](x_<k-1>)", "static Module<Tensor, Tensor> T(int width) => Linear(width, width);"),
        "OPTG210", "T is one module for all layers and has no layer's module to ask for; write T(…), or let its factory take int k.");

    [Fact]
    public void Adjoint_OfAnOperatorWithoutOne_IsReported() => Diagnose.Single(
        Class("x_<k+1> = x_k - [|K|]^T(x_k)", "static Module<Tensor, Tensor> K(int width) => Linear(width, width);"),
        "OPTG211", "K has no adjoint: K^T needs K to be a Linear, a Conv2d or of a type with a method Tensor Adjoint(Tensor).");

    [Fact]
    public void Factory_WithAParameterByReference_IsReportedAtIt() => Diagnose.Single(
        Class(Step, "static Module<Tensor, Tensor> T(int k, in int [|width|]) => Linear(width, width);"),
        "OPTG212", "The constructor of N passes width on to T, so it cannot be a parameter by reference; remove ref, in or out.");

    [Fact]
    public void Factories_AskingForOneNameWithTwoTypes_AreReported() => Diagnose.Single(
        Class(Step + " - S(x_k)", T, "static Module<Tensor, Tensor> S(int k, long [|width|]) => Linear(width, width);"),
        "OPTG213", "The constructor of N has one parameter width, but T asks for it as int and S as long; give them one type or two names.");

    [Fact]
    public void Factory_AskingForLayersAsSomethingElse_IsReported() => Diagnose.Single(
        Class(Step, "static Module<Tensor, Tensor> T(int k, long [|layers|]) => Linear(layers, layers);"),
        "OPTG213", "The constructor of N has a parameter int layers of its own; rename this one, or make it a int.");

    [Theory]
    [InlineData("static string [|a|] = \"\";", "The recurrence uses a as a coefficient; make it a number, double a(int k), double[] or a [Learnable] Parameter.")]
    [InlineData("static double [|a|](string k) => 1;", "The recurrence uses a as a coefficient; make it a number, double a(int k), double[] or a [Learnable] Parameter.")]
    [InlineData("const double [|a|] = double.NaN;", "a is NaN; a coefficient is a finite number.")]
    [InlineData("const float [|a|] = float.NegativeInfinity;", "a is -Infinity; a coefficient is a finite number.")]
    [InlineData("readonly Tensor [|a|] = null!;", "a is a tensor that N holds; give it to forward, Inputs = \"…, a\", or make it a number or a [Learnable] Parameter.")]
    [InlineData("Tensor [|a|] { get; } = null!;", "a is a tensor that N holds; give it to forward, Inputs = \"…, a\", or make it a number or a [Learnable] Parameter.")]
    [InlineData("double [|a|] = 1;", "a is a coefficient of the recurrence, so it may not change; make it const or readonly.")]
    [InlineData("double [|a|] { get; set; }", "a is a coefficient of the recurrence, so it may not change; make it a property without setter.")]
    public void Coefficient_WrongType_IsReportedAtTheMember(string member, string message) =>
        Diagnose.Single(Class("x_<k+1> = x_k - a*T(x_k)", T, member), "OPTG214", message);

    [Theory]
    [InlineData("a_k", "const double a = 1;", "a is one number for all layers; write a without an index.")]
    [InlineData("a", "static double a(int k, int j) => 1;", "a is a table and takes two indices, such as a_<k+1,j>; 0 are given.")]
    [InlineData("a_<k,0>", "static double a(int k) => 1;", "a has one value for each layer; write a_k.")]
    [InlineData("a_k", "[Learnable(1)] public partial Parameter a { get; }", "a is one parameter for all layers; write a without an index, or say PerLayer = true.")]
    [InlineData("a_<k,0>", "[Learnable(1)] public partial Parameter a { get; }", "a is one parameter for all layers; write a without an index, or say PerPair = true.")]
    [InlineData("a_k", "[Learnable(1, PerPair = true)] public partial Parameter a { get; }", "a has a value for each pair of indices and takes two, such as a_<k+1,j>; 1 is given.")]
    [InlineData("a", "[Learnable(1, PerPair = true)] public partial Parameter a { get; }", "a has a value for each pair of indices and takes two, such as a_<k+1,j>; 0 are given.")]
    public void Coefficient_WithAnIndexItDoesNotHave_IsReported(string use, string member, string message) =>
        Diagnose.Single(Class($"x_<k+1> = x_k - [|{use}|]*T(x_k)", T, member), "OPTG215", message);

    [Theory]
    [InlineData("[Learnable(1)] public Parameter [|a|] { get; } = null!;")]
    [InlineData("[Learnable(1)] public partial Parameter [|a|] { get; set; }")]
    [InlineData("[Learnable(1)] public static partial Parameter [|a|] { get; }")]
    [InlineData("[Learnable(1)] public partial double [|a|] { get; }")]
    public void Learnable_ThatCannotBeCompleted_IsReported(string member) => Diagnose.Single(
        Class("x_<k+1> = x_k - a*T(x_k)", T, member),
        "OPTG216", "A [Learnable] coefficient is a partial property with a getter only; write public partial Parameter a { get; }.");

    [Theory]
    [InlineData("[Learnable([|1.5|], Max = 1)]", "a starts at 1.5, which is not inside its range from minus infinity to 1, borders excluded; change Min, Max or the initial value.")]
    [InlineData("[Learnable([|0|], Min = 0, Max = 1)]", "a starts at 0, which is not inside its range from 0 to 1, borders excluded; change Min, Max or the initial value.")]
    [InlineData("[Learnable([|double.NaN|])]", "a starts at NaN, which is not inside its range from minus infinity to infinity, borders excluded; change Min, Max or the initial value.")]
    [InlineData("[Learnable(1, PerLayer = true, PerPair = [|true|])]", "a cannot have a value for each layer and one for each pair of indices; leave out PerLayer or PerPair.")]
    [InlineData("[Learnable(1, Channels = [|-1|])]", "a has -1 channels; write the number of channels, or leave Channels out.")]
    public void Learnable_OutsideItsRange_IsReportedAtTheValue(string attribute, string message) => Diagnose.Single(
        Class("x_<k+1> = x_k - a*T(x_k)", T, attribute + " public partial Parameter a { get; }"), "OPTG217", message);

    [Fact]
    public void Learnable_ThatNothingReads_IsAWarning() => Diagnose.Single(
        Class(Step, T, "[Learnable(1)] public partial Parameter [|a|] { get; }"),
        "OPTG218", "The recurrence of N does not use a, so it is never trained; use it or remove it.");

    [Fact]
    public void Layers_BelowOne_IsReportedAtTheNumber() => Diagnose.Single(
        $"[Update(\"{Step}\", Layers = [|0|])] public partial class N {{ {T} }}",
        "OPTG220", "A network has at least 1 layer, not 0; leave Layers out to give the number to the constructor.");

    [Theory]
    [InlineData("[[|Stage|]]", "A stage has at least 1 layer; say how many, such as [Stage(Layers = 3)].")]
    [InlineData("[Stage(Layers = [|-2|])]", "A stage has at least 1 layer; say how many, such as [Stage(Layers = 3)].")]
    public void Stage_WithoutLayers_IsReported(string stage, string message) => Diagnose.Single(
        $"[Update(\"{Step}\")] {stage} public partial class N {{ {T} }}", "OPTG221", message);

    [Fact]
    public void Stages_ThatDoNotAddUp_AreReportedAtTheNumber() => Diagnose.Single(
        $"[Update(\"{Step}\", Layers = [|4|]), Stage(Layers = 3)] public partial class N {{ {T} }}",
        "OPTG221", "The stages have 3 layers together, but Layers is 4; leave Layers out.");

    [Fact]
    public void Stages_WithoutTransition_AreAWarningAtTheSecond() => Diagnose.Single(
        $"[Update(\"{Step}\"), Stage(Layers = 3), [|Stage(Layers = 2)|]] public partial class N {{ {T} }}",
        "OPTG222", "N has no transition into this stage, so shapes stay as they are; to change them add a factory Module<Tensor, Tensor> D(int stage).");

    [Fact]
    public void Transition_OfTheWrongShape_IsReportedAtTheMember() => Diagnose.Single(
        $"[Update(\"{Step}\"), Stage(Layers = 3), Stage(Layers = 2)] public partial class N {{ {T} static Module<Tensor, Tensor> [|D|](int k) => Linear(1, 1); }}",
        "OPTG223", "The transition between stages is a factory with the number of the stage first; write Module<Tensor, Tensor> D(int stage).");

    [Fact]
    public void Constructor_ThatNeverCallsInitialize_IsAWarning() => Diagnose.Single(
        Class(Step, T, "public [|N|](int width) : base(\"N\") { }", "public N() : this(3) { }").Replace("class N", "class N : Module<Tensor, Tensor>", StringComparison.Ordinal),
        "OPTG224", "This constructor of N never calls Initialize, so its modules are never made; call Initialize(…) at its end.");

    [Fact]
    public void Members_ThatFitOneName_AreReportedAtTheName() => Diagnose.Single(
        Class("x_<k+1> = x_k - [|T|](x_k)", T, "static Linear T(int k, long width) => Linear(width, width);"),
        "OPTG225", "N has 2 members T that fit here; leave one, or give the others another name.");

    [Theory]
    [InlineData("x_<k+1> = x_k - [|S|](x_k)", "S")]
    [InlineData("x_<k+1> = x_k - [|s|]*T(x_k)", "s")]
    public void Member_PrivateToABase_IsReportedAtTheName(string recurrence, string name) => Diagnose.Single(
        "public abstract class B(string name) : Module<Tensor, Tensor>(name) { private static Linear S(int k) => Linear(1, 1); private const double s = 1; }\n"
            + Class(recurrence, T).Replace("class N", "class N : B", StringComparison.Ordinal),
        "OPTG226", $"{name} is private to B; make it protected so that N can use it.");

    [Fact]
    public void PrimaryConstructor_WithoutBase_IsReported() => Diagnose.Single(
        $"[Update(\"{Step}\")] public partial class [|N|](int width) {{ {T} void Setup() => Initialize(width, 3); }}",
        "OPTG227", "A class with a primary constructor names its base itself; write N(…) : Module<Tensor, Tensor>(\"N\").");

    [Fact]
    public void Inputs_MoreThanAModuleTakes_AreReported() => Diagnose.Single(
        "[Update(\"z = T(a) + T(b) + T(c) + T(d) + T(e) + T(f) + T(g)\", Inputs = [|\"a, b, c, d, e, f, g\"|])] public partial class N { " + T + " }",
        "OPTG228", "A module's forward takes at most 6 tensors, and Inputs names 7; join some of them into one tensor.");

    [Fact]
    public void Layers_SaidTwice_AreReportedAtTheSecond() => Diagnose.Single(
        $"[Update(\"y_k = x_k\", Layers = 2), Update(\"x_<k+1> = y_k - T(x_k)\", Layers = [|3|])] public partial class N {{ {T} }}",
        "OPTG229", "Layers is said on an earlier [Update] of N already; remove it here.");

    [Fact]
    public void TrainedCoefficient_WhereADoubleIsAskedFor_IsReported() => Diagnose.Single(
        Class("x_<k+1> = prox[[|2*a|]](x_k)", "[Learnable(1)] public partial Parameter a { get; }", "static Tensor prox(Tensor x, double s) => x;"),
        "OPTG231", "a is trained and so a tensor, but prox takes a double s; declare that parameter as Tensor.");

    [Theory]
    [InlineData("public override Tensor [|forward|](Tensor x) => x;")]
    [InlineData("static int [|Recurrence|] => 1;")]
    [InlineData("new void [|RegisterComponents|]() { }")]
    [InlineData("readonly int [|forward|] = 1;")]
    [InlineData("class [|_toEpilog|] { }")]
    [InlineData("event Action [|RegisterComponents|] { add { } remove { } }")]
    [InlineData("public N() : base(\"N\") => Initialize(1, 2); void [|Initialize|](int width, int layers) { }")]
    public void Member_OfTheGeneratedPart_IsReported(string member)
    {
        string name = Marked.Read(member) is var (text, span) ? span.In(text) : "";

        Diagnose.Single(
            Class(Step, T, member).Replace("class N", "class N : Module<Tensor, Tensor>", StringComparison.Ordinal),
            "OPTG233", $"{name} belongs to the generated part of N, so it cannot be declared here too; remove it or give it another name.");
    }

    [Theory]
    [InlineData("public Tensor forward(Tensor x, int times) => x;")]
    [InlineData("public N() : base(\"N\") => Initialize(1); void Initialize(int width) => Initialize(width, 2);")]
    [InlineData("public N() : base(\"N\") => Initialize(1, 2); void Initialize(int width, int layers, string name) { }")]
    public void Member_ThatOverloadsAGeneratedOne_IsFine(string member) =>
        Assert.Empty(Diagnose.Of(Class(Step, T, member).Replace("class N", "class N : Module<Tensor, Tensor>", StringComparison.Ordinal)));

    [Theory]
    [InlineData("x_<k+1> = x_k - T(x_<k+1>)", true)]
    [InlineData("x_<k+1> = x_k - T(x_k)", false)]
    public void Member_NamedImplicit_IsReportedWhereLayersAreSolved(string recurrence, bool isReported)
    {
        var found = Diagnose.Of(Class(recurrence, T, "public int Implicit => 1;")).Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);

        Assert.Equal(isReported ? ["OPTG233"] : [], found.Select(d => d.Id));
    }

    [Theory]
    [InlineData("Recurrence")]
    [InlineData("forward")]
    [InlineData("RegisterComponents")]
    [InlineData("_toEpilog")]
    public void Class_NamedLikeAGeneratedMember_IsReportedAndNotCompleted(string name)
    {
        string source = Class(Step, T).Replace("class N", "class " + name, StringComparison.Ordinal);

        Assert.Equal(
            $"{name} is the name of a member of the generated part, which cannot be the class's too; give the class another name.",
            Diagnose.Of(source).Single(d => d.Id == "OPTG233").GetMessage());
        Assert.Empty(new GeneratorRun(TestCompilation.Create(source)).Result.GeneratedSources);
    }

    [Fact]
    public void Class_NamedInitialize_IsReportedWhereItHasAConstructor()
    {
        string source = Class(Step, T).Replace("class N", "class Initialize", StringComparison.Ordinal);

        Assert.Empty(Diagnose.Of(source));
        Assert.Contains(Diagnose.Of(source.Replace(T, T + " public Initialize() : base(\"n\") { }", StringComparison.Ordinal)), d => d.Id == "OPTG233");
    }

    [Fact]
    public void Class_NamedImplicit_IsReportedWhereLayersAreSolved()
    {
        var found = Diagnose.Of(Class("x_<k+1> = x_k - T(x_<k+1>)", T).Replace("class N", "class Implicit", StringComparison.Ordinal));

        Assert.Equal("Implicit is the name of a member of the generated part, which cannot be the class's too; give the class another name.", found.Single(d => d.Id == "OPTG233").GetMessage());
    }
}
