namespace OptGen.Notation;

internal sealed partial class Parser
{
    /// <summary>The most tensors that forward returns.</summary>
    private const int MostOutputs = 6;

    private int _depth;

    /// <summary>Terms joined by + and -.</summary>
    private Expression ReadExpression()
    {
        if (_depth > 0)
            _tokens.SkipLineBreaks();
        if (_depth >= GreatestHeight)
            return ReportTooDeep(_tokens.Current.Span);
        _depth++;
        int start = _tokens.Current.Span.Start;
        Expression left = ReadTerm();
        while (SkipLineBreaksInside() && _tokens.Current.IsSign())
        {
            BinaryOperator op = _tokens.Take().Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract;
            _ = SkipLineBreaksInside();
            Expression right = ReadTerm();
            left = Bounded(new Binary(SpanFrom(start), op, left, right));
        }
        _depth--;
        return left;
    }

    /// <summary>Factors joined by * and /, and those between which * was forgotten.</summary>
    private Expression ReadTerm()
    {
        int start = _tokens.Current.Span.Start;
        int factorStart = start;
        Expression left = ReadUnary();
        while (SkipLineBreaksInside())
        {
            int factorEnd = _tokens.PreviousEnd;
            BinaryOperator op = BinaryOperator.Multiply;
            bool written = _tokens.Is(TokenKind.Star) || _tokens.Is(TokenKind.Slash);
            SourceSpan sign = _tokens.Current.Span;
            if (written)
                op = _tokens.Take().Kind == TokenKind.Star ? BinaryOperator.Multiply : BinaryOperator.Divide;
            else if (!_tokens.Current.StartsOperand)
                break;
            bool isPower = written && op == BinaryOperator.Multiply && _tokens.Is(TokenKind.Star) && _tokens.Current.Span.Start == sign.End;
            if (isPower)
                sign = sign.Through(_tokens.Take().Span);
            _ = SkipLineBreaksInside();
            int nextStart = _tokens.Current.Span.Start;
            Expression right = ReadUnary();
            if (isPower)
                ReportStars(sign, SourceSpan.FromBounds(factorStart, Math.Max(factorStart, factorEnd)), SourceSpan.FromBounds(nextStart, Math.Max(nextStart, _tokens.PreviousEnd)));
            // Where no operand could be read, what is wrong has been said.
            if (!written && left is not (Missing or Binary { Right: Missing }))
                ReportMissingMultiplication(SourceSpan.FromBounds(factorStart, factorEnd), SourceSpan.FromBounds(nextStart, _tokens.PreviousEnd));
            left = Bounded(new Binary(SpanFrom(start), op, left, right));
            factorStart = nextStart;
        }
        return left;
    }

    /// <summary>Two stars are the power of other languages.</summary>
    private void ReportStars(SourceSpan stars, SourceSpan left, SourceSpan right) => Report(
        ProblemKind.InvalidPower, stars, $"A power is written with ^: write {Shorten(left)}^{Shorten(right)}.", new Correction(stars, "^"));

    private void ReportMissingMultiplication(SourceSpan left, SourceSpan right) =>
        Report(
            ProblemKind.MissingMultiplication, left.Through(right),
            $"{Shorten(left.Through(right))}: write {Shorten(left)}*{Shorten(right)}.",
            new Correction(SourceSpan.FromBounds(left.End, right.Start), "*"));

    private Expression ReadUnary()
    {
        int start = _tokens.Current.Span.Start;
        var minuses = new List<int>();
        while (_tokens.Current.IsSign())
        {
            if (_tokens.Is(TokenKind.Minus))
                minuses.Add(_tokens.Current.Span.Start);
            _tokens.Take();
            _ = SkipLineBreaksInside();
        }
        Expression operand = ReadPower();
        for (int i = minuses.Count - 1; i >= 0; i--)
            operand = Bounded(new Negation(SpanFrom(i == 0 ? start : minuses[i]), operand));
        return operand;
    }

    private Expression ReadPower()
    {
        int start = _tokens.Current.Span.Start;
        Expression operand = ReadPrimary();
        if (!_tokens.Is(TokenKind.Caret))
            return operand;
        operand = ReadExponent(start, operand);
        while (_tokens.Is(TokenKind.Caret))
        {
            Report(
                ProblemKind.InvalidPower, _tokens.Current.Span, "A power of a power needs parentheses, such as (a^2)^3.");
            operand = ReadExponent(start, operand);
        }
        return operand;
    }

    private Expression ReadExponent(int start, Expression operand)
    {
        _tokens.Take();
        Token token = _tokens.Current;
        if (token.Kind == TokenKind.Number && TryWhole(token.Text, out int exponent) && exponent <= GreatestExponent)
        {
            _tokens.Take();
            return Bounded(new Power(SpanFrom(start), operand, exponent));
        }
        if (token.EndsEquation)
        {
            Report(ProblemKind.InvalidPower, token.Span, "After ^ a whole number from 0 to 1000 is expected, or one that depends on the layer, such as k or (k+1).");
            return operand;
        }
        if (token.Kind == TokenKind.Name && (token.Text is Vocabulary.Layer or Vocabulary.LayerCount || token.Text == _sumVariable))
        {
            Expression symbol = ReadPrimary();
            return Bounded(new VariablePower(SpanFrom(start), operand, symbol));
        }
        if (token.Kind == TokenKind.OpenParenthesis)
            return ReadWholeExponent(start, operand);
        Report(ProblemKind.InvalidPower, token.Span, $"A power is a whole number from 0 to {GreatestExponent}, or made of k, L and whole numbers; '{token.Span.In(_text)}' is not.{Pow(operand, token.Span)}");
        if (token.StartsOperand || token.IsSign())
            ReadUnary();
        return operand;
    }

    /// <summary>An exponent in parentheses: sums and products of k, L, the variable of a sum and whole numbers.</summary>
    private Expression ReadWholeExponent(int start, Expression operand)
    {
        int open = _tokens.Current.Span.Start;
        Expression exponent = ReadPrimary();
        SourceSpan written = SpanFrom(open);
        if (exponent is Number { Value.IsWhole: true } number && number.Value <= GreatestExponent)
            return Bounded(new Power(SpanFrom(start), operand, (int)number.Value.Numerator));
        if (IsWhole(exponent))
            return Bounded(new VariablePower(SpanFrom(start), operand, exponent));
        if (!exponent.WithParts().Any(e => e is Missing))
            Report(ProblemKind.InvalidPower, written, $"A power is a whole number from 0 to {GreatestExponent}, or made of k, L and whole numbers; {Shorten(written)} is not.{Pow(operand, written)}");
        return operand;
    }

    private static bool IsWhole(Expression exponent) => exponent switch
    {
        Number number => number.Value.IsWhole && number.Value <= GreatestExponent,
        LayerNumber or LayerCount or SumVariable => true,
        Negation negation => IsWhole(negation.Operand),
        Binary { Operator: not BinaryOperator.Divide } binary => IsWhole(binary.Left) && IsWhole(binary.Right),
        _ => false
    };

    /// <summary>Any other power of a number is a function.</summary>
    private string Pow(Expression operand, SourceSpan exponent) =>
        operand is Missing ? "" : $" Other powers are functions: write pow({Shorten(operand.Span)}, {Shorten(exponent).TrimStart('(').TrimEnd(')')}).";

    /// <summary>A power beyond this is a slip, and folding it would take long.</summary>
    private const int GreatestExponent = 1000;

    private Expression ReadPrimary()
    {
        Token token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return ReadNumber();
            case TokenKind.Name:
                return ReadNamed();
            case TokenKind.OpenParenthesis:
                _tokens.Take();
                Expression inside = ReadExpression();
                if (_tokens.Is(TokenKind.Comma))
                    return ReadSeveral(token, inside);
                Close(token, TokenKind.CloseParenthesis, ')');
                return inside;
            default:
                return ReportNoOperand(token);
        }
    }

    /// <summary>The rest of several tensors in parentheses.</summary>
    private Expression ReadSeveral(Token open, Expression first)
    {
        var items = new List<Expression> { first };
        while (_tokens.TryTake(TokenKind.Comma))
            items.Add(ReadExpression());
        Close(open, TokenKind.CloseParenthesis, ')');
        return Bounded(new Several(SpanFrom(open.Span.Start), items.ToEquatableArray()));
    }

    private Missing ReportNoOperand(Token token)
    {
        if (token.Kind == TokenKind.Underscore && token.Span.Length > 0)
            return ReportLeadingUnderscore();
        SourceSpan span = token.EndsEquation ? new SourceSpan(_tokens.PreviousEnd, 0) : token.Span;
        string found = token.EndsEquation ? "the equation ends" : $"'{token.Span.In(_text)}' stands";
        if (token.Span.Length == 0 && !token.EndsEquation)
            found = "an index stands";
        Report(ProblemKind.ExpectedExpression, span, $"A number, a name, a call or ( is expected where {found}.");
        // What can follow an operand stays for the caller; anything else is skipped so that reading goes on.
        bool stays = token.EndsEquation || token.IsSign()
            || token.Kind is TokenKind.Star or TokenKind.Slash or TokenKind.Caret or TokenKind.Comma or TokenKind.EqualsSign
                or TokenKind.CloseParenthesis or TokenKind.CloseBracket;
        if (!stays)
            _tokens.Take();
        return new Missing(span);
    }

    /// <summary>_a, as C# writes private fields.</summary>
    private Missing ReportLeadingUnderscore()
    {
        int start = _tokens.Current.Span.Start;
        while (_tokens.Is(TokenKind.Underscore))
            _tokens.Take();
        bool isNamed = _tokens.Current is { Kind: TokenKind.Name, Text: not (Vocabulary.Layer or Vocabulary.LayerCount) } && _tokens.Current.Span.Start == _tokens.PreviousEnd;
        string advice = isNamed ? $"call it {_tokens.Take().Text}, in the class too." : "an index follows a name, as in x_k.";
        SourceSpan span = SpanFrom(start);
        Report(ProblemKind.ExpectedExpression, span, $"A name begins with a letter, and {Shorten(span)} does not; {advice}");
        if (AtIndex)
            _ = ReadIndices(new Token(TokenKind.Name, span, span.In(_text)));
        return new Missing(span);
    }

    private Number ReadNumber()
    {
        Token token = _tokens.Take();
        if (Rational.TryParseDecimal(token.Text, out Rational value))
            return new Number(token.Span, value);
        Report(
            ProblemKind.InvalidNumber, token.Span, "This number is out of range; a number has at most 200 digits and an exponent between -400 and 400.");
        return new Number(token.Span, Rational.One);
    }

    /// <summary>Takes the closing parenthesis or bracket of <paramref name="open"/>, or says that it is missing.</summary>
    private void Close(Token open, TokenKind kind, char character)
    {
        _ = SkipLineBreaksInside();
        if (_tokens.TryTake(kind))
            return;
        Report(
            ProblemKind.UnclosedGroup, open.Span, $"This {open.Text} is never closed; add {character} where the group ends.",
            _tokens.Current.EndsEquation ? new Correction(new SourceSpan(_tokens.PreviousEnd, 0), character.ToString()) : null);
    }

    private bool SkipLineBreaksInside()
    {
        if (_depth > 1)
            _tokens.SkipLineBreaks();
        return true;
    }

    private SourceSpan SpanFrom(int start) => SourceSpan.FromBounds(start, Math.Max(start, _tokens.PreviousEnd));

    private Expression Bounded(Expression expression) =>
        expression.Height <= GreatestHeight ? expression : ReportTooDeep(expression.Span);

    private Missing ReportTooDeep(SourceSpan span)
    {
        Report(
            ProblemKind.TooDeep, span,
            $"This expression has more than {GreatestHeight} levels; split it into several equations.");
        Abandon();
        return new Missing(span);
    }
}
