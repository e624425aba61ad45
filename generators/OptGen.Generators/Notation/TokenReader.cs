namespace OptGen.Notation;

/// <summary>The tokens of a recurrence and the place the parser has reached.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private int _position;

    public Token Current => tokens[_position];

    public Token Next => tokens[Math.Min(_position + 1, tokens.Count - 1)];

    /// <summary>Where the token before this one ends.</summary>
    public int PreviousEnd => _position == 0 ? 0 : tokens[_position - 1].Span.End;

    public bool Is(TokenKind kind) => Current.Kind == kind;

    public Token Take()
    {
        Token token = Current;
        if (_position < tokens.Count - 1)
            _position++;
        return token;
    }

    public bool TryTake(TokenKind kind)
    {
        if (!Is(kind))
            return false;
        Take();
        return true;
    }

    /// <summary>Whether such a token follows within a few, in this equation.</summary>
    public bool IsNear(TokenKind kind)
    {
        const int Near = 16;
        for (int i = _position; i < Math.Min(_position + Near, tokens.Count) && !tokens[i].EndsEquation; i++)
        {
            if (tokens[i].Kind == kind)
                return true;
        }
        return false;
    }

    /// <summary>Skips line breaks inside parentheses, unless the next line is an equation of its own.</summary>
    public void SkipLineBreaks()
    {
        int ahead = _position;
        while (tokens[ahead] is { Kind: TokenKind.EndOfEquation, Text: not ";" })
            ahead++;
        if (ahead > _position && !StartsEquation(ahead))
            _position = ahead;
    }

    /// <summary>The place of the = of this equation, or -1 when its line has none outside brackets.</summary>
    public int FindEqualsSign()
    {
        int brackets = 0;
        for (int i = _position; !tokens[i].EndsEquation; i++)
        {
            switch (tokens[i].Kind)
            {
                case TokenKind.OpenBracket:
                    brackets++;
                    break;
                case TokenKind.CloseBracket:
                    brackets--;
                    break;
                case TokenKind.EqualsSign when brackets <= 0:
                    return i;
            }
        }
        return -1;
    }

    /// <summary>Skips to the token with this number.</summary>
    public void GoTo(int position) => _position = position;

    /// <summary>From this token to the last one of its line.</summary>
    public SourceSpan RestOfEquation()
    {
        SourceSpan span = Current.Span;
        for (int i = _position; !tokens[i].EndsEquation; i++)
            span = span.Through(tokens[i].Span);
        return span;
    }

    public void SkipEquation()
    {
        while (!Current.EndsEquation)
            Take();
    }

    /// <summary>Whether a name, perhaps an index, and = begin here. Looks ahead a fixed number of tokens, so scanning stays linear.</summary>
    private bool StartsEquation(int position)
    {
        const int LongestTarget = 12;
        if (tokens[position].Kind != TokenKind.Name)
            return false;
        for (int i = position; i < Math.Min(position + LongestTarget, tokens.Count); i++)
        {
            if (tokens[i].Kind == TokenKind.EqualsSign)
                return true;
            if (tokens[i].EndsEquation || tokens[i].Kind is TokenKind.OpenBracket or TokenKind.OpenParenthesis)
                return false;
        }
        return false;
    }
}
