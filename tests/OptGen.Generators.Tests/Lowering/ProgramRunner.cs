using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Lowering;

/// <summary>
/// Runs a program on numbers in place of tensors. It fails where a tensor is read after its release, is released twice, or is written to though an
/// operation needs it for its gradient, an operator has returned it, or it is the caller's.
/// </summary>
internal sealed class ProgramRunner(
    Program program, int layers, Func<string, int, double[], double[], double> apply, Func<string, int[], double> coefficient, Func<string, bool> isPerLayer)
{
    private const string SavedByOperation = "an operation needs for its gradient";

    private Dictionary<string, Cell> _tensors = new(StringComparer.Ordinal);
    private Dictionary<string, Cell?[]> _rings = new(StringComparer.Ordinal);
    private Dictionary<string, List<Cell>> _lists = new(StringComparer.Ordinal);
    private Dictionary<string, double[]> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tables = new(StringComparer.Ordinal);
    private Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Cell> _made = [];
    private int _layer;
    private int _variable;
    private List<Cell> _results = [];

    /// <summary>Every application of an operator, with the number of its module.</summary>
    public List<string> Applications { get; } = [];

    /// <summary>The iterates that were handed out, by state; null where none are asked for.</summary>
    public Dictionary<string, List<double>>? Iterates { get; init; }

    /// <summary>The most tensors that were alive at the end of a layer.</summary>
    public List<int> LiveAfterLayer { get; } = [];

    private readonly Dictionary<string, (int First, List<double> Values)> _series = new(StringComparer.Ordinal);

    /// <summary>What a network computes when it is made.</summary>
    private void Hold()
    {
        foreach (HeldSeries series in program.Series)
            _series.Add(series.Name, (series.First, []));
        foreach (HeldSeries series in program.Series)
            _series[series.Name].Values.AddRange(series.Given.Select(g => Number(g.Value)));
        for (_layer = 0; _layer < (program.Layer is null ? 1 : layers); _layer++)
        {
            foreach (HeldSeries series in program.Series.Where(s => s.Update is not null))
                _series[series.Name].Values.Add(Number(series.Update!.Value));
        }
        _layer = 0;
    }

    public double Run(params double[] inputs)
    {
        Hold();
        for (int i = 0; i < program.Inputs.Count; i++)
            _tensors.Add(program.Inputs[i].Name, new Cell(new Storage(inputs[i]) { Keeper = "the caller has passed in" }) { IsCallers = true });
        Run(program.Body);
        if (_results.Count == 0 || _results.Exists(r => r.IsCallers || r.IsReleased) || _results.Distinct().Count() < _results.Count)
            throw new InvalidOperationException("A result is no tensor of its own.");
        Results = [.. _results.Select(r => r.Read())];
        return Results[0];
    }

    /// <summary>All that the program has returned.</summary>
    public IReadOnlyList<double> Results { get; private set; } = [];

    private int Start => program.Start is { } start && _numbers.TryGetValue(start.Name, out int value) ? value : 0;

    private int At(IndexValue value) => value.Evaluate(_layer, layers, _variable, Start);

    private bool Is(Condition condition) => condition.Evaluate(_layer, layers, _variable, Start) || (condition.OrIterates && Iterates is not null);

    private void Run(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
            Run(statement);
    }

    private void Run(Statement statement)
    {
        switch (statement)
        {
            case DeclareStatement declare:
                _tensors[declare.Variable.Name] = declare.Value is null ? null! : Value(declare.Value);
                break;
            case DeclareBufferStatement { Variable.Kind: VariableKind.List } list:
                _lists.Add(list.Variable.Name, []);
                break;
            case DeclareBufferStatement ring:
                _rings.Add(ring.Variable.Name, new Cell?[ring.Places]);
                break;
            case DeclarePartsStatement { Variable.Kind: VariableKind.Table, Whole: ReadExpression { Place: var whole } } table:
                _tables[table.Variable.Name] = whole is ParameterPlace stored ? stored.Coefficient : ((VariablePlace)whole).Variable.Name[..^"Values".Length];
                break;
            case DeclarePartsStatement parts:
                _parts[parts.Variable.Name] = Parts(parts.Whole);
                break;
            case DeclareNumberStatement number:
                _numbers[number.Variable.Name] = At(number.Value);
                break;
            case SetNumberStatement number:
                _numbers[number.Variable.Name] = At(number.Value);
                break;
            case SetStatement set:
                Set(set.Target, Value(set.Value));
                break;
            case ComputeStatement compute:
                Value(compute.Value);
                break;
            case AppendStatement append:
                _lists[append.List.Name].Add(Find(append.Value));
                break;
            case ClearStatement clear:
                _lists[clear.List.Name].Clear();
                break;
            case FillStatement fill:
                Array.Fill(_rings[fill.Ring.Name], Find(fill.Value));
                break;
            case HandOutStatement handOut:
                if (Iterates is { } iterates)
                    iterates[handOut.State] = [.. iterates.GetValueOrDefault(handOut.State, []), Find(handOut.Value).Read()];
                break;
            case LocateStatement:
                break;
            case ReleaseStatement release:
                if (release.Condition is not { } when || Is(when))
                    Release(Find(release.Place));
                break;
            case IfStatement choice:
                Run(Is(choice.Condition) ? choice.Then : choice.Else);
                break;
            case LayersStatement loop:
                for (_layer = 0; _layer < layers; _layer++)
                {
                    Run(loop.Body);
                    LiveAfterLayer.Add(_made.Count(c => !c.IsReleased));
                }
                break;
            case CountStatement count:
                (int from, int to) = (At(count.From), At(count.To));
                for (_variable = from; _variable <= to; _variable++)
                    Run(count.Body);
                break;
            case TransformStatement transform:
                for (int i = 0; i < _lists[transform.List.Name].Count; i++)
                    _lists[transform.List.Name][i] = Transition(transform.Stage, _lists[transform.List.Name][i]);
                break;
            case SolveStatement solve:
                Solve(solve);
                break;
            case ReturnStatement result:
                _results = [.. result.Values.Select(Value)];
                break;
            default:
                throw new NotSupportedException(statement.GetType().Name);
        }
    }

    private void Release(Cell cell)
    {
        if (cell.IsCallers)
            throw new InvalidOperationException("The caller's tensor is released.");
        if (cell.IsReleased)
            throw new InvalidOperationException("A tensor is released twice.");
        cell.IsReleased = true;
    }

    private Cell Find(Place place) => place switch
    {
        VariablePlace variable => _tensors[variable.Variable.Name] ?? throw new InvalidOperationException($"{variable.Variable.Name} is read before it is assigned to."),
        ElementPlace { Variable.Kind: VariableKind.List } element => _lists[element.Variable.Name][At(element.Position)],
        ElementPlace { Variable.Kind: VariableKind.Ring } element => _rings[element.Variable.Name][At(element.Position)]!,
        _ => throw new NotSupportedException(place.GetType().Name)
    };

    private void Set(Place place, Cell cell)
    {
        if (place is VariablePlace variable)
            _tensors[variable.Variable.Name] = cell;
        else if (place is ElementPlace { Variable.Kind: VariableKind.Ring } element)
            _rings[element.Variable.Name][At(element.Position)] = cell;
        else
            throw new NotSupportedException(place.GetType().Name);
    }

    private Cell New(double value, string? keeper = null)
    {
        var cell = new Cell(new Storage(value) { Keeper = keeper });
        _made.Add(cell);
        return cell;
    }

    private static Cell Keep(Cell cell)
    {
        cell.Storage.Keeper ??= SavedByOperation;
        return cell;
    }

    private Cell Value(TensorExpression expression)
    {
        switch (expression)
        {
            case ReadExpression read:
                return Find(read.Place);
            case AliasExpression alias:
                Cell other = Value(alias.Value);
                other.Read();
                var handle = new Cell(other.Storage);
                _made.Add(handle);
                return handle;
            case CloneExpression clone:
                return New(Value(clone.Value).Read());
            case ZerosExpression zeros:
                Find(zeros.Like).Read();
                return New(0);
            case MultiplyExpression multiply:
                Assert(multiply.Factor.IsTensor || multiply.Factor.Held is not null || (-multiply.Factor.Value).IsOne, "a factor is held, or -1");
                Cell factor = Value(multiply.Value);
                if (multiply.Factor.IsTensor)
                    Keep(factor);
                return New(factor.Read() * Number(multiply.Factor));
            case AddExpression add:
                Assert(!add.Alpha.IsTensor && (add.Alpha.Held is not null || (-add.Alpha.Value).IsOne), "alpha is a held number, or -1");
                return Result(Value(add.Value), add.InPlace, v => v + (Number(add.Alpha) * Find(add.Other).Read()));
            case AddProductExpression product:
                Assert(product.Tensor.IsTensor && product.Number.Held is not null, "addcmul takes a tensor and a held number");
                return Result(Value(product.Value), product.InPlace, v => v + (Number(product.Tensor) * Number(product.Number) * Keep(Find(product.Other)).Read()));
            case ProductExpression product:
                return New(Keep(Find(product.Left)).Read() * Keep(Find(product.Right)).Read());
            case AddNumberExpression number:
                Assert(number.Number.IsTensor || number.Number.Held is not null, "a number that is added is held");
                return Result(Value(number.Value), number.InPlace, v => v + Number(number.Number));
            case LerpExpression lerp:
                Assert(lerp.Weight.IsTensor || lerp.Weight.Held is not null, "a weight is held");
                Cell begin = Value(lerp.Value);
                Cell end = Find(lerp.End);
                if (lerp.Weight.IsTensor)
                    (begin, end) = (Keep(begin), Keep(end));
                return Result(begin, lerp.InPlace, v => v + (Number(lerp.Weight) * (end.Read() - v)));
            case ChoiceExpression choice:
                return Value(Is(choice.Condition) ? choice.Then : choice.Else);
            case ScalarExpression scalar:
                Assert(scalar.Value.IsTensor == scalar.Like is null, "a number has the type of a tensor");
                return New(Number(scalar.Value), SavedByOperation);
            case PreparedExpression prepared:
                // What has a value for each layer is read layer by layer.
                return New(isPerLayer(prepared.Coefficient) ? double.NaN : coefficient(prepared.Coefficient, []), SavedByOperation);
            case TransitionExpression transition:
                return Transition(transition.Stage, Find(transition.Value));
            case FunctionExpression function:
                return Apply(function);
            case ApplyExpression application:
                return Apply(application);
            default:
                throw new NotSupportedException(expression.GetType().Name);
        }
    }

    private static void Assert(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException($"Not so: {what}.");
    }

    private Cell Result(Cell value, bool inPlace, Func<double, double> compute)
    {
        double result = compute(value.Read());
        if (!inPlace)
            return New(result);
        value.Storage.Write(result);
        return value;
    }

    private Cell Transition(int stage, Cell value) => New(Keep(value).Read() * 0.9 + (stage * 0.01), "an operator has returned");

    private Cell Apply(FunctionExpression function)
    {
        Cell value = Value(function.Value);
        double x = value.Read();
        double result = function.Function switch
        {
            TensorFunction.Relu => Math.Max(x, 0),
            TensorFunction.Tanh => Math.Tanh(x),
            TensorFunction.Soft => Math.Sign(x) * Math.Max(Math.Abs(x) - Number(function.Parameters[0]), 0),
            _ => 1 / (1 + Math.Exp(-x))
        };
        bool savesResult = function.Function is TensorFunction.Relu or TensorFunction.Tanh or TensorFunction.Sigmoid;
        if (!function.InPlace)
            return New(result, savesResult ? SavedByOperation : KeepOf(value));
        Assert(savesResult, "the function keeps its result only");
        value.Storage.Write(result);
        Keep(value);
        return value;
    }

    private static string? KeepOf(Cell argument)
    {
        Keep(argument);
        return null;
    }

    private Cell Apply(ApplyExpression application)
    {
        OperatorPlan op = program.Plan.Operators[application.Operator];
        ModuleRange range = program.Modules[application.Operator];
        int module = range.First.Evaluate(layers) + (application.Module is { } position ? At(position) : 0);
        if (module < range.First.Evaluate(layers) || module > range.Last.Evaluate(layers))
            throw new InvalidOperationException($"{op.Name} has no module {module}.");
        double[] arguments = [.. application.Arguments.Select(a => Keep(Find(a)).Read())];
        string name = op.Name + (application.Adjoint ? "^T" : "");
        Applications.Add(name + module);
        return New(apply(name, module, [.. application.Parameters.Select(Number)], arguments), "an operator has returned");
    }

    private double[] Parts(TensorExpression whole)
    {
        // A vector over the indices: what is trained in it has a value for each.
        (int layer, var values) = (_layer, new double[Count(whole)]);
        for (int k = 0; k < values.Length; k++)
        {
            _layer = k;
            values[k] = whole is ReadExpression { Place: var place } ? Scalar(place) : Number(((ScalarExpression)whole).Value);
        }
        _layer = layer;
        return values;
    }

    /// <summary>How many values a vector has; all vectors that it is computed from must have as many.</summary>
    private int Count(TensorExpression whole)
    {
        IEnumerable<Place> places = whole is ReadExpression read ? [read.Place] : ((ScalarExpression)whole).Value.Value.Atoms().OfType<PlaceAtom>().Select(a => a.Place);
        return places.Select(NameOf).Where(isPerLayer).Select(n => CoefficientExtent.Of(program.Plan, n).Evaluate(layers)).Distinct().Single();
    }

    private static string NameOf(Place place) => place is ParameterPlace stored ? stored.Coefficient : ((VariablePlace)place).Variable.Name.Replace("Values", "", StringComparison.Ordinal);

    private double Number(Factor factor)
    {
        if (factor.Held is { } held)
        {
            HeldConstant constant = program.Constants[held];
            Assert(constant.Value == factor.Value, "a held constant has the value that is read");
            Assert(constant.Extent != HeldExtent.OfLayer || constant.First <= _layer, "a held constant is read in layers that it has values for");
        }
        return Number(factor.Value);
    }

    private double Held(HeldAtom held)
    {
        HeldConstant constant = program.Constants[held.Constant];
        Assert(constant is { Form: HeldForm.Double, Extent: not HeldExtent.OfTerm }, "what a scalar reads is held as a double");
        Assert(constant.Extent != HeldExtent.OfLayer || constant.First <= _layer, "a held constant is read in layers that it has values for");
        return Number(constant.Value);
    }

    private double Number(Scalar scalar) =>
        scalar.Terms.Sum(t => t.Powers.Aggregate(t.Factor.ToDouble(), (product, p) => product * Math.Pow(Number(p.Atom), p.Exponent)));

    private double Number(Atom atom) => atom switch
    {
        PlaceAtom place => Scalar(place.Place),
        HeldAtom held => Held(held),
        CoefficientAtom c when _series.TryGetValue(c.Name, out var series) => series.Values[Math.Max(0, c.Indices[0].Evaluate(_layer, layers, _variable) - series.First)],
        CoefficientAtom c => coefficient(c.Name, [.. c.Indices.Select(i => Math.Max(0, i.Evaluate(_layer, layers, _variable)))]),
        FunctionAtom f => ScalarFunctions.Evaluate(f.Function, [.. f.Arguments.Select(Number)]),
        GroupAtom g => Number(g.Content),
        _ => atom == SymbolAtom.Layer ? _layer : atom == SymbolAtom.Layers ? layers : _variable
    };

    /// <summary>A trained coefficient. What is prepared for all layers has, while parts are made of it, the value of the layer at hand.</summary>
    private double Scalar(Place place) => place switch
    {
        ElementPlace { Column: { } column } element => coefficient(_tables[element.Variable.Name], [InTable(element, At(element.Position)), InTable(element, At(column))]),
        ElementPlace { Variable.Kind: VariableKind.List } element => Find(element).Read(),
        ElementPlace element => _parts[element.Variable.Name][At(element.Position)],
        ParameterPlace parameter => coefficient(parameter.Coefficient, isPerLayer(parameter.Coefficient) ? [_layer] : []),
        VariablePlace { Variable.Name: var name } when name.EndsWith("Values", StringComparison.Ordinal) => coefficient(name[..^"Values".Length], [_layer]),
        VariablePlace variable => _tensors[variable.Variable.Name].Read(),
        _ => throw new NotSupportedException(place.GetType().Name)
    };

    private int InTable(ElementPlace element, int index)
    {
        Assert(index <= CoefficientExtent.OfPair(program.Plan, _tables[element.Variable.Name]).Evaluate(layers), "a table has a row and a column for every index");
        return index;
    }

    private void Solve(SolveStatement solve)
    {
        EquationMethod method = program.Methods[solve.Method];
        double[] given = [.. solve.Given.Select(p => Keep(Find(p)).Read())];
        double[] shared = [.. solve.Shared.Select(Scalar)];
        double[] values = [.. solve.Guesses.Select(g => Value(g).Read())];
        (int ofLayer, int ofStart) = (solve.LayerCopy is { } copy ? _numbers[copy.Name] : -1000, solve.StartCopy is { } begin ? _numbers[begin.Name] : -1000);
        // The operators of the tests are contractions, for which plain iteration converges.
        for (int i = 0; i < 60; i++)
            values = new ProgramRunner(program, layers, apply, coefficient, isPerLayer).Evaluate(method, values, given, shared, ofLayer, ofStart);
        for (int i = 0; i < values.Length; i++)
            _tensors[solve.Targets[i].Name] = New(values[i], "a solve has returned");
    }

    private double[] Evaluate(EquationMethod method, double[] unknowns, double[] given, double[] shared, int ofLayer, int ofStart)
    {
        Hold();
        _layer = method.Layer is null ? -1000 : ofLayer;
        if (method.Start is { } start)
            _numbers[program.Start!.Name] = ofStart;
        foreach ((Variable variable, double value) in method.Unknowns.Zip(unknowns).Concat(method.Given.Zip(given)).Concat(method.Shared.Zip(shared)))
            _tensors.Add(variable.Name, new Cell(new Storage(value) { Keeper = "the solver has passed in" }) { IsCallers = true });
        Run(method.Body);
        var results = method.Results.Select(Value).ToList();
        if (results.Distinct().Count() < results.Count || results.Exists(r => r.IsCallers))
            throw new InvalidOperationException("A method's results are no tensors of their own.");
        return [.. results.Select(r => r.Read())];
    }
}
