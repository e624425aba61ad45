using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>
/// Writes a weighted sum of n tensors as at most n tensor operations: the first makes a new tensor, the others add to it in place, which
/// no derivative needs to undo because none of them keeps what it adds to. Two tensors whose coefficients add up to 1, as those of the iterates of a
/// consistent recurrence do, are one operation.
/// </summary>
internal sealed class CombinationWriter(
    SourceWriter output, CoefficientReader coefficients, LayerClock clock, Func<TensorValue, string> read, Func<SumValue, bool> isWindow)
{
    private readonly ScalarWriter scalars = coefficients.Scalars;

    /// <summary>
    /// Writes statements after which the variable holds the combination in a tensor of its own.
    /// </summary>
    /// <param name="target">The start of the assignment: <c>var xNext</c>, <c>xNext</c>.</param>
    /// <param name="variable">The variable alone.</param>
    /// <param name="combination">What it shall hold.</param>
    /// <param name="zerosLike">A tensor with the shape of the result, for a sum without terms.</param>
    public void Assign(string target, string variable, LinearCombination combination, string zerosLike)
    {
        var plain = combination.Terms.Where(t => t.Value is not SumValue).ToList();
        var sums = combination.Terms.Where(t => t.Value is SumValue).ToList();
        output.Line($"{target} = {Chain(plain, zerosLike)};");
        foreach (Term term in sums)
            AddSum(variable, term.Coefficient, (SumValue)term.Value);
    }

    /// <summary>An expression for a new tensor with a combination that has terms, and no sums among them.</summary>
    public string Expression(LinearCombination combination) => Chain([.. combination.Terms], "");

    /// <summary>An expression for a new tensor with the sum of plain terms.</summary>
    private string Chain(List<Term> terms, string zerosLike)
    {
        if (terms.Count == 0)
            return $"{CSharp.Torch}.zeros_like({zerosLike})";
        if (coefficients.Interpolation(terms) is { } pair)
            return terms.Where(t => !ReferenceEquals(t, pair.Start) && !ReferenceEquals(t, pair.End))
                .Aggregate(Interpolate(pair.Start, pair.End), (sum, t) => sum + Add(t.Coefficient, read(t.Value), inPlace: true));
        // A term with factor 1 saves the multiplication that would otherwise make the new tensor.
        Term first = terms.Find(t => t.Coefficient.IsOne) ?? terms.Find(t => !Code(t.Coefficient).IsTensor) ?? terms[0];
        var rest = terms.Where(t => !ReferenceEquals(t, first)).ToList();
        string text = read(first.Value);
        bool isNew = false;
        if (!first.Coefficient.IsOne)
        {
            text = Scale(text, first.Coefficient);
            isNew = true;
        }
        foreach (Term term in rest)
        {
            text += Add(term.Coefficient, read(term.Value), isNew);
            isNew = true;
        }
        return isNew ? text : text + ".clone()";
    }

    private string Interpolate(Term start, Term end)
    {
        ScalarCode weight = Code(end.Coefficient);
        return weight.IsTensor
            ? $"{CSharp.Services}.Coefficients.Lerp({read(start.Value)}, {read(end.Value)}, {weight.Text})"
            : $"{Held(end.Coefficient, HeldNumbers.Reader.Constant)}.Lerp({read(start.Value)}, {read(end.Value)})";
    }

    private string Scale(string value, Scalar coefficient)
    {
        ScalarCode code = Code(coefficient);
        return code.IsTensor ? $"{value}.mul({code.Text})"
            : code.Text == "-1" ? $"{value}.neg()"
            : $"{Held(coefficient, HeldNumbers.Reader.Constant)}.Times({value})";
    }

    /// <summary>A call that adds a multiple of a tensor.</summary>
    private string Add(Scalar coefficient, string value, bool inPlace)
    {
        string mark = inPlace ? "_" : "";
        ScalarCode code = Code(coefficient);
        if (code.IsTensor)
        {
            (ScalarCode tensor, Scalar factor) = Split(coefficient);
            return $".addcmul{mark}({value}, {tensor.Text}, {Held(factor, HeldNumbers.Reader.Scalar)})";
        }
        // A sum without a factor would make a scalar 1.
        return code.Text == "-1" ? $".sub{mark}({value})" : $".add{mark}({value}, {Held(coefficient, HeldNumbers.Reader.Scalar)})";
    }

    /// <summary>A trained coefficient and the number it is multiplied with, which the operation takes along.</summary>
    private (ScalarCode Tensor, Scalar Factor) Split(Scalar coefficient)
    {
        if (coefficients.Hoisted(coefficient) is { } ready)
            return (ready, Scalar.One);
        if (coefficients.Hoisted(-coefficient) is { } negated)
            return (negated, -Scalar.One);
        if (coefficient.Terms.Count != 1)
            return (Code(coefficient), Scalar.One);
        var factor = coefficient.Terms[0].Factor;
        ScalarCode tensor = Code(coefficient * Scalar.Constant(factor.Reciprocal()));
        return (tensor, Scalar.Constant(factor));
    }

    private void AddSum(string variable, Scalar coefficient, SumValue sum)
    {
        if (isWindow(sum))
        {
            AddWindow(variable, coefficient, sum);
            return;
        }
        // The bounds count from where the recurrence began; coefficients count through all stages.
        (string from, string to) = (clock.Local(sum.From, scalars), clock.Local(sum.To, scalars));
        bool mayBeNegative = !sum.From.IsNumber || sum.From.Offset < 0;
        string start = mayBeNegative ? $"global::System.Math.Max({from}, 0)" : from;
        output.Line($"for (int j = {start}; j <= {to}; j++)");
        scalars.Variable = clock.Variable;
        var terms = sum.Body.Terms.Select(t => $"{variable}{Add(t.Coefficient * coefficient, read(t.Value), inPlace: true)};").ToList();
        scalars.Variable = "j";
        if (terms.Count == 1)
        {
            using (output.Indented())
                output.Line(terms[0]);
            return;
        }
        output.Line("{");
        using (output.Indented())
        {
            foreach (string term in terms)
                output.Line(term);
        }
        output.Line("}");
    }

    /// <summary>A sum over a few newest values reads them from their variables, one line each; those before the first do not count.</summary>
    private void AddWindow(string variable, Scalar coefficient, SumValue sum)
    {
        for (int offset = sum.From.Offset; offset <= sum.To.Offset; offset++)
        {
            AffineIndex index = sum.From with { Offset = offset };
            LinearCombination body = sum.TermAt(index);
            string guard = offset < 0 ? $"if ({(index.IsEnd ? clock.ReachesBack(-offset, scalars) : clock.AtOrAfter(-offset))}) " : "";
            int first = coefficients.FirstLayer;
            coefficients.FirstLayer = Math.Max(first, index.IsEnd ? 0 : -offset);
            foreach (Term term in body.Terms)
                output.Line($"{guard}{variable}{Add(term.Coefficient * coefficient, read(term.Value), inPlace: true)};");
            coefficients.FirstLayer = first;
        }
    }

    private ScalarCode Code(Scalar scalar) => coefficients.Code(scalar);

    private string Held(Scalar number, HeldNumbers.Reader reader) => coefficients.Held(number, reader, clock);
}
