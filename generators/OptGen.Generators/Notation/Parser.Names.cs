namespace OptGen.Notation;

internal sealed partial class Parser
{
    /// <summary>The variable of the sum being read, or null outside one.</summary>
    private string? _sumVariable;

    private bool AtIndex => _tokens.Is(TokenKind.Underscore) || _tokens.Is(TokenKind.OpenSubscript);

    /// <summary>A reference, a call or a word of the language.</summary>
    private Expression ReadNamed()
    {
        Token name = _tokens.Take();
        if (Vocabulary.IsReserved(name.Text))
            return ReadReserved(name);
        EquatableArray<IndexExpression> indices = AtIndex ? ReadIndices(name) : [];
        if (name.Text == _sumVariable && indices.Count == 0 && !_tokens.Is(TokenKind.OpenParenthesis))
            return new SumVariable(name.Span, name.Text);
        bool adjoint = TryTakeAdjoint();
        if (adjoint || _tokens.Is(TokenKind.OpenParenthesis) || _tokens.Is(TokenKind.OpenBracket))
            return ReadApplication(name, indices, adjoint);
        return new Reference(SpanFrom(name.Span.Start), name.Text, indices);
    }

    private bool TryTakeAdjoint()
    {
        if (!_tokens.Is(TokenKind.Caret) || _tokens.Next is not { Kind: TokenKind.Name, Text: Vocabulary.Adjoint })
            return false;
        _tokens.Take();
        _tokens.Take();
        return true;
    }

    private Expression ReadReserved(Token name)
    {
        if (name.Text == Vocabulary.Sum)
            return ReadSummation(name);
        if (_tokens.Is(TokenKind.OpenParenthesis) && Vocabulary.TryScalarFunction(name.Text, out ScalarFunction scalar))
        {
            EquatableArray<Expression> arguments = ReadArguments();
            CheckArity(name, Vocabulary.Arity(scalar), arguments.Count, more: scalar is ScalarFunction.Min or ScalarFunction.Max);
            return Bounded(new ScalarCall(SpanFrom(name.Span.Start), scalar, arguments));
        }
        if (_tokens.Is(TokenKind.OpenParenthesis) && Vocabulary.TryTensorFunction(name.Text, out TensorFunction tensor))
        {
            EquatableArray<Expression> arguments = ReadArguments();
            CheckArity(name, Vocabulary.Arity(tensor), arguments.Count, more: false);
            return Bounded(new TensorCall(SpanFrom(name.Span.Start), tensor, arguments));
        }
        if (name.Text is Vocabulary.Layer or Vocabulary.LayerCount && !AtIndex)
            return name.Text == Vocabulary.Layer ? new LayerNumber(name.Span) : new LayerCount(name.Span);
        if (AtIndex)
            ReadIndices(name);
        Report(ProblemKind.ReservedName, name.Span, name.Text switch
        {
            Vocabulary.Output => "out is what forward returns and cannot be read; read the state it is made from.",
            Vocabulary.Layer => "k is the number of the layer and has no index.",
            Vocabulary.LayerCount => "L is the number of layers and has no index.",
            _ => $"'{name.Text}' is a function of the language; write {name.Text}(…)."
        });
        return new Missing(name.Span);
    }

    private void CheckArity(Token name, int expected, int found, bool more)
    {
        if (found == expected || (more && found > expected))
            return;
        string count = (expected == 1 ? "1 argument" : expected + " arguments") + (more ? " or more" : "");
        Report(
            ProblemKind.WrongArgumentCount, SpanFrom(name.Span.Start), $"{name.Text} takes {count}; {found} {(found == 1 ? "is" : "are")} given.");
    }

    private Expression ReadApplication(Token name, EquatableArray<IndexExpression> indices, bool adjoint)
    {
        EquatableArray<Expression> parameters = [];
        if (_tokens.Is(TokenKind.OpenBracket))
        {
            parameters = ReadList(TokenKind.CloseBracket, ']');
            if (!_tokens.Is(TokenKind.OpenParenthesis))
                return ReportSquareIndex(name, parameters);
        }
        if (!_tokens.Is(TokenKind.OpenParenthesis))
        {
            SourceSpan applied = SpanFrom(name.Span.Start);
            Report(
                ProblemKind.ExpectedExpression, applied, $"{Shorten(applied)} needs its argument in parentheses, such as {Shorten(applied)}(x_k).");
            return new Missing(applied);
        }
        EquatableArray<Expression> arguments = ReadArguments();
        SourceSpan span = SpanFrom(name.Span.Start);
        if (indices.Count > 1)
        {
            Report(
                ProblemKind.InvalidIndex, SourceSpan.FromBounds(name.Span.Start, indices[indices.Count - 1].Span.End),
                $"An operator has one index, the layer whose module is meant, such as {name.Text}_k(x_k).");
        }
        if (arguments.Count == 0)
        {
            Report(
                ProblemKind.WrongArgumentCount, span, $"{name.Text} is applied to nothing; give it a tensor, such as {name.Text}(x_k).");
            return new Missing(span);
        }
        IndexExpression? index = indices.Count > 0 ? indices[0] : null;
        return Bounded(new Application(span, name.Text, index, adjoint, parameters, arguments));
    }

    /// <summary>x[k+1] is the index of another language.</summary>
    private Missing ReportSquareIndex(Token name, EquatableArray<Expression> content)
    {
        SourceSpan span = SpanFrom(name.Span.Start);
        if (content.Count == 1 && content[0] is Number or LayerNumber or LayerCount or SumVariable or Binary { Left: LayerNumber or LayerCount, Right: Number })
        {
            string written = content[0].ToString().Replace(" ", "");
            string replacement = name.Text + (written.All(char.IsLetterOrDigit) ? "_" + written : "_<" + written + ">");
            Report(
                ProblemKind.IndexInSquareBrackets, span, $"An index follows _: write {replacement}.", new Correction(span, replacement));
        }
        else
        {
            Report(
                ProblemKind.ExpectedExpression, span, $"After the parameters in brackets {name.Text} needs its argument in parentheses, such as {name.Text}[s](x_k).");
        }
        return new Missing(span);
    }

    private EquatableArray<Expression> ReadArguments() => ReadList(TokenKind.CloseParenthesis, ')');

    private EquatableArray<Expression> ReadList(TokenKind close, char character)
    {
        Token open = _tokens.Take();
        var items = new List<Expression>();
        _depth++;
        _ = SkipLineBreaksInside();
        if (!_tokens.Is(close))
        {
            do
            {
                items.Add(ReadExpression());
                _ = SkipLineBreaksInside();
            }
            while (_tokens.TryTake(TokenKind.Comma));
        }
        Close(open, close, character);
        _depth--;
        return items.ToEquatableArray();
    }

    /// <summary>sum[j=from..to](body)</summary>
    private Expression ReadSummation(Token sum)
    {
        const string Form = "a sum is written sum[j=0..k](…)";
        Token open = _tokens.Current;
        if (!_tokens.TryTake(TokenKind.OpenBracket))
            return ReportSum(sum.Span, $"The range of the sum is missing; {Form}.");
        Token variable = _tokens.Current;
        if (!_tokens.TryTake(TokenKind.Name) || !_tokens.TryTake(TokenKind.EqualsSign))
            return ReportSum(_tokens.Current.EndsEquation ? sum.Span : _tokens.Current.Span, $"The variable of the sum and = are expected here; {Form}.");
        if (Vocabulary.IsReserved(variable.Text))
            Report(ProblemKind.ReservedName, variable.Span, $"'{variable.Text}' belongs to the language and cannot be the variable of a sum; write j.");
        if (ReadIndexExpression() is not { } from)
            return SkipSum(sum);
        if (!_tokens.TryTake(TokenKind.Range))
            return ReportSum(_tokens.Current.EndsEquation ? sum.Span : _tokens.Current.Span, $"Two dots and the upper bound are expected here; {Form}.");
        if (ReadIndexExpression() is not { } to)
            return SkipSum(sum);
        Close(open, TokenKind.CloseBracket, ']');
        Token parenthesis = _tokens.Current;
        if (!_tokens.TryTake(TokenKind.OpenParenthesis))
            return ReportSum(SpanFrom(sum.Span.Start), $"What is summed is expected in parentheses; {Form}.");
        if (_sumVariable is not null)
            return ReportSum(SpanFrom(sum.Span.Start), "A sum inside a sum is not supported; give the inner one an equation of its own.");
        _sumVariable = variable.Text;
        Expression body = ReadExpression();
        _sumVariable = null;
        Close(parenthesis, TokenKind.CloseParenthesis, ')');
        return Bounded(new Summation(SpanFrom(sum.Span.Start), variable.Text, from, to, body));
    }

    private Missing ReportSum(SourceSpan span, string message)
    {
        Report(ProblemKind.InvalidSum, span, message);
        Abandon();
        return new Missing(span);
    }

    private Missing SkipSum(Token sum)
    {
        Abandon();
        return new Missing(sum.Span);
    }
}
