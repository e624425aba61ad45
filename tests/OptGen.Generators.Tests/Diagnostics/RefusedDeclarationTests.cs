using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>Declarations of which the generated part would not compile are refused in one sentence at the place that is to be changed.</summary>
public class RefusedDeclarationTests
{
    private const string Heading = "public partial class N";

    [Theory]
    [InlineData("x u", "\"x u\" is no name for an input; a name has letters and digits and begins with a letter, and commas stand between names.")]
    [InlineData("x; u", "\"x; u\" is no name for an input; a name has letters and digits and begins with a letter, and commas stand between names.")]
    [InlineData("3u", "\"3u\" is no name for an input; a name has letters and digits and begins with a letter, and commas stand between names.")]
    [InlineData("u, @in", "\"@in\" is no name for an input; a name has letters and digits and begins with a letter, and commas stand between names.")]
    [InlineData("u, u", "Inputs names u twice; each input has a name of its own.")]
    [InlineData("u, k", "k belongs to the notation and cannot name an input; give it another name.")]
    [InlineData("u, relu", "relu belongs to the notation and cannot name an input; give it another name.")]
    [InlineData("", "Inputs names no tensor; write names with commas between them, such as \\\"u, y\\\", or leave Inputs out.")]
    [InlineData(" , ", "Inputs names no tensor; write names with commas between them, such as \\\"u, y\\\", or leave Inputs out.")]
    public void Inputs_NoNames_AreRefused(string inputs, string message)
    {
        Diagnostic found = Assert.Single(
            Diagnose.Of(Class("x_<k+1> = x_k - T(x_k)", T).Replace("\")]", $"\", Inputs = \"{inputs}\")]", StringComparison.Ordinal)), d => d.Id == "OPTG243");
        Assert.Equal(message.Replace("\\", "", StringComparison.Ordinal), found.GetMessage());
    }

    [Fact]
    public void Inputs_Keywords_AreParameters() =>
        Assert.Empty(Diagnose.Of(Class("x_0 = T(in) + class; x_<k+1> = x_k - T(x_k)", "static Module<Tensor, Tensor> T(int width) => null!;").Replace("\")]", "\", Inputs = \"in, class\")]", StringComparison.Ordinal)));

    [Theory]
    [InlineData("public abstract class B : Module<Tensor, Tensor> { protected B(int n) : base(\"b\") { } }",
        "The generated constructor of N hands the module's name to its base class, and B has no constructor that takes it alone; add protected B(string name), or give N a constructor that calls Initialize.")]
    [InlineData("public abstract class B : Module<Tensor, Tensor> { private B(string n) : base(n) { } protected B() : base(\"b\") { } }",
        "The generated constructor of N hands the module's name to its base class, and B has no constructor that takes it alone; add protected B(string name), or give N a constructor that calls Initialize.")]
    [InlineData("public abstract class B(string n) : Module<Tensor, Tensor>(n) { public sealed override Tensor forward(Tensor x) => x; }",
        "The generated part of N overrides forward, and B does not let it; make it an override there that is not sealed, or remove it.")]
    [InlineData("public abstract class B(string n) : Module<Tensor, Tensor>(n) { protected sealed override void RegisterComponents() { } }",
        "The generated part of N overrides RegisterComponents, and B does not let it; make it an override there that is not sealed, or remove it.")]
    public void Base_ThatTheGeneratedPartCannotDeriveFrom_IsRefused(string baseClass, string message) =>
        Diagnose.Single(baseClass + Class("x_<k+1> = x_k - T(x_k)", T).Replace("class N", "class N : [|B|]", StringComparison.Ordinal), "OPTG204", message);

    /// <summary>A class that hands out iterates has a method for them; one that does not may use the name.</summary>
    [Theory]
    [InlineData("public int [|Iterates|] => 3;", "Iterates belongs to the generated part of N, so it cannot be declared here too; remove it or give it another name.")]
    [InlineData("public Tensor [|Iterates|](Tensor x) => x;", "Iterates belongs to the generated part of N, so it cannot be declared here too; remove it or give it another name.")]
    [InlineData("public new Tensor [|call|](Tensor x) => x;", "The generated part of N calls the module's own call, which this member would hide; give it another name.")]
    public void Iterates_OfTheUsers_AreRefusedWhereTheNetworkHandsThemOut(string member, string message)
    {
        string declaration = Class("x_<k+1> = x_k - T(x_k)", T, member);

        Diagnose.Single(declaration.Replace("\")]", "\", Iterates = true)]", StringComparison.Ordinal), "OPTG233", message);
        Assert.Empty(Diagnose.Of(declaration.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
    }

    /// <summary>A class that trains coefficients has a property for their values; one that does not may use the name.</summary>
    [Fact]
    public void Coefficients_OfTheUsers_AreRefusedWhereTheNetworkTrainsSome()
    {
        const string Member = "public int Coefficients => 3;";

        Diagnose.Single(
            Class("x_<k+1> = x_k - a*T(x_k)", T, "[Learnable(1.0)] public partial Parameter a { get; }", Member.Replace("Coefficients", "[|Coefficients|]", StringComparison.Ordinal)), "OPTG233",
            "Coefficients belongs to the generated part of N, so it cannot be declared here too; remove it or give it another name.");
        Assert.Empty(Diagnose.Of(Class("x_<k+1> = x_k - a*T(x_k)", T, "const double a = 1;", Member)));
    }

    [Fact]
    public void Iterates_OfTheUsersWithOtherParameters_StandBesideTheGeneratedOnes() =>
        Assert.Empty(Diagnose.Of(Class("x_<k+1> = x_k - T(x_k)", T, "public int Iterates(Tensor x, int count) => Iterates(x)[\"x\"].Count + count;").Replace("\")]", "\", Iterates = true)]", StringComparison.Ordinal)));

    /// <summary>A network that gives a tuple has a base class that does, and is no operator.</summary>
    [Fact]
    public void Base_OfANetworkOfSeveralResults_GivesAsMany()
    {
        string declaration = Class("x_<k+1> = x_k - T(x_k); out = (x_L, x_0)", T);

        Diagnose.Single(
            "public abstract class B(string n) : Module<Tensor, Tensor>(n) { } " + declaration.Replace("class N", "class N : [|B|]", StringComparison.Ordinal), "OPTG204",
            "N takes 1 tensor and gives 2 tensors, so its base class must be Module<Tensor, (Tensor, Tensor)>; remove the base, or let it derive from Module<Tensor, (Tensor, Tensor)>.");
        Assert.Empty(Diagnose.Of("public abstract class B(string n) : Module<Tensor, (Tensor, Tensor)>(n) { } " + declaration.Replace("class N", "class N : B", StringComparison.Ordinal)));
    }

    [Fact]
    public void Operator_ThatGivesSeveralTensors_IsRefused() => Assert.Contains(
        Diagnose.Of("[Update(\"x_<k+1> = 2*x_k; out = (x_L, x_0)\", Layers = 2)] public partial class Two { } " + Class("x_<k+1> = x_k - T(x_k)", "static Two T(int k) => new Two();")), d => d.Id == "OPTG207");

    [Fact]
    public void Base_OfAClassWithAConstructorOfItsOwn_NeedsNoName() =>
        Assert.Empty(Diagnose.Of(
            "public abstract class B : Module<Tensor, Tensor> { protected B(int n) : base(\"b\") { } }"
            + Class("x_<k+1> = x_k - T(x_k)", T, "public N() : base(1) => Initialize(4, 2);").Replace("class N", "class N : B", StringComparison.Ordinal)));

    [Fact]
    public void Transition_AsksForAnotherType_IsRefused() =>
        Diagnose.Single(
            Class("x_<k+1> = x_k - T(x_k)", T, "static Module<Tensor, Tensor> D(int stage, float [|width|]) => null!;")
                .Replace(Heading, "[Stage(Layers = 2)] [Stage(Layers = 2)] " + Heading, StringComparison.Ordinal),
            "OPTG213", "The constructor of N has one parameter width, but T asks for it as int and D as float; give them one type or two names.");

    [Fact]
    public void Container_OfOneFile_IsRefused() =>
        Assert.Equal(
            "N is inside Outer, which is visible in one file only, and cannot become a torch module; make it a partial class.",
            Assert.Single(Diagnose.Of("file partial class Outer { " + Class("x_<k+1> = x_k - T(x_k)", T) + " }"), d => d.Id == "OPTG203").GetMessage());

    [Theory]
    [InlineData("register_module")]
    [InlineData("register_parameter")]
    [InlineData("_internal_submodules")]
    public void Member_ThatHidesWhatTheGeneratedPartCalls_IsRefused(string name) =>
        Diagnose.Single(
            Class("x_<k+1> = x_k - T(x_k)", T, $"static int [|{name}|] => 1;"), "OPTG233",
            $"The generated part of N calls the module's own {name}, which this member would hide; give it another name.");

    [Fact]
    public void Member_NamedForward_IsRefused() =>
        Assert.Contains(Diagnose.Of(Class("x_<k+1> = x_k - forward(x_k)", "readonly Module<Tensor, Tensor> forward = null!;")), d => d.Id == "OPTG233");

    [Fact]
    public void Member_ThatMayNotBeUsed_IsRefusedAtItsUse() =>
        Diagnose.Single(
            Class("x_<k+1> = x_k - [|T|](x_k)", "[Obsolete(\"Use U.\", true)] " + T), "OPTG226", "T is obsolete and may not be used: Use U.");

    [Fact]
    public void Project_BeforeCSharp12_IsToldTheVersion() =>
        Assert.Equal(
            "The generated part of N needs C# 12 or later, and this project compiles C# 11.0; set LangVersion to 12.0.",
            Assert.Single(Diagnose.Of(TestCompilation.Create(LanguageVersion.CSharp11, [TestCompilation.TorchSharp], [Class("x_<k+1> = x_k - T(x_k)", T)])), d => d.Id == "OPTG219").GetMessage());
}
