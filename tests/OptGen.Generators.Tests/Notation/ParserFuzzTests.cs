using System.Diagnostics;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

/// <summary>
/// Random and mutated texts: reading never throws and never hangs, and what is rejected has its problems inside the text.
/// A long run reads a million, in some fifteen seconds.
/// </summary>
public class ParserFuzzTests
{
    private const int Full = 1_000_000;

    /// <summary>How long reading a text may take, in milliseconds.</summary>
    private const int Limit = 50;

    private static readonly string[] Pieces =
    [
        "x_<k+1>", "x_k", "x_<k-1>", "y_j", "x_0", "x_L", "x_<-1>", " = ", " + ", " - ", "*", "/", "^2", "^", "^T", "(", ")", "[", "]", "T(", "prox[s](",
        "sum[j=0..k](", "sum[j=k-3..k](", "sum[", "j=", "..", "h_<k,j>", "soft(", "relu(", "sqrt(", "min(", ",", ";", "\n", "\r\n", "# c", "0.5", "1e3", "1e", "2",
        "k", "L", "out", "a", "λ", "_", "<", ">", "{", "}", "ₖ", "₊₁", "₋", "·", "×", "−", "∗", "²", "ᵀ", "\uD835\uDC65", "\uD835", "\0", "\u2028", "."
    ];

    private static readonly string[] Seeds =
    [
        "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)",
        "y_k = x_k + (k/(k+3))*(x_k - x_<k-1>);  x_<k+1> = y_k - b*T(y_k)",
        "y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))",
        "u_<k+1> = proxF[s](u_k + s*K(z_k));  x_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>))\nout = head(x_L)",
        "xₖ₊₁ = soft(xₖ − W(A(xₖ) − y), sₖ)^2 # comment",
        "z = T(z, u)"
    ];

    [Fact]
    public void Parse_RandomAndMutatedTexts_NeverThrowsNorHangsAndStaysInsideTheText()
    {
        var random = new Random(20240325);
        int count = RandomCases.Of(Full);
        int rejected = 0;
        var clock = new Stopwatch();
        for (int i = 0; i < count; i++)
        {
            string text = (i % 4) switch { 0 => Characters(random), 1 => Words(random), _ => Mutation(random) };
            clock.Restart();
            ParseResult result = Parser.Parse(text);
            if (clock.ElapsedMilliseconds > Limit)
                Assert.True(Fastest(text) <= Limit, $"Reading takes over {Limit} ms: {text}");
            if (result.HasErrors)
                rejected++;
            Check(text, result);
        }
        // Both sides of the parser must have been reached.
        Assert.InRange(rejected, count / 2, count - 1 - (count / 100));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("T(x_k)+")]
    [InlineData("\n")]
    [InlineData("(\n")]
    [InlineData("sum[j=0..k](")]
    [InlineData("a[")]
    [InlineData("x_<")]
    [InlineData("x_k = (")]
    [InlineData("x_k = (\n")]
    [InlineData("$")]
    [InlineData("9")]
    [InlineData("ₖ")]
    [InlineData("^2")]
    [InlineData("y = x\n")]
    public void Parse_OneHostilePieceRepeated_TakesLinearTime(string piece)
    {
        string text = "x_<k+1> = " + string.Concat(Enumerable.Repeat(piece, 19_000 / piece.Length));

        Assert.InRange(Fastest(text), 0, Limit);
        Check(text, Parser.Parse(text));
    }

    /// <summary>The least of several times, in milliseconds: on a busy machine another process takes the core away during most of them.</summary>
    private static long Fastest(string text)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 40 && least > Limit; i++)
        {
            var clock = Stopwatch.StartNew();
            Parser.Parse(text);
            least = Math.Min(least, clock.ElapsedMilliseconds);
        }
        return least;
    }

    private static void Check(string text, ParseResult result)
    {
        foreach (Problem problem in result.Problems)
        {
            if (!Inside(text, problem.Span) || (problem.Correction is { } correction && !Inside(text, correction.Span)) || problem.Message.Length < 10)
                Assert.Fail($"{problem} does not lie inside: {text}");
        }
    }

    private static bool Inside(string text, SourceSpan span) => span.Start >= 0 && span.Length >= 0 && span.End <= text.Length;

    private static string Characters(Random random)
    {
        var characters = new char[random.Next(60)];
        for (int i = 0; i < characters.Length; i++)
            characters[i] = (char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(128));
        return new string(characters);
    }

    private static string Words(Random random)
    {
        string text = random.Next(2) == 0 ? "x_<k+1> = " : "";
        for (int i = random.Next(25); i > 0; i--)
            text += Pieces[random.Next(Pieces.Length)];
        return text;
    }

    private static string Mutation(Random random)
    {
        string text = Seeds[random.Next(Seeds.Length)];
        for (int i = random.Next(4); i > 0; i--)
        {
            int place = random.Next(text.Length + 1);
            int length = random.Next(Math.Min(8, text.Length - place + 1));
            text = random.Next(4) switch
            {
                0 => text[..place],
                1 => text.Remove(place, length),
                2 => text.Insert(place, Pieces[random.Next(Pieces.Length)]),
                _ => text.Insert(random.Next(text.Length + 1), text.Substring(place, length))
            };
        }
        return text;
    }
}
