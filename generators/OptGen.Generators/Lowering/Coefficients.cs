using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// Reads scalars at the point that lowering has come to: trained coefficients become places that hold them, and what several layers would compute from
/// them is computed once, before the layers.
/// </summary>
internal sealed class Coefficients
{
    private readonly Plan _plan;
    private readonly LoweringOptions _options;
    private readonly NameTable _names;
    private readonly LayerClock _clock;
    private readonly HeldConstants _held;
    private readonly ScalarSeries _series;
    private readonly Func<Place, Place>? _share;
    private readonly Coefficients? _forward;
    private readonly bool _isComputedInside;
    private readonly Dictionary<string, TrainedCoefficient> _trained;
    private readonly Dictionary<string, Place> _prepared = [];
    private readonly Dictionary<string, Variable> _parts = [];
    private readonly Dictionary<Scalar, Func<CoefficientAtom?, Place>> _hoisted = [];
    private readonly List<Statement> _statements = [];
    private readonly Dictionary<string, Variable> _lists = [];
    private bool _isInSeries;

    public Coefficients(Plan plan, LoweringOptions options, NameTable names, LayerClock clock, HeldConstants held, ScalarSeries series)
    {
        _plan = plan;
        _held = held;
        _series = series;
        _options = options;
        _names = names;
        _clock = clock;
        _trained = options.Trained.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    private Coefficients(Coefficients forward, Func<Place, Place> share, bool isComputedInside)
        : this(forward._plan, forward._options, forward._names, forward._clock, forward._held, forward._series)
    {
        _forward = forward;
        _share = share;
        _isComputedInside = isComputedInside;
        Implied = forward.Implied;
    }

    /// <summary>The statements that compute what all layers read; they stand before everything else.</summary>
    public IReadOnlyList<Statement> Statements => _statements;

    /// <summary>The index that a coefficient without one is read at, where its values differ by layer.</summary>
    public AffineIndex Implied { get; set; }

    /// <summary>The first layer that reads what is being lowered.</summary>
    public int FirstLayer { get; set; }

    /// <summary>The terms of the sum around what is being lowered.</summary>
    public SumRange? Terms { get; set; }

    /// <summary>The same coefficients in a method that is handed what is trained.</summary>
    /// <param name="share">Passes a place in.</param>
    /// <param name="isComputedInside">Whether what is made of trained coefficients for one layer alone is computed by the method, not before it is called.</param>
    public Coefficients Inside(Func<Place, Place> share, bool isComputedInside = false) => new(this, share, isComputedInside);

    /// <summary>Whether nothing that is read from now on is computed for all layers at once, since few passes read it.</summary>
    public bool IsRarelyRead { get; set; }

    /// <summary>Whether a trained coefficient takes part in a scalar.</summary>
    public bool IsTrained(Scalar scalar) => scalar.Atoms().Any(a => a is CoefficientAtom c && (_trained.ContainsKey(c.Name) || _series.IsTrained(c.Name)));

    /// <summary>Computes what the trained coefficients need once in every pass: their ranges, their shapes, one tensor for each layer.</summary>
    public void Prepare(Place shapeOf)
    {
        foreach (TrainedCoefficient coefficient in _options.Trained)
        {
            Place place = new ParameterPlace(coefficient.Name);
            if (coefficient.IsBounded || coefficient.HasChannels)
            {
                var variable = new Variable(_names.Take(coefficient.Name + (coefficient.PerLayer || coefficient.PerPair ? "Values" : "Value")), VariableKind.Tensor);
                _statements.Add(new DeclareStatement(variable, new PreparedExpression(coefficient.Name, coefficient.HasChannels ? shapeOf : null)));
                place = new VariablePlace(variable);
            }
            _prepared.Add(coefficient.Name, place);
            if (!coefficient.PerLayer && !coefficient.PerPair)
                continue;
            var parts = coefficient.PerPair
                ? new Variable(_names.Take(coefficient.Name + "OfPair"), VariableKind.Table)
                : new Variable(_names.Take(coefficient.Name + "OfLayer"), VariableKind.Parts);
            _statements.Add(new DeclarePartsStatement(parts, new ReadExpression(place)));
            _parts.Add(coefficient.Name, parts);
        }
        PrepareLines();
    }

    /// <summary>Computes the lines of numbers in which something trained takes part, layer after layer: a list of tensors for each.</summary>
    private void PrepareLines()
    {
        _isInSeries = true;
        foreach (ScalarLinePlan line in _series.Trained)
        {
            var list = new Variable(_names.Take(line.Name), VariableKind.List);
            _lists.Add(line.Name, list);
            _statements.Add(new DeclareBufferStatement(list, 0));
        }
        Implied = AffineIndex.At(0);
        foreach (ScalarLinePlan line in _series.Trained)
        {
            foreach (Scalar given in line.Given)
                Append(line, given, "First", _statements);
        }
        var layer = new AffineIndex(0, 0, 1, 0);
        Implied = layer;
        var body = new List<Statement>();
        foreach (ScalarLinePlan line in _series.Trained.Where(l => l.Update is not null))
            Append(line, line.Update!.Substitute(layer, layer), "Next", body);
        if (body.Count > 0)
        {
            _statements.Add(new CountStatement(
                new Variable(_names.Inner().Take("j"), VariableKind.Number), IndexValue.At(0), new IndexValue(_clock.Fold(AffineIndex.AtEnd(-1))), body.ToEquatableArray()));
        }
        Implied = default;
        _isInSeries = false;
    }

    private void Append(ScalarLinePlan line, Scalar value, string ending, List<Statement> statements)
    {
        var variable = new Variable(_names.Take(line.Name + ending), VariableKind.Tensor);
        Factor factor = Of(value);
        statements.Add(new DeclareStatement(variable, new ScalarExpression(factor, factor.IsTensor ? null : _series.LikeOf(line.Name))));
        statements.Add(new AppendStatement(_lists[line.Name], new VariablePlace(variable)));
    }

    /// <summary>A scalar computed where it is read. The numbers in it that are read from members or may not exist are held.</summary>
    public Factor Of(Scalar scalar)
    {
        Scalar value = Resolve(scalar);
        return new Factor(value.Atoms().Any(a => a is PlaceAtom) ? WithHeldNumbers(value) : HeldNumber(value));
    }

    /// <summary>A number that the network holds.</summary>
    public Factor Held(Scalar number, HeldForm form)
    {
        Scalar value = Resolve(number);
        return new Factor(value, _held.Hold(value, form, FirstLayer, Terms));
    }

    /// <summary>
    /// A scalar with trained coefficients as a number times what is trained, which the operation that adds a product takes along. Where the second
    /// needs operations of its own it is computed before the layers, if it can be.
    /// </summary>
    public (Factor Tensor, Scalar Number) Split(Scalar scalar)
    {
        (Scalar trained, Scalar number) = TakeApart(scalar);
        if (_forward is not null && _isComputedInside)
            return (!IsRarelyRead && _forward.Hoisted(trained) is { } ready ? new Factor(Scalar.Of(new PlaceAtom(_share!(ready)))) : Of(trained), number);
        if (_forward is not null)
            return (new Factor(Scalar.Of(new PlaceAtom(_share!(_forward.Ready(trained))))), number);
        return (Hoisted(trained) is { } place ? new Factor(Scalar.Of(new PlaceAtom(place))) : Of(trained), number);
    }

    /// <summary>How many tensor operations it takes in every layer, and once before them, to have what is trained in a scalar.</summary>
    public int Cost(Scalar scalar)
    {
        Scalar trained = TakeApart(scalar).Trained;
        return IsSingle(trained) ? 0 : CanHoist(trained) ? 1 : 4;
    }

    /// <summary>A place that holds what is trained, in a variable made for it if there is none.</summary>
    private Place Ready(Scalar trained)
    {
        if (Hoisted(trained) is { } place)
            return place;
        Factor factor = Of(trained);
        if (factor.Plain is { } plain)
            return plain;
        var variable = new Variable(_names.Take("coefficient"), VariableKind.Tensor);
        Pending.Add(new DeclareStatement(variable, new ScalarExpression(factor)));
        return new VariablePlace(variable);
    }

    /// <summary>What equations are handed that is computed for them, to stand before the solve that is being lowered.</summary>
    public List<Statement> Pending { get; } = [];

    private Place? Hoisted(Scalar trained)
    {
        if (IsSingle(trained))
            return null;
        if (_hoisted.TryGetValue(trained, out Func<CoefficientAtom?, Place>? known))
            return known(PerLayer(trained).FirstOrDefault());
        if (!CanHoist(trained))
            return null;
        Func<CoefficientAtom?, Place> read;
        CoefficientAtom? layer = PerLayer(trained).FirstOrDefault();
        Scalar whole = trained.Replace(a => a is CoefficientAtom c && _prepared.TryGetValue(c.Name, out Place? place)
            ? Scalar.Of(new PlaceAtom(place))
            : Scalar.Of(a));
        if (layer is null)
        {
            var variable = new Variable(_names.Take("coefficient"), VariableKind.Tensor);
            _statements.Add(new DeclareStatement(variable, new ScalarExpression(new Factor(WithHeldNumbers(_clock.Fold(whole))))));
            read = _ => new VariablePlace(variable);
        }
        else
        {
            var parts = new Variable(_names.Take("coefficientOfLayer"), VariableKind.Parts);
            _statements.Add(new DeclarePartsStatement(parts, new ScalarExpression(new Factor(WithHeldNumbers(_clock.Fold(whole))))));
            read = atom => new ElementPlace(parts, PositionOf(atom!));
        }
        _hoisted.Add(trained, read);
        return read(layer);
    }

    /// <summary>Whether what is trained can be computed for all layers at once.</summary>
    private bool CanHoist(Scalar trained)
    {
        if (_hoisted.ContainsKey(trained))
            return true;
        if (_isInSeries || trained.Atoms().Any(a => a is CoefficientAtom c && _series.IsTrained(c.Name)))
            return false;
        if (trained.Atoms().Any(a => a is CoefficientAtom c && _trained.TryGetValue(c.Name, out TrainedCoefficient? t) && t.PerPair))
            return false;
        List<CoefficientAtom> perLayer = PerLayer(trained);
        if (perLayer.Count == 0)
            return !trained.DependsOnLayer && !trained.DependsOnVariable && !trained.Atoms().OfType<CoefficientAtom>().Any(IsScheduled);
        EquatableArray<AffineIndex> index = perLayer[0].Indices;
        return perLayer.All(a => a.Indices == index && CoefficientExtent.Of(_plan, a.Name) == CoefficientExtent.Of(_plan, perLayer[0].Name)) && !index.Any(i => i.Variable != 0)
            && trained.Atoms().All(a => a is CoefficientAtom c && (perLayer.Contains(c) || (c.Indices.Count == 0 && !IsScheduled(c))) || a is GroupAtom or FunctionAtom);
    }

    private List<CoefficientAtom> PerLayer(Scalar scalar) =>
        scalar.Atoms().OfType<CoefficientAtom>().Where(a => _trained.TryGetValue(a.Name, out TrainedCoefficient? c) && c.PerLayer).ToList();

    private bool IsScheduled(CoefficientAtom atom) => atom.Indices.Count > 0 ? !_trained.ContainsKey(atom.Name) : _options.Scheduled.Contains(atom.Name);

    private static bool IsSingle(Scalar trained) =>
        trained.Terms.Count == 1 && trained.Terms[0].Factor.IsOne && trained.Terms[0].Powers.Count == 1
        && trained.Terms[0].Powers[0] is { Exponent: 1, Atom: CoefficientAtom };

    /// <summary>Of one product, its trained factors and the others; of a sum, the sum and the number before its first term.</summary>
    private (Scalar Trained, Scalar Number) TakeApart(Scalar scalar)
    {
        Scalar trained = Scalar.One;
        Scalar number = Scalar.Constant(scalar.Terms[0].Factor);
        if (scalar.Terms.Count > 1)
            return (scalar * Scalar.Constant(scalar.Terms[0].Factor.Reciprocal()), number);
        foreach (AtomPower power in scalar.Terms[0].Powers)
        {
            Scalar raised = Scalar.Of(power.Atom).Power(Math.Abs(power.Exponent));
            if (power.Exponent < 0)
                raised = raised.Reciprocal();
            if (IsTrained(Scalar.Of(power.Atom)))
                trained *= raised;
            else
                number *= raised;
        }
        return (trained, number);
    }

    /// <summary>
    /// A number as one that is held, where it is read from a member or may not exist: so it is computed once, and checked, when the network is made.
    /// </summary>
    private Scalar HeldNumber(Scalar number)
    {
        bool isSafe = number.Terms.All(t => t.Powers.All(p => p.Exponent > 0 && IsSafe(p.Atom)));
        if (isSafe || (number.DependsOnVariable && !_isInSeries))
            return number;
        if (number.DependsOnVariable)
            return _series.Hold(number);
        int constant = _held.Hold(number, HeldForm.Double, FirstLayer, null);
        return Scalar.Of(new HeldAtom(constant, _held.All[constant].Extent));
    }

    /// <summary>What is trained in a scalar as it is, with the numbers beside it held.</summary>
    private Scalar WithHeldNumbers(Scalar scalar)
    {
        Scalar sum = Scalar.Zero;
        Scalar numbers = Scalar.Zero;
        foreach (Monomial term in scalar.Terms)
        {
            Scalar trained = Scalar.One;
            Scalar number = Scalar.Constant(term.Factor);
            foreach (AtomPower power in term.Powers)
            {
                Scalar raised = Scalar.Of(power.Atom);
                bool isTrained = raised.Atoms().Any(a => a is PlaceAtom);
                raised = (isTrained ? WithHeldNumbers(power.Atom) : raised).Power(Math.Abs(power.Exponent));
                if (power.Exponent < 0)
                    raised = raised.Reciprocal();
                if (isTrained)
                    trained *= raised;
                else
                    number *= raised;
            }
            if (trained.IsOne)
                numbers += number;
            else
                sum += trained * HeldNumber(number);
        }
        return numbers.IsZero ? sum : sum + HeldNumber(numbers);
    }

    private Scalar WithHeldNumbers(Atom atom) => atom switch
    {
        FunctionAtom function => ScalarFunctions.Apply(
            function.Function, function.Arguments.Select(a => a.Atoms().Any(i => i is PlaceAtom) ? WithHeldNumbers(a) : HeldNumber(a)).ToEquatableArray()),
        GroupAtom group => WithHeldNumbers(group.Content),
        _ => Scalar.Of(atom)
    };

    /// <summary>Whether what has this factor surely exists: a number of the text, of a layer, or a constant.</summary>
    private bool IsSafe(Atom atom) => atom is SymbolAtom or HeldAtom || (atom is CoefficientAtom { Indices.Count: 0 } c && _options.Constants.Contains(c.Name));

    private Scalar Resolve(Scalar scalar) => _clock.Fold(scalar).Replace(a => a is CoefficientAtom coefficient ? Resolve(coefficient) : Scalar.Of(a));

    private Scalar Resolve(CoefficientAtom atom)
    {
        if (_series.IsTrained(atom.Name))
            return Scalar.Of(new PlaceAtom(_forward is null ? PlaceOf(atom) : _share!(_forward.PlaceOf(atom))));
        if (!_trained.TryGetValue(atom.Name, out TrainedCoefficient? trained))
            return Scalar.Of(atom.Indices.Count == 0 && _options.Scheduled.Contains(atom.Name) ? new CoefficientAtom(atom.Name, [_clock.Fold(Implied)]) : atom);
        if (_forward is not null)
            return Scalar.Of(new PlaceAtom(_share!(_forward.PlaceOf(atom, trained))));
        return Scalar.Of(new PlaceAtom(PlaceOf(atom, trained)));
    }

    /// <summary>The value of a line in which something trained takes part.</summary>
    private ElementPlace PlaceOf(CoefficientAtom atom) => new(_lists[atom.Name], PositionOf(_series.PositionOf(atom.Name, atom.Indices[0])));

    private Place PlaceOf(CoefficientAtom atom, TrainedCoefficient trained) => trained switch
    {
        { PerPair: true } => new ElementPlace(_parts[atom.Name], PositionOf(atom), PositionOf(atom.Indices[1])),
        { PerLayer: true } => new ElementPlace(_parts[atom.Name], PositionOf(atom)),
        _ => _prepared[atom.Name]
    };

    private IndexValue PositionOf(CoefficientAtom atom) => PositionOf(atom.Indices.Count == 0 ? Implied : atom.Indices[0]);

    /// <summary>An index below 0 reads the value at 0.</summary>
    private IndexValue PositionOf(AffineIndex written)
    {
        AffineIndex index = _clock.Fold(written);
        if (index.IsNumber)
            return IndexValue.At(Math.Max(index.Offset, 0));
        bool mayBeNegative = index.Offset < -Math.Max(index.End, 0) || index.Layer < 0 || index.Variable < 0 || index.End < 0;
        return new IndexValue(index, Floor: mayBeNegative ? Floor.Zero : Floor.None);
    }
}
