using OptGen.Generators.Tests.Infrastructure;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>What is said where a recurrence cannot be run backwards: at the term because of which it cannot, and why.</summary>
public class ReversibleTests
{
    [Theory]
    [InlineData("x_<k+1> = x_k - [|T(x_k)|]", "x_k cannot be recovered from layer k: T reads it too, so its line cannot be solved for it")]
    [InlineData("x_<k+1> = x_k - 0.5*[|T(x_<k-1>)|]", "x_<k-1> cannot be recovered from layer k: it is read only inside T")]
    [InlineData("x_<k+1> = x_k - 2*T(x_k) + [|T(x_<k-1>)|]", "x_<k-1> cannot be recovered from layer k: it is read only inside T")]
    [InlineData("x_<k+1> = x_k + 0.5*x_<k-1> - [|T(x_k - x_<k-1>)|]", "x_<k-1> cannot be recovered from layer k: T reads it too, so its line cannot be solved for it")]
    [InlineData("x_<k+1> = x_k + T(x_k)*[|x_<k-1>|]", "x_<k-1> cannot be recovered from layer k: it is read only inside a product")]
    [InlineData("y_k = x_k + (k/(k+3))*(x_k - x_<k-1>); x_<k+1> = y_k - [|T(y_k)|]", "y_k cannot be recovered from layer k: T reads it too, so its line cannot be solved for it")]
    [InlineData("x_<k+1> = [|x_k|] + y_k; y_<k+1> = x_k - 2*y_k + T(x_<k+1>)", "x_k cannot be recovered from layer k: the line of x_<k+1> reads y_k as well, which is not known either")]
    [InlineData("x_<k+1> = x_k - [|sum[j=0..k](h_<k,j>*T(x_j))|]", "sum[j=0..k](h_<k,j>*T(x_j)) reads several earlier layers at once, which would have to be kept")]
    [InlineData("x_<k+1> = 0.5*x_<k-1> - [|sum[j=k-1..k](T(x_j))|]", "sum[j=k-1..k](T(x_j)) reads several earlier layers at once, which would have to be kept")]
    [InlineData("x_<k+1> = 0.5*x_<k-1> + T(x_k); out = [|x_<L-2>|]", "out reads x_<L-2>, which the last layer does not leave to another one")]
    [InlineData("x_<k+1> = 0.5*x_<k-1> + T(x_k); y_k = S(x_k); out = [|y_<L-1>|]", "out reads y_<L-1>, which the last layer does not leave to another one")]
    [InlineData("y_k = T(x_k); x_<k+1> = 0.8*x_k + y_k + 0.1*[|y_<k-1>|]", "In layer 0 y_<k-1> is the iterate that layer 0 itself computes, since none is given")]
    public void Recurrence_ThatCannotBeRunBackwards_IsReportedAtTheTerm(string text, string reason) => Single(text, reason + "; use Memory.Store.");

    [Theory]
    [InlineData("[Learnable(0.5)] public partial Parameter a { get; }", "x_<k+1> = x_k + [|a|]*(x_k - x_<k-1>) - T(x_k)", "a", "a")]
    [InlineData("[Learnable(0.5, Min = 0)] public partial Parameter a { get; }", "x_<k+1> = x_k + [|a|]*(x_k - x_<k-1>) - T(x_k)", "a", "a")]
    [InlineData("[Learnable(0.5, Min = -1, Max = 1)] public partial Parameter a { get; }", "x_<k+1> = x_k + [|a|]*(x_k - x_<k-1>) - T(x_k)", "a", "a")]
    [InlineData("[Learnable(0.5, PerLayer = true)] public partial Parameter a { get; }", "x_<k+1> = (1-a_k)*x_k + [|a_k|]*x_<k-1> + T(x_k)", "a_k", "a")]
    public void Factor_ThatMayBeZero_IsReportedAtItsName(string member, string text, string factor, string name) =>
        Single(text.Replace("(1-a_k)*x_k + [|a_k|]", "(1-[|a_k|])*x_k + a_k", StringComparison.Ordinal), $"x_<k-1> is recovered from layer k by a division by {factor}, which may be 0; give {name} a Min above 0, or a Max below 0, or use Memory.Store.", member);

    [Theory]
    [InlineData("const double a = 1;", "x_<k+1> = (1-a)*x_k + T(x_k) - (a-1)*[|x_<k-1>|]", "x_<k-1> cannot be recovered from layer k: its factor 1 - a is 0 there")]
    [InlineData("[Learnable(0.5, Min = 0.2, Max = 1)] public partial Parameter a { get; }", "x_<k+1> = a*x_k + (0.5-a)*[|x_<k-1>|] + T(x_k)", null)]
    [InlineData("const int n = 4;", "x_<k+1> = x_k + (k-n)*[|x_<k-1>|] + T(x_k)", null)]
    public void Factor_ThatIsZeroOrMayBe_IsReportedAtItsTerm(string member, string text, string? reason)
    {
        string[] reasons = reason is null ? ["which may be 0", "is 0 there"] : [reason];
        (string source, SourceSpan span) = Marked.Read(Source(text, member).ReplaceLineEndings("\n"));
        var diagnostic = Assert.Single(Diagnose.Of(source), d => d.Id == "OPTG140");
        Assert.Equal((span.Start, span.Length), (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));

        Assert.Contains(reasons, r => diagnostic.GetMessage(null).Contains(r, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k)", "[Learnable(0.5, Min = 0.1)] public partial Parameter a { get; }")]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k)", "[Learnable(-0.5, Max = -0.1)] public partial Parameter a { get; }")]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k)", "readonly double a = 0.5;")]
    [InlineData("x_<k+1> = x_k + a_k*(x_k - x_<k-1>) - T(x_k)", "static double a(int k) => k / (k + 3.0);")]
    [InlineData("x_<k+1> = x_k + (k/(k+3))*(x_k - x_<k-1>) - T(x_k)", "")]
    [InlineData("v_<k+1> = a*v_k + (1-a)*T(x_k); x_<k+1> = x_k + v_<k+1>", "[Learnable(0.5, Min = 0.1, Max = 0.9)] public partial Parameter a { get; }")]
    public void Recurrence_ThatCanBeRunBackwards_IsNotReported(string text, string member) =>
        Assert.DoesNotContain(Diagnose.Of(Source(text, member)), d => d.Id == "OPTG140");

    [Fact]
    public void Stages_AndIterates_AreReportedWhereTheyAreSaid()
    {
        const string Tail = "public partial class N { static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width); }";
        Diagnose.Single(
            $$"""
            [Update("x_<k+1> = 0.5*x_<k-1> + T(x_k)", Memory = [|Memory.Reversible|])]
            [Stage(Layers = 2)] [Stage(Layers = 2)]
            {{Tail.Replace("{ static", "{ static Module<Tensor, Tensor> D(int stage, int width) => Linear(width, width); static", StringComparison.Ordinal)}}
            """,
            "OPTG140", "What was there before a transition between stages cannot be recovered from what it gives, and N has 2 stages; use Memory.Store, or a network for each stage.");
        Diagnose.Single(
            $"[Update(\"x_<k+1> = 0.5*x_<k-1> + T(x_k)\", Layers = 3, Memory = Memory.Reversible, Iterates = [|true|])] {Tail}",
            "OPTG140", "Iterates that are handed out are stored, which Memory.Reversible is there to avoid; leave one of the two out.");
        Diagnose.Single(
            $"[Update(\"y_<k+1> = x_k\", Layers = 3, Memory = Memory.Store)] [Update(\"x_<k+1> = 0.5*y_k + T(x_k)\", Memory = [|Memory.Reversible|])] {Tail}",
            "OPTG229", "Memory is said on an earlier [Update] of N already; remove it here.");
    }

    [Theory]
    [InlineData("[|x_<k+1>|] = 0.5*x_k - 0.1*T(x_<k+1>)", "x_<k+1> is solved for, and a layer that is solved is not recovered from the one after it")]
    [InlineData("[|x|] = 0.5*u + 0.1*T(x)", "An equilibrium has no layers to go back over, and its solve keeps nothing of its iterations as it is")]
    public void Layers_ThatAreSolved_AreReported(string text, string reason)
    {
        bool layered = text.Contains("k+1", StringComparison.Ordinal);
        string source = $"[Update(\"{text}\"{(layered ? ", Layers = 4" : ", Inputs = \"u\"")}, Memory = Memory.Reversible)] public partial class N {{ [Lipschitz(0.5)] static Module<Tensor, Tensor> T(int width) => Linear(width, width); }}";

        Diagnose.Single(source, "OPTG140", reason + "; use Memory.Store.");
    }

    [Fact]
    public void Member_NamedReversal_BelongsToTheGeneratedPart() => Diagnose.Single(
        """
        [Update("x_<k+1> = 0.5*x_<k-1> + T(x_k)", Layers = 3, Memory = Memory.Reversible)]
        public partial class N { int [|Reversal|]; static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width); }
        """,
        "OPTG233", "Reversal belongs to the generated part of N, so it cannot be declared here too; remove it or give it another name.");

    private static void Single(string text, string message, string member = "static double h(int k, int j) => 1;") => Diagnose.Single(Source(text, member), "OPTG140", message);

    private static string Source(string text, string member)
    {
        string reads = text.Contains("h_<", StringComparison.Ordinal) || !member.StartsWith("static double h", StringComparison.Ordinal) ? member : "";
        string s = text.Contains("S(", StringComparison.Ordinal) ? "static Module<Tensor, Tensor> S(int k, int width) => Linear(width, width);" : "";
        return $$"""
            #pragma warning disable OPTG301, OPTG302, OPTG303, OPTG304, OPTG305
            [Update("{{text}}", Layers = 6, Memory = Memory.Reversible)]
            public partial class N
            {
                {{reads}}
                {{s}}
                static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
            }
            """;
    }
}
