using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

public class ParserProblemTests
{
    /// <summary>The wrong characters stand between [| and |].</summary>
    [Theory]
    [InlineData("[|x_k+1|] = x_k", ProblemKind.IndexWithoutBrackets, "x_k+1 reads as (x_k)+1: did you mean x_<k+1>?", "x_<k+1> = x_k")]
    [InlineData("x_<k+1> = x_k + a*(x_k - [|x_k-1|])", ProblemKind.IndexWithoutBrackets, "x_k-1 reads as (x_k)-1: did you mean x_<k-1>?", "x_<k+1> = x_k + a*(x_k - x_<k-1>)")]
    [InlineData("x_<k+1> = [|x_-1|]", ProblemKind.IndexWithoutBrackets, "A negative index needs brackets: write x_<-1>.", "x_<k+1> = x_<-1>")]
    [InlineData("x_<k+1> = x_k - [|2T(x_k)|]", ProblemKind.MissingMultiplication, "2T(x_k): write 2*T(x_k).", "x_<k+1> = x_k - 2*T(x_k)")]
    [InlineData("x_<k+1> = [|a x_k|]", ProblemKind.MissingMultiplication, "a x_k: write a*x_k.", "x_<k+1> = a*x_k")]
    [InlineData("x_<k+1> = [|(1+a)(x_k)|]", ProblemKind.MissingMultiplication, "(1+a)(x_k): write (1+a)*(x_k).", "x_<k+1> = (1+a)*(x_k)")]
    [InlineData("x_<k+1> = x_k [|$|]", ProblemKind.UnknownCharacter, "'$' is not part of the notation; remove it.", null)]
    [InlineData("x_<k+1> = x_k [|–|] T(x_k)", ProblemKind.UnknownCharacter, "'–' is not part of the notation; write -.", "x_<k+1> = x_k - T(x_k)")]
    [InlineData("x_<k+1> = A[|ᵀ|](x_k)", ProblemKind.UnknownCharacter, "'ᵀ' is not part of the notation; write ^T.", "x_<k+1> = A^T(x_k)")]
    [InlineData("x_<k+1> = [|😀|]x_k", ProblemKind.UnknownCharacter, "The character U+1F600 is not part of the notation; remove it.", null)]
    [InlineData("[|x_k - T(x_k)|]", ProblemKind.ExpectedEquation, "'x_k - T(x_k)' is not an equation; write it as left = right, such as x_<k+1> = x_k - T(x_k).", null)]
    [InlineData("[|2*x_k|] = x_k", ProblemKind.InvalidLeftSide, "The left side of an equation is a state at an index, such as x_<k+1>, y_k or x_0, or out.", null)]
    [InlineData("x_<k+1> = x_k +[||] ", ProblemKind.ExpectedExpression, "A number, a name, a call or ( is expected where the equation ends.", null)]
    [InlineData("x_<k+1> = x_k + [|*|] a", ProblemKind.ExpectedExpression, "A number, a name, a call or ( is expected where '*' stands.", null)]
    [InlineData("x_<k+1> = x_k - [|_a|]*T(x_k)", ProblemKind.ExpectedExpression, "A name begins with a letter, and _a does not; call it a, in the class too.", null)]
    [InlineData("x_<k+1> = x_k - [|_a|]_<k+1>*T(x_k)", ProblemKind.ExpectedExpression, "A name begins with a letter, and _a does not; call it a, in the class too.", null)]
    [InlineData("x_<k+1> = x_k - [|_T|](x_k)", ProblemKind.ExpectedExpression, "A name begins with a letter, and _T does not; call it T, in the class too.", null)]
    [InlineData("x_<k+1> = x_k - [|_|]k*T(x_k)", ProblemKind.ExpectedExpression, "A name begins with a letter, and _ does not; an index follows a name, as in x_k.", null)]
    [InlineData("x_<k+1> = x_[|q|]", ProblemKind.InvalidIndex, "In an index k, L or a whole number up to 1000 is expected; 'q' is none of them.", null)]
    [InlineData("x_<k+1> = x_<[|2*k|]>", ProblemKind.InvalidIndex, "'2*k' is not an index; write k, L or the variable of a sum, plus or minus a whole number up to 1000.", null)]
    [InlineData("x_<k+1> = x_<[|k+k|]>", ProblemKind.InvalidIndex, "'k+k' is not an index; write k, L or the variable of a sum, plus or minus a whole number up to 1000.", null)]
    [InlineData("x_[|<k+1|] = x_k", ProblemKind.UnclosedIndex, "This index is never closed; add > after it.", "x_<k+1> = x_k")]
    [InlineData("x_<k+1> = a*[|(|]x_k", ProblemKind.UnclosedGroup, "This ( is never closed; add ) where the group ends.", "x_<k+1> = a*(x_k)")]
    [InlineData("x_<k+1> = x_k[|)|]", ProblemKind.UnexpectedText, "This ) closes nothing; remove it.", "x_<k+1> = x_k")]
    [InlineData("x_<k+1> = a^[|b|]*x_k", ProblemKind.InvalidPower, "A power is a whole number from 0 to 1000, or made of k, L and whole numbers; 'b' is not. Other powers are functions: write pow(a, b).", null)]
    [InlineData("x_<k+1> = (1+a)^[|(k/2)|]*x_k", ProblemKind.InvalidPower, "A power is a whole number from 0 to 1000, or made of k, L and whole numbers; (k/2) is not. Other powers are functions: write pow(1+a, k/2).", null)]
    [InlineData("x_<k+1> = a^[|(b)|]*x_k", ProblemKind.InvalidPower, "A power is a whole number from 0 to 1000, or made of k, L and whole numbers; (b) is not. Other powers are functions: write pow(a, b).", null)]
    [InlineData("x_<k+1> = a^k[|^|]2*x_k", ProblemKind.InvalidPower, "A power of a power needs parentheses, such as (a^2)^3.", null)]
    [InlineData("x_<k+1> = a^[||]", ProblemKind.InvalidPower, "After ^ a whole number from 0 to 1000 is expected, or one that depends on the layer, such as k or (k+1).", null)]
    [InlineData("x_<k+1> = [|1e999|]*x_k", ProblemKind.InvalidNumber, "This number is out of range; a number has at most 200 digits and an exponent between -400 and 400.", null)]
    [InlineData("x_<k+1> = [|soft(x_k)|]", ProblemKind.WrongArgumentCount, "soft takes 2 arguments; 1 is given.", null)]
    [InlineData("x_<k+1> = [|min(a)|]*x_k", ProblemKind.WrongArgumentCount, "min takes 2 arguments or more; 1 is given.", null)]
    [InlineData("x_<k+1> = [|T()|]", ProblemKind.WrongArgumentCount, "T is applied to nothing; give it a tensor, such as T(x_k).", null)]
    [InlineData("x_<k+1> = [|sum|](x_j)", ProblemKind.InvalidSum, "The range of the sum is missing; a sum is written sum[j=0..k](…).", null)]
    [InlineData("x_<k+1> = sum[j=0[|,|]k](x_j)", ProblemKind.InvalidSum, "Two dots and the upper bound are expected here; a sum is written sum[j=0..k](…).", null)]
    [InlineData("[|relu|]_k = x_k", ProblemKind.ReservedName, "'relu' belongs to the language and cannot name a state; choose another name.", null)]
    [InlineData("x_<k+1> = [|out|]", ProblemKind.ReservedName, "out is what forward returns and cannot be read; read the state it is made from.", null)]
    [InlineData("x_<k+1> = x_k - sum[[|relu|]=0..k](T(x_k))", ProblemKind.ReservedName, "'relu' belongs to the language and cannot be the variable of a sum; write j.", null)]
    [InlineData("x_<k+1> = x_-[|2000|]", ProblemKind.InvalidIndex, "In an index k, L or a whole number up to 1000 is expected; '2000' is none of them.", null)]
    [InlineData("x_<k+1> = a[|³|]*x_k", ProblemKind.UnknownCharacter, "'³' is not part of the notation; write ^3.", "x_<k+1> = a^3*x_k")]
    [InlineData("x_<k+1> = [|relu|]*x_k", ProblemKind.ReservedName, "'relu' is a function of the language; write relu(…).", null)]
    [InlineData("[||]", ProblemKind.EmptyRecurrence, "The recurrence has no equation; write one such as x_<k+1> = x_k - T(x_k).", null)]
    [InlineData("x_<k+1> = [|my_rate|]*x_k", ProblemKind.UnderscoreInName, "An underscore begins an index, so my_rate reads as my at the index rate: write the name without it, myrate.", "x_<k+1> = myrate*x_k")]
    [InlineData("x_<k+1> = [|x[k-1]|]", ProblemKind.IndexInSquareBrackets, "An index follows _: write x_<k-1>.", "x_<k+1> = x_<k-1>")]
    [InlineData("x_<k+1> = [|prox[s]|]", ProblemKind.ExpectedExpression, "After the parameters in brackets prox needs its argument in parentheses, such as prox[s](x_k).", null)]
    [InlineData("x_<k+1> =[|=|] x_k", ProblemKind.UnexpectedText, "An equation has one =; remove the second.", "x_<k+1> = x_k")]
    public void Parse_OneMistake_IsReportedAtItsPlaceWithItsRepair(string marked, object kind, string message, string? repaired)
    {
        (string text, SourceSpan span) = Marked.Read(marked);

        Problem problem = Assert.Single(Parser.Parse(text).Problems);

        Assert.Equal((ProblemKind)kind, problem.Kind);
        Assert.Equal(span, problem.Span);
        Assert.Equal(message, problem.Message);
        Assert.Equal(repaired, problem.Correction?.ApplyTo(text));
        if (repaired is not null)
            Assert.Empty(Parser.Parse(repaired).Problems);
    }

    [Fact]
    public void Parse_SeveralMistakes_AreAllReportedInOrder()
    {
        const string Text = "x_k+1 = x_k - 2T(x_k) + my_a*x_<q>\ny_k x_k\nz_k = (a + 1\nout = head(x_L";

        EquatableArray<Problem> problems = Parser.Parse(Text).Problems;

        Assert.Equal(
            [
                ProblemKind.IndexWithoutBrackets, ProblemKind.MissingMultiplication, ProblemKind.UnderscoreInName, ProblemKind.InvalidIndex,
                ProblemKind.ExpectedEquation, ProblemKind.UnclosedGroup, ProblemKind.UnclosedGroup
            ],
            problems.Select(p => p.Kind));
        Assert.Equal(["x_k+1", "2T(x_k)", "my_a", "q", "y_k x_k", "(", "("], problems.Select(p => p.Span.In(Text)));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("T(", ")")]
    [InlineData("-", "")]
    [InlineData("p[", "](a)")]
    [InlineData("a + ", "")]
    [InlineData("a*", "")]
    [InlineData("sqrt(", ")")]
    public void Parse_NestingBeyondTheLimit_IsOneProblem(string open, string close)
    {
        const int Levels = 3000;
        string text = "x_k = " + string.Concat(Enumerable.Repeat(open, Levels)) + "a" + string.Concat(Enumerable.Repeat(close, Levels));

        Problem problem = Assert.Single(Parser.Parse(text).Problems);

        Assert.Equal(ProblemKind.TooDeep, problem.Kind);
    }

    [Fact]
    public void Parse_TextBeyondTheLimit_IsOneProblem()
    {
        string text = new('x', Parser.LongestText + 1);

        Problem problem = Assert.Single(Parser.Parse(text).Problems);

        Assert.Equal(ProblemKind.TooLong, problem.Kind);
        Assert.Equal("A recurrence has at most 20000 characters; this one has 20001.", problem.Message);
        Assert.Equal(new SourceSpan(20_000, 1), problem.Span);
    }

    [Fact]
    public void ProblemKind_EveryKind_HasItsOwnIdInItsRange()
    {
        ProblemKind[] kinds = Enum.GetValues<ProblemKind>();

        Assert.Equal(kinds.Length, kinds.Distinct().Count());
        Assert.All(kinds, k => Assert.True((int)k is (> 0 and < 100) or (> 100 and < 200) or (> 300 and < 400)));
        Assert.Equal("OPTG006", new Problem(ProblemKind.IndexWithoutBrackets, default, "").Id);
    }
}
