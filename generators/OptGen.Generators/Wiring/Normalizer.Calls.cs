using OptGen.Notation;

namespace OptGen.Wiring;

internal sealed partial class Normalizer
{
    private LinearCombination Call(TensorCall call, Scope scope)
    {
        LinearCombination argument = Argument(call.Arguments[0], scope);
        var parameters = call.Arguments.Skip(1).Select(a => Number(a, scope)).ToEquatableArray();
        return Intern(call, new FunctionCallee(call.Function), parameters, [argument], null, scope);
    }

    /// <summary>What is applied to a tensor takes one to which a number may be added.</summary>
    private LinearCombination Argument(Expression argument, Scope scope) => Tensor(argument, scope with { AllowsNumbers = kinds.IsTensor(argument) });

    /// <summary>
    /// The product of two tensors element by element. A number in a factor is multiplied out, so (1 - g(x_k))*x_k is x_k less one product; the rest of both factors is
    /// multiplied as it is.
    /// </summary>
    private LinearCombination ProductOfTensors(Binary product, Scope scope)
    {
        Scope inside = scope with { AllowsNumbers = true };
        LinearCombination left = Tensor(product.Left, inside);
        LinearCombination right = Tensor(product.Right, inside);
        if (problems.HasErrors)
            return LinearCombination.Zero;
        if (left.Terms.Count == 0 || right.Terms.Count == 0)
        {
            Expression zero = left.Terms.Count == 0 ? product.Left : product.Right;
            problems.Report(ProblemKind.AlwaysZero, zero.Span, $"{zero.Brief()} is always zero; what it is made of cancels.");
            return LinearCombination.Zero;
        }
        (Scalar a, LinearCombination x) = TakeNumber(left);
        (Scalar b, LinearCombination y) = TakeNumber(right);
        LinearCombination sum = x.Times(b).Plus(y.Times(a)).Plus(LinearCombination.Of(OneValue.Instance).Times(a * b));
        if (x.Terms.Count == 0 || y.Terms.Count == 0)
            return sum;
        (Scalar c, x) = TakeFactor(x);
        (Scalar d, y) = TakeFactor(y);
        return sum.Plus(Intern(product, new ProductCallee(), [], [x, y], null, scope).Times(c * d));
    }

    /// <summary>The number in a combination, and the rest.</summary>
    private static (Scalar Number, LinearCombination Others) TakeNumber(LinearCombination combination)
    {
        Scalar number = combination.Terms.FirstOrDefault(t => t.Value is OneValue)?.Coefficient ?? Scalar.Zero;
        return (number, new LinearCombination(combination.Terms.Where(t => t.Value is not OneValue).ToEquatableArray()));
    }

    /// <summary>The scalar before a single tensor, and the tensor; of several tensors they stay together.</summary>
    private static (Scalar Factor, LinearCombination Others) TakeFactor(LinearCombination combination) => combination.Terms.Count == 1 && combination.Terms[0].Value is not SumValue
        ? (combination.Terms[0].Coefficient, LinearCombination.Of(combination.Terms[0].Value))
        : (Scalar.One, combination);

    private LinearCombination Apply(Application application, Scope scope)
    {
        if (outline.FindScalar(application.Name) is { } number)
        {
            problems.Report(
                ProblemKind.ConflictingUse, application.Span, $"{application.Name} is a number and cannot be applied; a product needs *.", related: [number.Spans[0]]);
            return LinearCombination.Zero;
        }
        if (outline.Find(application.Name) is { } state)
        {
            problems.Report(
                ProblemKind.ConflictingUse, application.Span,
                $"{application.Name} is a state and cannot be applied; an iterate is {application.Name}_<k+1>, a product needs *.", related: [state.Spans[0]]);
            return LinearCombination.Zero;
        }
        OperatorSymbol? symbol = symbols.Operator(application);
        var parameters = application.Parameters.Select(p => Number(p, scope)).ToEquatableArray();
        var arguments = application.Arguments.Select(a => Argument(a, scope)).ToEquatableArray();
        if (symbol is null)
            return LinearCombination.Zero;
        AffineIndex? module = null;
        if (application.Index is { } index)
        {
            if (index.Layer != 0 && !CheckLayerNumber(index.Span, scope))
                return LinearCombination.Zero;
            module = AffineIndex.Of(index).WithVariable(scope.Variable);
        }
        return Intern(application, new OperatorCallee(symbol.Number, application.Adjoint), parameters, arguments, module, scope);
    }

    /// <summary>
    /// Finds the evaluation an application is, whatever index it is written at. Its own index is that of its newest argument; all else
    /// is then told from there.
    /// </summary>
    private LinearCombination Intern(
        Expression call, Callee callee, EquatableArray<Scalar> parameters, EquatableArray<LinearCombination> arguments, AffineIndex? module, Scope scope)
    {
        if (arguments.Any(a => a.Terms.Count == 0) && !problems.HasErrors)
            problems.Report(ProblemKind.AlwaysZero, call.Span, $"{call.Brief()} is applied to what is always zero; what its argument is made of cancels.");
        if (scope.Place == EquationPlace.Layer && scheduled.Count > 0)
        {
            parameters = parameters.Select(OfLayer).ToEquatableArray();
            arguments = arguments.Select(OfLayer).ToEquatableArray();
        }
        var indices = arguments.SelectMany(a => a.Values()).Select(HighestIndex).OfType<AffineIndex>().ToList();
        var frames = indices.Where(i => !i.IsNumber).Select(i => i.Frame).Distinct().ToList();
        bool layer = DependsOn(s => s.DependsOnLayer) || module is { Layer: not 0 };
        bool variable = DependsOn(s => s.DependsOnVariable) || module is { Variable: not 0 };
        AddFrame(layer, AffineIndex.AtLayer(0));
        AddFrame(variable, new AffineIndex(0, 0, 1, 0));
        if (frames.Count > 1)
        {
            problems.Report(
                ProblemKind.InvalidSumBody, call.Span,
                $"{call.Brief()} would be evaluated anew for each pair of layers; inside a sum an operator's application depends on the sum's variable or on the layer, not on both.");
            return LinearCombination.Zero;
        }
        AffineIndex frame = frames.Count == 1 ? frames[0] : AffineIndex.At(0);
        var inFrame = indices.Where(i => i.Frame == frame).ToList();
        int own = inFrame.Count > 0 ? inFrame.Max(i => i.Offset) : module is { } m && m.Frame == frame && frames.Count == 1 ? m.Offset : 0;
        var rebase = new Rebase(frame, own, evaluations);
        bool constant = indices.Count == 0 && frames.Count == 0;
        AffineIndex relativeModule = constant ? module ?? AffineIndex.At(0) : module is { } written ? rebase.Module(written) : AffineIndex.AtLayer(0);
        var evaluation = new Evaluation(
            callee,
            parameters.Select(rebase.Of).ToEquatableArray(),
            arguments.Select(rebase.Of).ToEquatableArray(),
            relativeModule);
        return LinearCombination.Of(new EvaluationValue(evaluations.Intern(evaluation), frame.Plus(own)));

        bool DependsOn(Func<Scalar, bool> test) => parameters.Any(test) || arguments.Any(a => a.Terms.Any(t => test(t.Coefficient)));

        void AddFrame(bool depends, AffineIndex symbol)
        {
            // k-j counts layers back from k: it covers neither k alone nor j alone.
            if (depends && !frames.Contains(symbol))
                frames.Add(symbol);
        }

        AffineIndex? HighestIndex((TensorValue Value, SumValue? Sum) read)
        {
            AffineIndex? index = read.Value switch
            {
                StateValue state => state.Index,
                EvaluationValue inner => evaluations[inner.Evaluation].IsConstant ? null : inner.Index,
                _ => null
            };
            return index is { } i && read.Sum is { } sum && i.Variable != 0 ? i.WithVariable(i.Variable > 0 ? sum.To : sum.From) : index;
        }
    }

    /// <summary>
    /// A scalar in which what has a value for each layer is at k, also where it is written without an index: an evaluation may be read at other layers than the one that
    /// computes it.
    /// </summary>
    private Scalar OfLayer(Scalar scalar) => scalar.Replace(a => Scalar.Of(
        a is CoefficientAtom { Indices.Count: 0 } bare && scheduled.Contains(bare.Name) ? new CoefficientAtom(bare.Name, [AffineIndex.AtLayer(0)]) : a));

    private LinearCombination OfLayer(LinearCombination combination) => combination.Map(v => v is SumValue sum ? sum with { Body = OfLayer(sum.Body) } : v, OfLayer);

    private Scalar ScalarSum(Summation sum, Scope scope)
    {
        AffineIndex from = AffineIndex.Of(sum.From);
        AffineIndex to = AffineIndex.Of(sum.To);
        if (!from.IsNumber || !to.IsNumber)
        {
            problems.Report(ProblemKind.InvalidSumRange, sum.Span, "A sum of scalars runs between two numbers; compute a longer one as a coefficient.");
            return Scalar.One;
        }
        Scalar total = Scalar.Zero;
        if (!CheckRange(sum, from, to, scope))
            return total;
        for (int j = from.Offset; j <= to.Offset; j++)
            total += Number(sum.Body, scope with { From = null, Variable = AffineIndex.At(j) });
        return total;
    }

    private LinearCombination Sum(Summation sum, Scope scope)
    {
        AffineIndex from = AffineIndex.Of(sum.From);
        AffineIndex to = AffineIndex.Of(sum.To);
        if (!CheckRange(sum, from, to, scope))
            return LinearCombination.Zero;
        if (!from.IsNumber || !to.IsNumber)
        {
            LinearCombination body = Tensor(sum.Body, scope with { From = from, To = to, Variable = new AffineIndex(0, 0, 1, 0) });
            return body.Terms.Count == 0 ? body : LinearCombination.Of(new SumValue(from, to, body));
        }
        LinearCombination total = LinearCombination.Zero;
        for (int j = from.Offset; j <= to.Offset; j++)
            total = total.Plus(Tensor(sum.Body, scope with { From = null, Variable = AffineIndex.At(j) }));
        return total;
    }

    /// <summary>A sum runs between numbers, from a number up to the layer, or over a window before the layer.</summary>
    private bool CheckRange(Summation sum, AffineIndex from, AffineIndex to, Scope scope)
    {
        // A sum between numbers is written out term by term.
        const int MostTerms = 256;
        const int MostParts = 10_000;
        var bounds = sum.From.Span.Through(sum.To.Span);
        if (from.Layer != 0 || to.Layer != 0)
        {
            if (!CheckLayerNumber(bounds, scope))
                return false;
        }
        if (from.IsNumber && to.IsNumber)
        {
            if (to.Offset - from.Offset < MostTerms)
            {
                if ((to.Offset - from.Offset) * sum.Body.WithParts().Count() <= MostParts)
                    return to.Offset >= from.Offset || Report("this range is empty");
                problems.Report(ProblemKind.TooLarge, sum.Span, "This sum is too large to be written out; give what is summed a line of its own.");
                return false;
            }
            problems.Report(ProblemKind.TooLarge, bounds, $"A sum between numbers has at most {MostTerms} terms; this one has {to.Offset - from.Offset + 1}.");
            return false;
        }
        AffineIndex frame = scope.Place == EquationPlace.Layer ? AffineIndex.AtLayer(0) : AffineIndex.AtEnd(0);
        if (to.Frame != frame || scope.Place == EquationPlace.Initial)
            return Report(scope.Place == EquationPlace.Layer ? "its upper bound is k plus a number" : scope.Place == EquationPlace.Output ? "its upper bound is L plus a number" : "its bounds are numbers");
        if (from.IsNumber)
            return from.Offset >= 0 || Report("there is no layer before 0, so it begins at 0 or later");
        if (from.Frame != frame)
            return Report("its lower bound is a number or counts from the same end as its upper one");
        return from.Offset <= to.Offset || Report("this range is empty");

        bool Report(string reason)
        {
            problems.Report(ProblemKind.InvalidSumRange, bounds, $"A sum cannot run over {sum.From}..{sum.To}: {reason}.");
            return false;
        }
    }
}
