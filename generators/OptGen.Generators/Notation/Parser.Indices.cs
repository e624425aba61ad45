namespace OptGen.Notation;

internal sealed partial class Parser
{
    /// <summary>No recurrence looks further back; the bound keeps a slip of the finger from asking for a million tensors.</summary>
    private const int GreatestOffset = 1000;

    /// <summary>Reads what follows a name: <c>_k</c>, <c>_&lt;k+1&gt;</c>, <c>_{k,j}</c> or subscript letters. Empty after a mistake.</summary>
    private EquatableArray<IndexExpression> ReadIndices(Token name)
    {
        if (_tokens.Is(TokenKind.OpenSubscript))
        {
            Token open = _tokens.Take();
            return ReadIndexList(open, TokenKind.CloseSubscript, "");
        }
        Token underscore = _tokens.Take();
        switch (_tokens.Current.Kind)
        {
            case TokenKind.OpenAngle:
                return ReadIndexList(_tokens.Take(), TokenKind.CloseAngle, ">");
            case TokenKind.OpenBrace:
                return ReadIndexList(_tokens.Take(), TokenKind.CloseBrace, "}");
            case TokenKind.Minus when _tokens.Next.Kind == TokenKind.Number:
                return ReadNegativeIndex(name);
            case TokenKind.Number:
            case TokenKind.Name:
                return ReadShortIndex(name);
            default:
                SourceSpan span = name.Span.Through(underscore.Span);
                Report(
                    ProblemKind.InvalidIndex, span, $"After {Shorten(span)} an index is expected: {name.Text}_k, {name.Text}_<k+1>, {name.Text}_0 or {name.Text}_L.");
                return [];
        }
    }

    private EquatableArray<IndexExpression> ReadIndexList(Token open, TokenKind close, string closing)
    {
        var indices = new List<IndexExpression>();
        do
        {
            if (ReadIndexExpression() is not { } index)
            {
                SkipIndex(close);
                return [];
            }
            indices.Add(index);
        }
        while (_tokens.TryTake(TokenKind.Comma));
        if (_tokens.TryTake(close))
            return indices.ToEquatableArray();
        if (_tokens.IsNear(close))
        {
            int start = indices[0].Span.Start;
            SkipIndex(close);
            ReportNoIndex(SourceSpan.FromBounds(start, Math.Max(start, _tokens.PreviousEnd - closing.Length)));
            return [];
        }
        var end = new SourceSpan(_tokens.PreviousEnd, 0);
        Report(
            ProblemKind.UnclosedIndex, SourceSpan.FromBounds(open.Span.Start, end.Start), $"This index is never closed; add {closing} after it.",
            new Correction(end, closing));
        return indices.ToEquatableArray();
    }

    /// <summary>After a mistake inside an index, goes on behind it.</summary>
    private void SkipIndex(TokenKind close)
    {
        while (!_tokens.Current.EndsEquation && !_tokens.Is(close) && _tokens.Current.Kind is not (TokenKind.OpenParenthesis or TokenKind.EqualsSign))
            _tokens.Take();
        _tokens.TryTake(close);
    }

    private EquatableArray<IndexExpression> ReadNegativeIndex(Token name)
    {
        Token minus = _tokens.Take();
        Token number = _tokens.Take();
        SourceSpan span = name.Span.Through(number.Span);
        if (!TryWhole(number.Text, out int value) || value > GreatestOffset)
            return ReportIndex(number.Span);
        string replacement = $"{name.Text}_<-{number.Text}>";
        Report(
            ProblemKind.IndexWithoutBrackets, span, $"A negative index needs brackets: write {replacement}.", new Correction(span, replacement));
        return [new IndexExpression(minus.Span.Through(number.Span), 0, 0, null, 0, -value)];
    }

    /// <summary>One name or number right after the underscore.</summary>
    private EquatableArray<IndexExpression> ReadShortIndex(Token name)
    {
        Token token = _tokens.Current;
        bool known = token.Text is Vocabulary.Layer or Vocabulary.LayerCount || token.Text == _sumVariable;
        if (token.Kind == TokenKind.Name && !known && Math.Max(name.Text.Length, token.Text.Length) > 1)
        {
            _tokens.Take();
            SourceSpan span = name.Span.Through(token.Span);
            string joined = name.Text + token.Text;
            Report(
                ProblemKind.UnderscoreInName, span,
                $"An underscore begins an index, so {Shorten(span)} reads as {name.Text} at the index {token.Text}: write the name without it, {joined}.",
                new Correction(span, joined));
            return [];
        }
        IndexExpression? index = ReadIndexAtom(sign: 1);
        return index is null ? [] : [index];
    }

    /// <summary>k, L, the variable of a sum and numbers, joined by + and -.</summary>
    private IndexExpression? ReadIndexExpression()
    {
        int start = _tokens.Current.Span.Start;
        IndexExpression? sum = null;
        do
        {
            int sign = 1;
            if (_tokens.Current.IsSign())
                sign = _tokens.Take().Kind == TokenKind.Minus ? -1 : 1;
            if (ReadIndexAtom(sign) is not { } atom)
                return null;
            sum = sum is null ? atom : Sum(sum, atom);
        }
        while (_tokens.Current.IsSign());
        sum = sum with { Span = SpanFrom(start) };
        bool plain = Math.Abs(sum.Layer) <= 1 && Math.Abs(sum.Depth) <= 1 && Math.Abs(sum.VariableFactor) <= 1 && Math.Abs(sum.Offset) <= GreatestOffset;
        if (plain)
            return sum.VariableFactor == 0 ? sum with { Variable = null } : sum;
        ReportNoIndex(sum.Span);
        return null;
    }

    private void ReportNoIndex(SourceSpan span) =>
        Report(
            ProblemKind.InvalidIndex, span,
            $"'{Shorten(span)}' is not an index; write k, L or the variable of a sum, plus or minus a whole number up to {GreatestOffset}.");

    // The sums cannot overflow: the text bounds the number of atoms, and each offset is bounded.
    private static IndexExpression Sum(IndexExpression a, IndexExpression b) => a with
    {
        Layer = a.Layer + b.Layer,
        Depth = a.Depth + b.Depth,
        Variable = a.Variable ?? b.Variable,
        VariableFactor = a.VariableFactor + b.VariableFactor,
        Offset = a.Offset + b.Offset
    };

    private IndexExpression? ReadIndexAtom(int sign)
    {
        Token token = _tokens.Current;
        if (token.Kind == TokenKind.Number && TryWhole(token.Text, out int number) && number <= GreatestOffset)
        {
            _tokens.Take();
            return new IndexExpression(token.Span, 0, 0, null, 0, sign * number);
        }
        bool known = token.Kind == TokenKind.Name && (token.Text is Vocabulary.Layer or Vocabulary.LayerCount || token.Text == _sumVariable);
        if (!known)
        {
            ReportIndex(token.EndsEquation ? new SourceSpan(_tokens.PreviousEnd, 0) : token.Span);
            if (token.Kind is TokenKind.Name or TokenKind.Number)
                _tokens.Take();
            return null;
        }
        _tokens.Take();
        return token.Text switch
        {
            Vocabulary.Layer => new IndexExpression(token.Span, sign, 0, null, 0, 0),
            Vocabulary.LayerCount => new IndexExpression(token.Span, 0, sign, null, 0, 0),
            _ => new IndexExpression(token.Span, 0, 0, token.Text, sign, 0)
        };
    }

    private EquatableArray<IndexExpression> ReportIndex(SourceSpan span)
    {
        string variable = _sumVariable is null ? "" : $", {_sumVariable}";
        string found = span.Length == 0 ? "" : $"; '{Shorten(span)}' is none of them";
        Report(
            ProblemKind.InvalidIndex, span, $"In an index k, L{variable} or a whole number up to {GreatestOffset} is expected{found}.");
        return [];
    }

    private static bool TryWhole(string text, out int value)
    {
        value = 0;
        if (text.Length > 9 || !text.All(Characters.IsDigit))
            return false;
        value = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        return true;
    }
}
