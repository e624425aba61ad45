using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// Computes a weighted sum of n tensors with as few tensor operations as there are forms for: the first makes a new tensor, the others write into it,
/// which no derivative needs to undo because none of them keeps what it writes to.
/// </summary>
internal sealed class Combinations(Coefficients coefficients, LayerClock clock, Func<TensorValue, Place> read, Func<SumValue, bool> isLoop, NameTable names)
{
    /// <summary>A new tensor with the sum of plain terms.</summary>
    /// <param name="terms">The terms, no sums among them.</param>
    /// <param name="zerosLike">A tensor with the shape of the result, for a sum without terms.</param>
    public TensorExpression Chain(IReadOnlyList<Term> terms, Func<Place> zerosLike)
    {
        if (terms.Count == 0)
            return new ZerosExpression(zerosLike());
        if (terms.FirstOrDefault(t => t.Value is OneValue) is { } number)
        {
            List<Term> others = Without(terms, number);
            (TensorExpression sum, bool isOwn) = others.Count == 0 ? (new ZerosExpression(zerosLike()), true) : Sum(others);
            return AddTerm(sum, number.Coefficient, number.Value, isOwn);
        }
        (TensorExpression chain, bool isNew) = Sum(terms);
        return isNew ? chain : new CloneExpression(chain);
    }

    /// <summary>A sum of plain terms, no number among them, and whether it is a new tensor.</summary>
    private (TensorExpression Chain, bool IsNew) Sum(IReadOnlyList<Term> terms)
    {
        (TensorExpression chain, bool isNew, List<Term> rest) = Begin(terms);
        foreach (Term term in rest)
        {
            chain = Add(chain, term.Coefficient, read(term.Value), isNew);
            isNew = true;
        }
        return (chain, isNew);
    }

    /// <summary>Writes statements after which a new variable holds a combination in a tensor of its own.</summary>
    public void Declare(Variable variable, LinearCombination combination, Func<Place> zerosLike, List<Statement> output)
    {
        output.Add(new DeclareStatement(variable, Chain(Plain(combination), zerosLike)));
        AddSums(variable, combination, output);
    }

    /// <summary>The same for a variable that is there already.</summary>
    public void Set(Variable variable, LinearCombination combination, Func<Place> zerosLike, List<Statement> output)
    {
        output.Add(new SetStatement(new VariablePlace(variable), Chain(Plain(combination), zerosLike)));
        AddSums(variable, combination, output);
    }

    private static List<Term> Plain(LinearCombination combination) => combination.Terms.Where(t => t.Value is not SumValue).ToList();

    private void AddSums(Variable variable, LinearCombination combination, List<Statement> output)
    {
        var target = new ReadExpression(new VariablePlace(variable));
        foreach (Term term in combination.Terms.Where(t => t.Value is SumValue))
        {
            var sum = (SumValue)term.Value;
            if (isLoop(sum))
                AddLoop(target, term.Coefficient, sum, output);
            else
                AddWindow(target, term.Coefficient, sum, output);
        }
    }

    /// <summary>
    /// What a sum begins with. A factor 1 saves the multiplication that would otherwise make the new tensor; two factors whose sum is 1, or three, save
    /// one operation too, for such a mean is what lerp computes.
    /// </summary>
    private (TensorExpression Chain, bool IsNew, List<Term> Others) Begin(IReadOnlyList<Term> terms)
    {
        if (terms.FirstOrDefault(t => t.Coefficient.IsOne) is { } one)
            return (Read(one), false, Without(terms, one));
        if (FindPair(terms) is { } pair)
            return (Lerp(Read(pair.First), pair.Second, pair.Second.Coefficient, inPlace: false), true, Without(terms, pair.First, pair.Second));
        if (FindTriple(terms) is { } triple)
        {
            (Term first, Term second, Term third, Rational weight) = triple;
            TensorExpression inner = Lerp(Read(first), second, Scalar.Constant(weight), inPlace: false);
            return (Lerp(inner, third, third.Coefficient, inPlace: true), true, Without(terms, first, second, third));
        }
        Term scaled = terms.FirstOrDefault(t => !coefficients.IsTrained(t.Coefficient)) ?? terms[0];
        Factor factor = (-scaled.Coefficient).IsOne ? coefficients.Of(scaled.Coefficient) : Weight(scaled.Coefficient);
        return (new MultiplyExpression(Read(scaled), factor), true, Without(terms, scaled));
    }

    /// <summary>Two terms whose factors add up to 1, the one first whose factor need not be computed.</summary>
    private (Term First, Term Second)? FindPair(IReadOnlyList<Term> terms)
    {
        for (int i = 0; i < terms.Count; i++)
        {
            for (int j = i + 1; j < terms.Count; j++)
            {
                if (!(terms[i].Coefficient + terms[j].Coefficient).IsOne)
                    continue;
                bool isTrained = coefficients.IsTrained(terms[i].Coefficient);
                return isTrained && coefficients.Cost(terms[i].Coefficient) < coefficients.Cost(terms[j].Coefficient) ? (terms[j], terms[i]) : (terms[i], terms[j]);
            }
        }
        return null;
    }

    /// <summary>Three terms whose factors are numbers and add up to 1, and the weight of the second against the first.</summary>
    private static (Term First, Term Second, Term Third, Rational Weight)? FindTriple(IReadOnlyList<Term> terms)
    {
        var constant = terms.Where(t => t.Coefficient.TryConstant(out _)).ToList();
        for (int i = 0; i < constant.Count; i++)
        {
            for (int j = i + 1; j < constant.Count; j++)
            {
                for (int l = j + 1; l < constant.Count; l++)
                {
                    if (!(constant[i].Coefficient + constant[j].Coefficient + constant[l].Coefficient).IsOne)
                        continue;
                    constant[i].Coefficient.TryConstant(out Rational a);
                    constant[j].Coefficient.TryConstant(out Rational b);
                    // Where the two nearly cancel, their mean would be a difference of large numbers.
                    if ((a + b).Abs() >= new Rational(1, 4))
                        return (constant[i], constant[j], constant[l], b / (a + b));
                }
            }
        }
        return null;
    }

    private ReadExpression Read(Term term) => new(read(term.Value));

    private static List<Term> Without(IReadOnlyList<Term> terms, params Term[] used) => terms.Where(t => !used.Any(u => ReferenceEquals(u, t))).ToList();

    private LerpExpression Lerp(TensorExpression value, Term end, Scalar weight, bool inPlace) => new(value, read(end.Value), Weight(weight), inPlace);

    /// <summary>A scalar as a function takes it. What is trained in it is computed before the layers where it can be.</summary>
    public Factor FactorOf(Scalar scalar) => coefficients.IsTrained(scalar) ? Weight(scalar) : coefficients.Of(scalar);

    /// <summary>A scalar that tensors are multiplied with.</summary>
    private Factor Weight(Scalar scalar)
    {
        if (!coefficients.IsTrained(scalar))
            return coefficients.Held(scalar, HeldForm.Tensor);
        (Factor tensor, Scalar number) = coefficients.Split(scalar);
        return number.IsOne ? tensor : new Factor(tensor.Value * coefficients.Of(number).Value);
    }

    /// <summary>The value plus a term, which may be a number.</summary>
    private TensorExpression AddTerm(TensorExpression value, Scalar coefficient, TensorValue term, bool inPlace) => term is OneValue
        ? new AddNumberExpression(value, coefficients.IsTrained(coefficient) ? Weight(coefficient) : coefficients.Held(coefficient, HeldForm.Number), inPlace)
        : Add(value, coefficient, read(term), inPlace);

    /// <summary>The value plus a multiple of a tensor.</summary>
    private TensorExpression Add(TensorExpression value, Scalar coefficient, Place other, bool inPlace)
    {
        if (!coefficients.IsTrained(coefficient))
            return new AddExpression(value, other, (-coefficient).IsOne ? coefficients.Of(coefficient) : coefficients.Held(coefficient, HeldForm.Number), inPlace);
        (Factor tensor, Scalar number) = coefficients.Split(coefficient);
        return new AddProductExpression(value, other, tensor, coefficients.Held(number, HeldForm.Number), inPlace);
    }

    private void AddLoop(TensorExpression target, Scalar coefficient, SumValue sum, List<Statement> output)
    {
        var variable = new Variable(names.Inner().Take("j"), VariableKind.Number);
        var body = new List<Statement>();
        coefficients.Terms = new SumRange(clock.SumFrom(sum.From), clock.SumTo(sum.To));
        foreach (Term term in sum.Body.Terms)
            body.Add(new ComputeStatement(AddTerm(target, term.Coefficient * coefficient, term.Value, inPlace: true)));
        output.Add(new CountStatement(variable, coefficients.Terms.Value.From, coefficients.Terms.Value.To, body.ToEquatableArray()));
        coefficients.Terms = null;
    }

    /// <summary>A sum over a few newest values reads them from their variables, one line each; those before the first do not count.</summary>
    private void AddWindow(TensorExpression target, Scalar coefficient, SumValue sum, List<Statement> output)
    {
        for (int offset = sum.From.Offset; offset <= sum.To.Offset; offset++)
        {
            AffineIndex index = sum.From with { Offset = offset };
            if (index.IsEnd && !clock.CanHaveRun(-offset))
                continue;
            Condition? guard = offset >= 0 ? null : index.IsEnd ? clock.HaveRun(-offset) : clock.AtOrAfter(-offset);
            var body = new List<Statement>();
            int first = coefficients.FirstLayer;
            coefficients.FirstLayer = index.IsEnd ? 0 : Math.Max(first, -offset);
            foreach (Term term in sum.TermAt(index).Terms)
                body.Add(new ComputeStatement(AddTerm(target, term.Coefficient * coefficient, term.Value, inPlace: true)));
            coefficients.FirstLayer = first;
            if (guard is { } condition)
                output.Add(new IfStatement(condition, body.ToEquatableArray(), []));
            else
                output.AddRange(body);
        }
    }
}
