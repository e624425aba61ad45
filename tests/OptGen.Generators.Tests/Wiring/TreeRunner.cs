using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

/// <summary>
/// The meaning of an explicit recurrence straight from its tree, on numbers: every iterate by recursion on its equation, every operator anew
/// wherever it is written. It knows nothing of caching, histories or schedules, which is what plans are compared with it for.
/// </summary>
internal sealed class TreeRunner(
    RecurrenceTree tree, Plan plan, int layers, Func<string, int, double[], double[], double> apply, Func<string, int[], double> coefficient, double input,
    Func<string, bool>? isScheduled = null)
{
    private readonly Dictionary<(string, int), double> _iterates = [];
    private readonly Dictionary<(string, int), double> _numbers = [];

    public double Run() => RunAll()[0];

    /// <summary>All that forward returns.</summary>
    public IReadOnlyList<double> RunAll()
    {
        Equation? output = tree.Equations.FirstOrDefault(e => e.Left.IsOutput);
        if (output is null)
            return [Iterate(plan.States[plan.MainState].Name, layers)];
        IEnumerable<Expression> returned = output.Right is Several several ? several.Items : [output.Right];
        return [.. returned.Select(r => Value(r, new Point(0, null, InLayer: false, layers - 1)))];
    }

    /// <summary>Where an expression is evaluated: the layer, the variable of the sum around it, and the layer whose own numbers are read outside the layers.</summary>
    private readonly record struct Point(int Layer, int? Variable, bool InLayer, int Outside = 0);

    private double Iterate(string name, int index)
    {
        // A tree that reads what it computes would end the process and not say which recurrence it is.
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_iterates.TryGetValue((name, index), out double known))
            return known;
        Equation update = tree.Equations.First(e => e.Left.Name == name && e.Left.Index!.IsLayer);
        double value;
        if (Given(name, index) is { } given)
            value = Value(given.Right, new Point(0, null, InLayer: false));
        else if (index >= update.Left.Index!.Offset)
            value = Value(update.Right, new Point(index - update.Left.Index.Offset, null, InLayer: true));
        else if (index < First(name))
            value = Iterate(name, First(name));
        else
            value = name == plan.States[plan.MainState].Name ? input : 0;
        _iterates[(name, index)] = value;
        return value;
    }

    /// <summary>The number of a scalar line: that given, or what its equation says of the layer.</summary>
    private double NumberOf(string name, int index)
    {
        index = Math.Max(index, FirstNumber(name));
        if (_numbers.TryGetValue((name, index), out double known))
            return known;
        Equation? update = tree.Equations.FirstOrDefault(e => e.Left.Name == name && e.Left.Index!.IsLayer);
        double value = Given(name, index) is { } given
            ? Value(given.Right, new Point(0, null, InLayer: false))
            : Value(update!.Right, new Point(index - update.Left.Index!.Offset, null, InLayer: true));
        return _numbers[(name, index)] = value;
    }

    private int FirstNumber(string name) => tree.Equations.Where(e => e.Left.Name == name).Min(e => e.Left.Index!.Offset);

    /// <summary>Whether a value of each layer is written without an index: it is the layer's own.</summary>
    private bool IsBare(Reference scalar) => scalar.Indices.Count == 0 && isScheduled?.Invoke(scalar.Name) == true;

    private Equation? Given(string name, int index) =>
        tree.Equations.FirstOrDefault(e => e.Left.Name == name && e.Left.Index!.IsNumber && e.Left.Index.Offset == index);

    private int First(string name) => plan.States.First(s => s.Name == name).FirstIndex;

    private int At(IndexExpression index, Point point) =>
        (index.Layer * point.Layer) + (index.Depth * layers) + (index.VariableFactor * (point.Variable ?? 0)) + index.Offset;

    private bool IsInput(string name) => plan.Inputs.Any(i => i.Name == name && i.Spans.Spans.Count > 0);

    private bool IsState(string name) => plan.States.Any(s => s.Name == name);

    private double Value(Expression expression, Point point) => expression switch
    {
        Number number => number.Value.ToDouble(),
        LayerNumber => point.Layer,
        LayerCount => layers,
        SumVariable => point.Variable!.Value,
        Reference state when IsState(state.Name) => Iterate(state.Name, At(state.Indices[0], point)),
        Reference read when IsInput(read.Name) => input,
        Reference line when plan.ScalarNames.Contains(line.Name) => NumberOf(line.Name, At(line.Indices[0], point)),
        Reference bare when IsBare(bare) => coefficient(bare.Name, [Math.Max(0, point.InLayer ? point.Layer : point.Outside)]),
        Reference scalar => coefficient(scalar.Name, [.. scalar.Indices.Select(i => Math.Max(0, At(i, point)))]),
        Negation negation => -Value(negation.Operand, point),
        Binary { Operator: BinaryOperator.Add } b => Value(b.Left, point) + Value(b.Right, point),
        Binary { Operator: BinaryOperator.Subtract } b => Value(b.Left, point) - Value(b.Right, point),
        Binary { Operator: BinaryOperator.Multiply } b => Value(b.Left, point) * Value(b.Right, point),
        Binary b => Value(b.Left, point) / Value(b.Right, point),
        Power power => Math.Pow(Value(power.Base, point), power.Exponent),
        VariablePower power => Math.Pow(Value(power.Base, point), Value(power.Exponent, point)),
        TensorCall call => Call(call, Standing(call, point)),
        ScalarCall call => ScalarFunctions.Evaluate(call.Function, [.. call.Arguments.Select(a => Value(a, point))]),
        Application application => Apply(application, point),
        Summation sum => Variables(sum, point).Sum(j => Value(sum.Body, point with { Variable = j })),
        _ => throw new NotSupportedException($"{expression} does not occur in these tests.")
    };

    private double Call(TensorCall call, Point point)
    {
        double x = Value(call.Arguments[0], point);
        return call.Function switch
        {
            TensorFunction.Relu => Math.Max(x, 0),
            TensorFunction.Soft => Math.Sign(x) * Math.Max(Math.Abs(x) - Value(call.Arguments[1], point), 0),
            _ => Math.Tanh(x)
        };
    }

    private IEnumerable<int> Variables(Summation sum, Point point)
    {
        int from = At(sum.From, point);
        int to = At(sum.To, point);
        return Enumerable.Range(from, Math.Max(0, to - from + 1)).Where(j => j >= 0);
    }

    private double Apply(Application application, Point point)
    {
        Point standing = Standing(application, point);
        int module = application.Index is { } written
            ? At(written, point)
            : (BeginsBeforeZero(application) ? 1 : 0) + (Own(application, standing) ?? Own(application, standing with { InLayer = false }) ?? 0);
        return apply(
            application.Name, Math.Max(0, module), [.. application.Parameters.Select(p => Value(p, standing))], [.. application.Arguments.Select(a => Value(a, standing))]);
    }

    /// <summary>
    /// Whether layers apply an operator at k-1, and no newer, to a state that is computed at k and begins at -1: layer k then has the module k.
    /// </summary>
    private bool BeginsBeforeZero(Application application)
    {
        var first = new Point(0, null, InLayer: true);
        if (Own(application, first) is not { } own || !ReadsLocalBeforeZero(application, own))
            return false;
        string shape = Shape(application, own);
        var inLayers = tree.Equations.Where(e => e.Left.Index is { IsLayer: true }).SelectMany(e => e.Right.WithParts()).OfType<Application>().Select(a => Same(a, true));
        var inSums = tree.Equations.Where(e => e.Left.IsOutput).SelectMany(e => e.Right.WithParts()).OfType<Summation>().SelectMany(s => s.Body.WithParts())
            .OfType<Application>().Select(a => Same(a, false) is null ? null : (int?)0);
        return inLayers.Concat(inSums).Max() == -1;

        int? Same(Application other, bool inLayer)
        {
            Point point = first with { InLayer = inLayer };
            // T_k(z_k) is T(z_k); T_k(z_<k-1>) is another application than T(z_<k-1>).
            return other.Name == application.Name && Own(other, point) is { } index && (other.Index is not { } module || At(module, point) == index)
                && Shape(other, index) == shape ? index : null;
        }
    }

    /// <summary>The text of an application, with its iterates' indices counted from its own.</summary>
    private string Shape(Application application, int own) => application.Name + "(" + string.Join(", ", application.WithParts().Skip(1).Select(p => p switch
    {
        Reference read when read.Indices.Any(i => !i.IsNumber) => read.Name + string.Concat(read.Indices.Select(i => $"_{At(i, new Point(0, null, InLayer: true)) - own}")),
        LayerNumber => $"k{-own}",
        Reference or Number => p.ToString(),
        Application inner => inner.Name,
        Binary binary => binary.Operator.ToString(),
        _ => p.GetType().Name
    }));

    private bool ReadsLocalBeforeZero(Expression call, int own) => call.Parts().SelectMany(a => a.WithParts()).Any(p =>
        p is Reference state && IsState(state.Name) && !state.Indices[0].IsNumber && At(state.Indices[0], new Point(0, null, InLayer: true)) == own
        && plan.States.Any(s => s.Name == state.Name && s.Role == StateRole.Local && s.FirstIndex == -1));

    /// <summary>Where an application is evaluated: at its least index in place of an index below.</summary>
    private Point Standing(Expression call, Point point)
    {
        int below = (Least(call, point) ?? 0) - (Own(call, point) ?? 0);
        return below > 0 ? point with { Layer = point.Layer + below } : point;
    }

    /// <summary>The index below which nothing in an application changes: iterates stand still below their first, layers' numbers below 0.</summary>
    private int? Least(Expression call, Point point)
    {
        if (Own(call, point) is not { } own)
            return null;
        int? least = null;
        var pending = new Stack<Expression>(call.Parts());
        while (pending.Count > 0)
        {
            Expression part = pending.Pop();
            int? first = null;
            if (part is Reference state && IsState(state.Name))
                first = Own(state, point) is { } index ? First(state.Name) - (index - own) : null;
            else if (part is Summation)
                first = 0;
            else if (part is Application or TensorCall)
                first = Least(part, point) - (Own(part, point) - own);
            else
                part.Parts().ToList().ForEach(pending.Push);
            least = first is null ? least : Math.Min(first.Value, least ?? first.Value);
        }
        int ahead = Ahead(call, point, own);
        bool localFromZero = call.WithParts().OfType<Reference>().Any(r => plan.States.Any(s => s.Name == r.Name && s.Role == StateRole.Local && s.FirstIndex == 0));
        return ahead <= 0 && localFromZero ? Math.Max(0, Math.Min(least ?? 0, -ahead)) : Math.Min(least ?? 0, -ahead);
    }

    /// <summary>How far below 0 a call differs from layer to layer: down to where what it reads by a layer's number does. A call with k or a sum up to a layer always does.</summary>
    private int Ahead(Expression call, Point point, int own)
    {
        int ahead = call is Application { Index: { } module } ? At(module, point) - own : 0;
        if (point.InLayer && call.Parts().Any(IsOfOneLayer))
            ahead = Math.Max(ahead, -own);
        var pending = new Stack<Expression>(call.Parts());
        while (pending.Count > 0)
        {
            Expression part = pending.Pop();
            if (part is Application or TensorCall && Own(part, point) is { } inner)
                ahead = Ahead(part, point, inner) is > 0 and var of ? Math.Max(ahead, of + inner - own) : ahead;
            else if (part is Reference scalar && !IsState(scalar.Name))
                ahead = scalar.Indices.Where(i => i.Layer == 1).Select(i => At(i, point)).Concat(IsBare(scalar) && point.InLayer ? [point.Layer] : []).Select(i => i - own - (plan.ScalarLineOf(scalar.Name)?.FirstIndex ?? 0)).Append(ahead).Max();
            else if (part is not Summation)
                part.Parts().ToList().ForEach(pending.Push);
        }
        return ahead;
    }

    private static bool IsOfOneLayer(Expression expression) =>
        expression is LayerNumber or Summation { To.Layer: not 0 } || (expression is not (Application or TensorCall or Summation) && expression.Parts().Any(IsOfOneLayer));

    /// <summary>The index of the newest argument. What layers read by number has none of its own.</summary>
    private int? Own(Expression expression, Point point) => expression switch
    {
        Reference state when IsState(state.Name) => point.InLayer && state.Indices[0].IsNumber ? null : At(state.Indices[0], point),
        Summation sum => Variables(sum, point).DefaultIfEmpty(At(CountsBack(sum.Body) ? sum.From : sum.To, point)).Select(j => Own(sum.Body, point with { Variable = j })).Max(),
        Application or TensorCall => Newest(expression, point) ?? (point.InLayer && DependsOnLayer(expression) ? point.Layer : null),
        _ => Newest(expression, point)
    };

    /// <summary>Whether a sum's newest value is that at its lower bound, as in x_&lt;k-j&gt;.</summary>
    private static bool CountsBack(Expression body) => body.WithParts().OfType<Reference>().Any(r => r.Indices.Any(i => i.VariableFactor < 0));

    private int? Newest(Expression expression, Point point) => expression.Parts().Select(p => Own(p, point)).Append(null).Max();

    private bool DependsOnLayer(Expression call) =>
        call is Application { Index.Layer: not 0 } || call.WithParts().Any(p => p is LayerNumber || (p is Reference r && !IsState(r.Name) && (r.Indices.Any(i => i.Layer != 0) || IsBare(r))));
}
