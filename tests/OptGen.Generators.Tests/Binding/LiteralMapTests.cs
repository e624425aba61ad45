using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Binding;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Binding;

/// <summary>In each expression the characters between [| and |] write the one T of the value, or what the test names.</summary>
public class LiteralMapTests
{
    [Theory]
    [InlineData("\"x_k - [|T|](x_k)\"", "T")]
    [InlineData("\"\\tx \\u0020[|T|]\\n\"", "T")]
    [InlineData("\"a [|\\u0054|] b\"", "T")]
    [InlineData("\"a [|\\x54|] b\"", "T")]
    [InlineData("\"a\\e\\0 [|\\U00000054|]\"", "T")]
    [InlineData("\"\\U0001D465 = [|T|]\"", "T")]
    [InlineData("\"[|\\U0001D465|] = T\"", "\ud835\udc65")]
    [InlineData("\"[|\ud835\udc65|] = T\"", "\ud835\udc65")]
    [InlineData("\"\ud83d\ude00 [|T|]\"", "T")]
    [InlineData("@\"a \"\"b\"\"\n   \\t [|T|]\"", "T")]
    [InlineData("@\"[|\"\"|] T\"", "\"")]
    [InlineData("\"\"\"x \\t [|T|] \"y\" \"\"\"", "T")]
    [InlineData("\"\"\"\n      x\n        - [|T|]\n\n      y\n      \"\"\"", "T")]
    [InlineData("\"\"\"\r\n      x\r\n        - [|T|]\r\n      y\r\n      \"\"\"", "T")]
    [InlineData("\"\"\"\"\n  \"\"\" [|T|]\n  \"\"\"\"", "T")]
    [InlineData("\"x = \" + \"a*\" + \"[|T|](x)\"", "T")]
    [InlineData("\"x = \" + \"a*[|\" + \"T|](x)\"", "T", true)]
    [InlineData("(\"x = \" + (\"[|T|](x)\"))", "T")]
    [InlineData("[|nameof(Holder.T)|] + \"(x)\"", "T")]
    [InlineData("\"x = \" + nameof(Holder.Own) + \" [|T|]\"", "T")]
    [InlineData("$\"x = {\"a\"} [|T|]\"", "T")]
    [InlineData("$\"{{x}} = {\"[|T|]\"}\"", "T")]
    [InlineData("$\"[|{{|]x = T\"", "{")]
    [InlineData("$@\"a \"\"{nameof(Holder.Own)}\"\" [|T|]\"", "T")]
    [InlineData("$\"\"\"x {\"y\"} [|T|]\"\"\"", "T")]
    [InlineData("$$\"\"\"x_{k} {{\"y\"}} [|T|]\"\"\"", "T")]
    public void Locate_EveryFormOfLiteral_FindsTheCharacters(string marked, string sought, bool joined = false)
    {
        _ = joined;
        (string expression, SourceSpan span) = Marked.Read(marked);
        (LiteralMap map, int offset) = MapOf(expression);

        LiteralPlace place = map.Locate(SpanOf(map, sought));

        Location location = place.Location;
        string text = location.SourceTree!.ToString();
        if (joined)
            span = new SourceSpan(expression.IndexOf("\"T(x)", StringComparison.Ordinal) + 1, 1);
        Assert.Equal((span.Start, span.In(expression)), (location.SourceSpan.Start - offset, text.Substring(location.SourceSpan.Start, location.SourceSpan.Length)));
        Assert.Null(place.Origin);
    }

    [Theory]
    [InlineData("\"[||]\"")]
    [InlineData("@\"[||]\"")]
    public void Locate_EmptyLiteral_IsBetweenTheQuotes(string marked)
    {
        (string expression, SourceSpan span) = Marked.Read(marked);
        (LiteralMap map, int offset) = MapOf(expression);

        Assert.Equal((span.Start, 0), At(map.Locate(default), offset));
    }

    [Theory]
    [InlineData("\"x = [||]\"")]
    [InlineData("\"x =\" + \" [||]\"")]
    [InlineData("(\"x = \\t[||]\")")]
    public void Locate_EndOfTheText_IsBehindTheLastCharacter(string marked)
    {
        (string expression, SourceSpan span) = Marked.Read(marked);
        (LiteralMap map, int offset) = MapOf(expression);

        Assert.Equal((span.Start, 0), At(map.Locate(new SourceSpan(map.Value.Length, 0)), offset));
    }

    [Fact]
    public void Locate_ConstantOfTheSameFile_IsInTheConstant()
    {
        (LiteralMap map, _) = MapOf("Holder.Here + \"x\"");

        LiteralPlace place = map.Locate(SpanOf(map, "T"));

        Assert.Equal("T", TextAt(place.Location));
        Assert.Equal("\"in T\"", place.Location.SourceTree!.GetRoot().FindToken(place.Location.SourceSpan.Start).Text);
        Assert.Null(place.Origin);
    }

    [Fact]
    public void Locate_AcrossAConstantAndALiteral_StaysInTheFirst()
    {
        (LiteralMap map, _) = MapOf("Holder.Here + \"x\"");

        Assert.Equal("in T", TextAt(map.Locate(new SourceSpan(0, 5)).Location));
    }

    [Fact]
    public void Locate_ConstantOfAnotherFile_IsTheUseAndNamesTheOrigin()
    {
        (LiteralMap map, int offset) = MapOf("\"x = \" + Elsewhere.Text");

        LiteralPlace place = map.Locate(SpanOf(map, "T"));

        Assert.Equal("Elsewhere.Text", TextAt(place.Location));
        Assert.Equal(9, place.Location.SourceSpan.Start - offset);
        Assert.Equal("T", TextAt(place.Origin!));
        Assert.EndsWith("File2.cs", place.Origin!.SourceTree!.FilePath, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_ConstantDefinedByItself_IsTheWholeExpression()
    {
        (LiteralMap map, _) = MapOf("Holder.Circle + \"T\"");

        Assert.Equal("", map.Value);
        Assert.NotNull(map.Locate(default).Location);
    }

    [Theory]
    [InlineData("\"x_k - T(x_k)\"", true)]
    [InlineData("@\"x_k - T(x_k)\"", true)]
    [InlineData("\"\"\"x_k - T(x_k)\"\"\"", true)]
    [InlineData("\"x = \" + \"T\"", true)]
    [InlineData("\"x_k - \\u0054(x_k)\"", false)]
    [InlineData("nameof(Holder.T)", false)]
    [InlineData("Elsewhere.Text", false)]
    public void Editable_OnlyWhatStandsForItself(string expression, bool editable)
    {
        (LiteralMap map, int offset) = MapOf(expression);

        Assert.Equal(editable, map.Editable(SpanOf(map, "T")) is not null);
        if (map.Editable(SpanOf(map, "T")) is { } span)
            Assert.Equal(expression.IndexOf('T', StringComparison.Ordinal), span.Start - offset);
    }

    private static SourceSpan SpanOf(LiteralMap map, string sought) => new(map.Value.IndexOf(sought, StringComparison.Ordinal), sought.Length);

    private static (int Start, int Length) At(LiteralPlace place, int offset) =>
        (place.Location.SourceSpan.Start - offset, place.Location.SourceSpan.Length);

    private static string TextAt(Location location) => location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length);

    /// <summary>The map of an expression, and where the expression begins in its file.</summary>
    private static (LiteralMap Map, int Offset) MapOf(string expression)
    {
        const string Head = """
            class Holder
            {
                public const string Own = "o";
                public const string Here = "in T";
                public const string Circle = Circle;
                public const int T = 0;
            }
            class User { public const string Value =
            """;
        string head = Head + " ";
        CSharpCompilation compilation = TestCompilation.Create(head + expression + "; }", "class Elsewhere { public const string Text = \"y - T\"; }");
        SyntaxTree tree = compilation.SyntaxTrees[1];
        ExpressionSyntax node = tree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>().Last().Initializer!.Value;
        return (LiteralMap.Create(node, compilation.GetSemanticModel(tree), default), head.Length);
    }
}
