using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>A network whose coefficients have no values that can be computed with is refused when it is made, and the error says which one and where.</summary>
public sealed class CoefficientCheckTests
{
    private const string F = "private static Tensor F(Tensor x) => ones_like(x); private static Tensor G(Tensor x, double s) => full_like(x, s);";

    private static readonly (string Term, string Members, string Message)[] s_cases =
    [
        ("c_k*F(x_k)", "readonly double[] c = [1, 2, 3];",
            "In layer 3, c[3] is read, but c has 3 values; give it 4 values or more."),
        ("c_<k+1>*F(x_k)", "static readonly int[] c = [1, 2, 3, 4];",
            "In layer 3, c[4] is read, but c has 4 values; give it 5 values or more."),
        ("c_k*F(x_k)", "static readonly float[] c = [];",
            "In layer 0, c[0] is read, but c has 0 values; give it 1 value or more."),
        ("c_7*F(x_k)", "readonly decimal[] c = [1];",
            "c[7] is read, but c has 1 value; give it 8 values or more."),
        ("G[c_k](x_k)", "readonly double[] c = [1, 2];",
            "In layer 2, c[2] is read, but c has 2 values; give it 3 values or more."),
        ("(g + c_k)*F(x_k)", "readonly double[] c = [1, 2]; [Learnable(1)] public partial Parameter g { get; }",
            "In layer 2, c[2] is read, but c has 2 values; give it 3 values or more."),
        ("g/c_k*F(x_k)", "readonly double[] c = [1, 2, 0, 1]; [Learnable(1)] public partial Parameter g { get; }",
            "1/c_k is infinite in layer 2; the numbers of a network must be finite."),
        ("soft(x_k, c_k)", "readonly double[] c = [1, 2, 3, double.NaN];",
            "c_k is not a number in layer 3; the numbers of a network must be finite."),
        ("c_k*F(x_k)", "readonly double[] c = null!;",
            "c is null; give it an array with a value for each layer before the network is made."),
        ("sum[j=0..k](h_<k,j>*F(x_j))", "readonly double[,] h = null!;",
            "h is null; give it a table of values before the network is made."),
        ("sum[j=0..k](h_<k,j>*F(x_j))", "readonly double[,] h = { { 1, 2, 3 }, { 1, 2, 3 }, { 1, 2, 3 }, { 1, 2, 3 } };",
            "In layer 3 at j = 3, h is read in row 3 and column 3, but that row has 3 values; give it 4 values or more."),
        ("sum[j=0..k](h_<k,j>*F(x_j))", "readonly double[,] h = { { 1 } };",
            "In layer 1 at j = 0, h is read in row 1 and column 0, but has 1 row; give it 2 rows or more."),
        ("sum[j=0..k](h_<k,j>*F(x_j))", "readonly double[][] h = [[1], [1, 2], [1, 2], [1, 2, 3, 4]];",
            "In layer 2 at j = 2, h is read in row 2 and column 2, but that row has 2 values; give it 3 values or more."),
        ("sum[j=0..k](h_<k,j>*F(x_j))", "readonly int[][] h = [[1], null!, [1, 2], [1, 2, 3, 4]];",
            "In layer 1 at j = 0, h is read in row 1 and column 0, but that row is null; give it 1 value."),
        ("sum[j=0..k](c_j*F(x_j))", "readonly double[] c = [1, 2, 3];",
            "At j = 3, c[3] is read, but c has 3 values; give it 4 values or more."),
        ("sum[j=0..k](h_<k,j>*F(x_j))", "double h(int k, int j) => 1.0 / (k - 1 - j);",
            "h_<k,j> is infinite in layer 1 at j = 0; the numbers of a network must be finite."),
        ("c_k*F(x_k)", "static double c(int k) => k == 2 ? double.NaN : 1;",
            "c_k is not a number in layer 2; the numbers of a network must be finite."),
        ("c*F(x_k)", "static double c(int k) => k == 1 ? double.NegativeInfinity : 1;",
            "c_k is minus infinity in layer 1; the numbers of a network must be finite."),
        ("c*F(x_k)", "static readonly float c = float.PositiveInfinity;",
            "c is infinite; the numbers of a network must be finite."),
        ("F(x_k)/(a - b)", "readonly double a = 0.5, b = 0.5;",
            "1/(a - b) is infinite; the numbers of a network must be finite."),
        ("a*a*F(x_k)", "readonly double a = 1e200;",
            "a^2 is infinite; the numbers of a network must be finite."),
        ("sqrt(a)*F(x_k)", "double a { get; } = -1;",
            "sqrt(a) is not a number; the numbers of a network must be finite."),
        ("F(x_k)/(c_k - 2)", "static int c(int k) => k;",
            "-1/(2 - c_k) is minus infinity in layer 2; the numbers of a network must be finite.")
    ];

    // One assembly for all, for compiling takes the time.
    private static readonly Lazy<Assembly> s_assembly = new(() => RandomNetworkRun.Compile(string.Concat(s_cases.Select((c, i) => Class($"Net{i}", $"x_<k+1> = x_k + {c.Term}", c.Members + F)))));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Constructor_ACoefficientHasNoValue_SaysWhichAndWhere(int number) =>
        Assert.Equal(s_cases[number].Message, Assert.IsType<CoefficientException>(Make(s_assembly.Value, $"Net{number}")).Message);

    [Theory]
    [InlineData("x_<k+1> = x_k - T(x_k)", "static Module<Tensor, Tensor>? T(int k) => k == 2 ? null : Identity();", "The factory T of Net gave null for 2; let it return a module.")]
    [InlineData("x_<k+1> = x_k - T(x_k)", "static Module<Tensor, Tensor> T() => null!;", "The factory T of Net gave null; let it return a module.")]
    [InlineData("x_<k+1> = x_k - T(x_<k+1>)", "static Linear T(int k) => k < 3 ? Linear(1, 1) : null!;", "The factory T of Net gave null for 3; let it return a module.")]
    public void Constructor_AFactoryReturnsNull_SaysWhichAndWhere(string recurrence, string members, string message) =>
        Assert.Equal(message, Refusal<NetworkException>(recurrence, members).Message);

    [Fact]
    public void Constructor_ATransitionIsNull_SaysWhichStage()
    {
        Assembly assembly = RandomNetworkRun.Compile(
            "[Update(\"x_<k+1> = x_k + F(x_k)\")] [Stage(Layers = 2)] [Stage(Layers = 2)] public partial class Net { private static Module<Tensor, Tensor>? D(int stage) => null;" + F + "}");

        Assert.Equal("The factory D of Net gave null for 1; let it return a module.", Assert.IsType<NetworkException>(Make(assembly)).Message);
    }

    /// <summary>An object initializer sets such values after the constructor: they are checked when they are first needed.</summary>
    [Theory]
    [InlineData("double[]", "c_k*F(x_k)", "new double[] { 1, 2, 3 }", "In layer 3, c[3] is read, but c has 3 values; give it 4 values or more.")]
    [InlineData("double", "G[c](x_k)", "double.NaN", "c is not a number; the numbers of a network must be finite.")]
    public void Forward_AnInitOnlyCoefficientHasNoValue_SaysWhichAndWhere(string type, string term, string value, string message)
    {
        Assembly assembly = RandomNetworkRun.Compile($$"""
            [Update("x_<k+1> = x_k + {{term}}", Layers = 4)] public partial class Net { public {{type}} c { get; init; } = default!; {{F}} }
            public static class Maker { public static Module<Tensor, Tensor> Make() => new Net() { c = {{value}} }; }
            """);
        using var module = (Module<Tensor, Tensor>)assembly.GetType("Maker")!.GetMethod("Make")!.Invoke(null, null)!;

        Assert.Equal(message, Assert.Throws<CoefficientException>(() => module.call(zeros(1))).Message);
    }

    /// <summary>Each value is asked for once in each layer, not in every pass.</summary>
    [Fact]
    public void Schedule_ManyPasses_IsAskedOnceForEachLayer()
    {
        Assembly assembly = RandomNetworkRun.Compile(
            "[Update(\"x_<k+1> = x_k + c_k*F(x_k)\", Layers = 4)] public partial class Net { public static int Asked; private static double c(int k) { Asked++; return k; }" + F + "}");
        using var module = (Module<Tensor, Tensor>)Activator.CreateInstance(assembly.GetType("Net")!, "n")!;
        for (int i = 0; i < 3; i++)
            module.call(zeros(1)).Dispose();

        Assert.Equal(4, assembly.GetType("Net")!.GetField("Asked")!.GetValue(null));
    }

    /// <summary>A schedule's own exception is the user's, and stays what it is.</summary>
    [Fact]
    public void Constructor_AScheduleThrows_PassesItsExceptionOn() =>
        Assert.Equal("mine", Refusal<NotSupportedException>("x_<k+1> = x_k + c_k*F(x_k)", "static double c(int k) => throw new System.NotSupportedException(\"mine\");" + F).Message);

    private static TException Refusal<TException>(string recurrence, string members)
        where TException : Exception =>
        Assert.IsType<TException>(Make(RandomNetworkRun.Compile(Class("Net", recurrence, members))));

    private static string Class(string name, string recurrence, string members) => $"[Update(\"{recurrence}\", Layers = 4)] public partial class {name} {{ {members} }}\n";

    private static Exception Make(Assembly assembly, string name = "Net") =>
        Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(assembly.GetType(name)!, "n")).InnerException!;
}
