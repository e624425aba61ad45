namespace OptGen.Notation;

/// <summary>What reading a recurrence gives: always a tree, and a plan only when no problem is an error.</summary>
internal sealed record ParseResult(RecurrenceTree Tree, EquatableArray<Problem> Problems)
{
    public bool HasErrors => Problems.Any(p => p.Severity == Severity.Error);
}

/// <summary>
/// Reads the notation by recursive descent. It reports every mistake it can tell apart in one pass, never throws, and takes time
/// linear in the text: each step consumes a token, and both the length of the text and the height of the tree are bounded.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int LongestText = 20_000;

    /// <summary>The greatest height of an expression; recursion this deep is safe on any thread's stack.</summary>
    public const int GreatestHeight = 128;

    private readonly string _text;
    private readonly TokenReader _tokens;
    private readonly ProblemList _problems;

    // What the skipped rest of an equation seems to lack is not missing.
    private bool _silent;

    private Parser(string text, ProblemList problems)
    {
        _text = text;
        _problems = problems;
        _tokens = new TokenReader(Lexer.Read(text, problems));
    }

    /// <summary>Reads a recurrence: equations separated by line breaks or semicolons.</summary>
    public static ParseResult Parse(string text)
    {
        var problems = new ProblemList();
        var whole = new SourceSpan(0, text.Length);
        if (text.Length > LongestText)
        {
            problems.Report(
                ProblemKind.TooLong, SourceSpan.FromBounds(LongestText, text.Length),
                $"A recurrence has at most {LongestText} characters; this one has {text.Length}.");
            return new ParseResult(new RecurrenceTree(whole, []), problems.ToArray());
        }
        var tree = new RecurrenceTree(whole, new Parser(text, problems).ReadEquations().ToEquatableArray());
        IndexSlips.Report(tree, text, problems);
        if (tree.Equations.Count == 0 && !problems.HasErrors)
        {
            problems.Report(
                ProblemKind.EmptyRecurrence, whole, "The recurrence has no equation; write one such as x_<k+1> = x_k - T(x_k).");
        }
        return new ParseResult(tree, problems.ToArray());
    }

    private List<Equation> ReadEquations()
    {
        var equations = new List<Equation>();
        while (!_tokens.Is(TokenKind.End))
        {
            if (_tokens.TryTake(TokenKind.EndOfEquation))
                continue;
            if (ReadEquation() is { } equation)
                equations.Add(equation);
            _tokens.SkipEquation();
        }
        return equations;
    }

    private Equation? ReadEquation()
    {
        int equalsSign = _tokens.FindEqualsSign();
        if (equalsSign < 0)
        {
            ReportNoEquation();
            return null;
        }
        _silent = false;
        int start = _tokens.Current.Span.Start;
        Target? target = ReadTarget(equalsSign);
        _tokens.GoTo(equalsSign);
        _tokens.Take();
        if (_tokens.Is(TokenKind.EqualsSign))
        {
            Report(
                ProblemKind.UnexpectedText, _tokens.Current.Span, "An equation has one =; remove the second.", new Correction(_tokens.Current.Span, ""));
            _tokens.Take();
        }
        Expression right = ReadExpression();
        if (!_tokens.Current.EndsEquation)
            ReportUnexpected();
        right = CheckSeveral(target, right);
        return target is null ? null : new Equation(SourceSpan.FromBounds(start, Math.Max(right.Span.End, _tokens.PreviousEnd)), target, right);
    }

    /// <summary>Several tensors are what forward returns, and nothing else.</summary>
    private Expression CheckSeveral(Target? target, Expression right)
    {
        bool isOutput = target is { IsOutput: true };
        Several? wrong = right.WithParts().OfType<Several>().FirstOrDefault(s => !isOutput || !ReferenceEquals(s, right));
        if (wrong is not null)
        {
            Report(
                ProblemKind.SeveralTensors, wrong.Span,
                isOutput
                    ? $"{Shorten(wrong.Span)} is several tensors, and nothing can be computed of them together; write out = (…, …) with each as it is returned."
                    : $"{Shorten(wrong.Span)} is several tensors, which only out returns; write an equation for each, or one tensor here.");
            return new Missing(right.Span);
        }
        if (right is Several { Items: var items } && items.Count > MostOutputs)
            Report(ProblemKind.SeveralTensors, items[MostOutputs].Span, $"forward returns at most {MostOutputs} tensors, and this is number {MostOutputs + 1}; return fewer.");
        return right;
    }

    private void ReportNoEquation()
    {
        _silent = false;
        SourceSpan line = _tokens.RestOfEquation();
        Report(
            ProblemKind.ExpectedEquation, line, $"'{Shorten(line)}' is not an equation; write it as left = right, such as x_<k+1> = x_k - T(x_k).");
    }

    /// <summary>Reads the left side up to the token numbered <paramref name="equalsSign"/>; null when it names nothing.</summary>
    private Target? ReadTarget(int equalsSign)
    {
        Token name = _tokens.Current;
        if (name.Kind != TokenKind.Name)
        {
            ReportLeftSide(name.Span.Start, equalsSign);
            return null;
        }
        _tokens.Take();
        IndexExpression? index = null;
        if (AtIndex)
        {
            EquatableArray<IndexExpression> indices = ReadIndices(name);
            if (indices.Count != 1)
            {
                if (indices.Count > 1)
                    ReportLeftSide(name.Span.Start, equalsSign);
                return null;
            }
            index = indices[0];
            index = ReadIndexSlip(name, index);
        }
        if (!_tokens.Is(TokenKind.EqualsSign))
        {
            ReportLeftSide(name.Span.Start, equalsSign);
            return null;
        }
        var target = new Target(SourceSpan.FromBounds(name.Span.Start, _tokens.PreviousEnd), name.Text, index);
        if (Vocabulary.IsReserved(name.Text) && !target.IsOutput)
        {
            Report(ProblemKind.ReservedName, name.Span, ReservedTarget(name.Text));
            return null;
        }
        return target;
    }

    private static string ReservedTarget(string name) => name == Vocabulary.Output
        ? "out is what forward returns and has no index; write out = …"
        : $"'{name}' belongs to the language and cannot name a state; choose another name.";

    /// <summary>On the left, x_k+1 can only mean x_&lt;k+1&gt;.</summary>
    private IndexExpression ReadIndexSlip(Token name, IndexExpression index)
    {
        if (!_tokens.Current.IsSign() || _tokens.Next.Kind != TokenKind.Number || !TryWhole(_tokens.Next.Text, out int number))
            return index;
        bool minus = _tokens.Take().Kind == TokenKind.Minus;
        SourceSpan span = name.Span.Through(_tokens.Take().Span);
        index = index with { Offset = index.Offset + (minus ? -number : number) };
        IndexSlips.Report(_problems, _text, span, name.Text, index);
        return index;
    }

    private void ReportLeftSide(int start, int equalsSign)
    {
        _tokens.GoTo(equalsSign);
        SourceSpan span = SourceSpan.FromBounds(start, Math.Max(start, _tokens.PreviousEnd));
        if (span.Length == 0)
            span = _tokens.Current.Span;
        Report(
            ProblemKind.InvalidLeftSide, span,
            "The left side of an equation is a state at an index, such as x_<k+1>, y_k or x_0, or out.");
    }

    private void ReportUnexpected()
    {
        Token token = _tokens.Current;
        string message = token.Kind switch
        {
            TokenKind.CloseParenthesis => "This ) closes nothing; remove it.",
            TokenKind.CloseBracket => "This ] closes nothing; remove it.",
            TokenKind.EqualsSign => "An equation has one =; put a second equation on a line of its own.",
            TokenKind.Comma => "A comma separates the arguments of a call; here the equation should end or an operator follow.",
            TokenKind.OpenAngle or TokenKind.OpenBrace => "An index is attached with _, such as x_<k+1>; here the equation should end or an operator follow.",
            _ => $"'{token.Span.In(_text)}' is not expected here; the equation should end or an operator follow."
        };
        Correction? removal = token.Kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket ? new Correction(token.Span, "") : null;
        Report(ProblemKind.UnexpectedText, token.Span, message, removal);
        _tokens.SkipEquation();
    }

    private void Report(ProblemKind kind, SourceSpan span, string message, Correction? correction = null)
    {
        if (!_silent)
            _problems.Report(kind, span, message, correction);
    }

    /// <summary>Gives up on this equation after a problem that leaves the rest of it without meaning.</summary>
    private void Abandon()
    {
        _tokens.SkipEquation();
        _silent = true;
    }

    /// <summary>The text at a place, short enough for a message.</summary>
    private string Shorten(SourceSpan span)
    {
        const int Longest = 40;
        string text = span.In(_text);
        if (text.Length <= Longest)
            return text;
        int cut = char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        return text.Substring(0, cut) + "…";
    }
}

internal static class TokenFacts
{
    public static bool IsSign(this Token token) => token.Kind is TokenKind.Plus or TokenKind.Minus;
}
