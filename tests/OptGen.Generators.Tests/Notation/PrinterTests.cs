using FsCheck;
using FsCheck.Fluent;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Notation;

public class PrinterTests
{
    [Fact]
    public void Print_RandomTree_ReadsBackAsTheSameTree()
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60).WithReplay(20240325, 1);

        Prop.ForAll(RandomTrees.Trees.ToArbitrary(), ReadsBack).Check(config);
    }

    [Theory]
    [InlineData("x_k = (a - b) - c", "x_k = a - b - c")]
    [InlineData("x_k = a/(b/c)/d", "x_k = a/(b/c)/d")]
    [InlineData("x_k = -(a^2)", "x_k = -a^2")]
    [InlineData("x_k = (-a)^2", "x_k = (-a)^2")]
    [InlineData("x_k = 0.00000000000000000000000000000000001", "x_k = 1e-35")]
    [InlineData("x_k = 12300000000000000000000", "x_k = 123e20")]
    public void Print_Precedence_UsesTheFewestParentheses(string text, string canonical) =>
        Assert.Equal(canonical, Parser.Parse(text).Tree.ToString());

    private static bool ReadsBack(RecurrenceTree tree)
    {
        ParseResult result = Parser.Parse(tree.ToString());
        // x_k + 1 is legal text but reported as a slip of x_<k+1>, so only the tree is compared.
        bool onlySlips = result.Problems.All(p => p.Kind == ProblemKind.IndexWithoutBrackets);
        return onlySlips && result.Tree == tree;
    }
}
