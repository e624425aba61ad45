using OptGen.Binding;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Reads coefficients in emitted code, and prepares the trained ones once before the layers.</summary>
internal sealed class CoefficientReader
{
    private readonly Dictionary<string, CoefficientModel> _models;
    private readonly CoefficientReader? _forward;
    private readonly Func<string, string>? _share;
    private readonly Dictionary<string, string> _prepared = [];
    private readonly Dictionary<string, string> _vectors = [];
    private readonly ModuleNames _members;
    private readonly ScalarWriter _scalars;
    private readonly Dictionary<Scalar, ScalarCode> _hoisted = [];

    public CoefficientReader(NetworkModel model, ModuleNames members, string layers)
    {
        _models = model.Coefficients.ToDictionary(c => c.Name, StringComparer.Ordinal);
        _members = members;
        _scalars = new ScalarWriter(Read, layers);
    }

    private CoefficientReader(CoefficientReader forward, Func<string, string> share)
    {
        _models = forward._models;
        _members = forward._members;
        _forward = forward;
        _share = share;
        _scalars = new ScalarWriter(Shared, forward._scalars.Layers) { Layer = forward._scalars.Layer };
    }

    /// <summary>
    /// Reads the same coefficients in a method that forward passes tensors to: numbers are read there, and of what is trained the values of
    /// the layer come in as parameters.
    /// </summary>
    /// <param name="share">Passes a tensor to the method: the expression that reads it in forward in, the name of the parameter out.</param>
    public CoefficientReader Inside(Func<string, string> share) => new(this, share);

    public ScalarWriter Scalars => _scalars;

    /// <summary>Whether a trained coefficient takes part in a scalar.</summary>
    public bool IsTensor(Scalar scalar) =>
        scalar.Atoms().OfType<CoefficientAtom>().Any(a => _models[a.Name].Learnable is not null);

    /// <summary>What a coefficient without index reads where its values differ by layer.</summary>
    public string ImpliedIndex { get; set; } = "k";

    /// <summary>The first layer that reads what is being written.</summary>
    public int FirstLayer { get; set; }

    /// <summary>What is written for a coefficient: the variable that holds it, if it is computed before the layers.</summary>
    public ScalarCode Code(Scalar scalar) => Hoisted(scalar) ?? _scalars.Write(scalar);

    /// <summary>The expression that reads a number from where the module holds it.</summary>
    /// <param name="scalar">The number.</param>
    /// <param name="reader">What takes it.</param>
    /// <param name="clock">What the variable of a sum is called.</param>
    public string Held(Scalar scalar, HeldNumbers.Reader reader, LayerClock clock)
    {
        string wish = HeldNumbers.Wish(scalar);
        bool ofLayer = _scalars.Layer == "k" && (scalar.DependsOnLayer || (ImpliedIndex == "k" && scalar.Atoms().Any(IsImplied)));
        if (scalar.DependsOnVariable)
        {
            string variable = _scalars.Variable;
            _scalars.Variable = "j";
            string table = _members.Numbers.OfTerm(wish, _scalars.Write(scalar).Text);
            _scalars.Variable = variable;
            return $"{table}[{(ofLayer ? "k" : "0")}, {clock.Variable.Trim('(', ')')}]";
        }
        string value = _scalars.Write(scalar).Text;
        return ofLayer ? _members.Numbers.OfLayer(reader, wish, value, _members.Layers, FirstLayer) + "[k]" : _members.Numbers.Single(reader, wish, value);
    }

    private bool IsImplied(Atom atom) => atom is CoefficientAtom { Indices.Count: 0 } coefficient && _models[coefficient.Name].VariesByLayer;

    /// <summary>
    /// Two terms whose coefficients add up to 1: they are one interpolation, whose weight is the coefficient of the end. Null where there are none, or
    /// where a term with factor 1 spares the first product anyway.
    /// </summary>
    public (Term Start, Term End)? Interpolation(IReadOnlyList<Term> terms)
    {
        if (terms.Any(t => t.Coefficient.IsOne))
            return null;
        var seen = new Dictionary<Scalar, Term>();
        foreach (Term term in terms)
        {
            if (seen.TryGetValue(Scalar.One - term.Coefficient, out Term? other))
                return IsWeight(term.Coefficient, other.Coefficient) ? (other, term) : (term, other);
            if (!seen.ContainsKey(term.Coefficient))
                seen.Add(term.Coefficient, term);
        }
        return null;
    }

    /// <summary>Whether a coefficient is the simpler weight: the one of fewer terms, but no negated or scaled trained one, which takes an operation.</summary>
    private bool IsWeight(Scalar coefficient, Scalar other)
    {
        if (!IsTensor(coefficient))
            return coefficient.Terms.Count <= other.Terms.Count;
        return coefficient.Terms.Count == 1 ? coefficient.Terms[0].Factor.IsOne : other.Terms.Count != 1 || !other.Terms[0].Factor.IsOne;
    }

    /// <summary>The coefficients of a combination that its operations take.</summary>
    private IEnumerable<Scalar> Factors(LinearCombination combination)
    {
        var plain = combination.Terms.Where(t => t.Value is not SumValue).ToList();
        Term? spared = Interpolation(plain)?.Start;
        return combination.Terms.Where(t => !ReferenceEquals(t, spared)).Select(t => t.Coefficient);
    }

    /// <summary>The variable that holds a scalar computed before the layers; null when none does.</summary>
    public ScalarCode? Hoisted(Scalar scalar)
    {
        if (_forward is null)
            return _hoisted.TryGetValue(scalar, out ScalarCode? code) ? code : null;
        if (!IsTensor(scalar))
            return null;
        // A number before a trained coefficient is one that the operation takes along.
        ScalarCode? ready = _forward.Hoisted(scalar);
        bool isTakenApart = _forward.Hoisted(-scalar) is not null || (scalar.Terms.Count == 1 && !scalar.Terms[0].Factor.IsOne);
        return ready is null && isTakenApart ? null : Shared(ready ?? _forward._scalars.Write(scalar));
    }

    private ScalarCode Shared(CoefficientAtom atom) => Shared(_forward!.Read(atom));

    private ScalarCode Shared(ScalarCode code) => code.IsTensor ? code with { Text = _share!(code.Text), Precedence = Precedence.Primary } : code;

    /// <summary>Writes what the trained coefficients need once in every pass: their ranges, their shapes, one tensor for each layer.</summary>
    public void Prepare(SourceWriter output, Plan plan, NameTable names, string shapeOf)
    {
        foreach (CoefficientModel coefficient in _models.Values.Where(c => c.Learnable is { IsRead: true }))
        {
            LearnableModel learnable = coefficient.Learnable!;
            string bare = CSharp.Bare(coefficient.Identifier);
            string text = _members.Field(coefficient.Name);
            if (learnable.Min is not null || learnable.Max is not null)
                text = $"{CSharp.Services}.Coefficients.Within({text}, {Border(learnable.Min, false)}, {Border(learnable.Max, true)})";
            if (learnable.Channels > 0)
                text = $"{CSharp.Services}.Coefficients.AlongChannels({text}, {shapeOf})";
            if (learnable.PerLayer)
            {
                if (text != _members.Field(coefficient.Name))
                {
                    string vector = names.Take(bare + "Values");
                    output.Line($"var {vector} = {text};");
                    text = vector;
                }
                _vectors.Add(coefficient.Name, text);
                string parts = names.Take(bare + "OfLayer");
                output.Line($"var {parts} = {text}.unbind();");
                _prepared.Add(coefficient.Name, parts);
            }
            else if (text == _members.Field(coefficient.Name))
            {
                _prepared.Add(coefficient.Name, text);
            }
            else
            {
                string value = names.Take(bare + "Value");
                output.Line($"var {value} = {text};");
                _prepared.Add(coefficient.Name, value);
            }
        }
        Hoist(output, plan, names);
    }

    /// <summary>Computes once what several layers would compute from trained coefficients: 1 - g for all layers is one operation.</summary>
    private void Hoist(SourceWriter output, Plan plan, NameTable names)
    {
        foreach (Scalar scalar in plan.Layer.SelectMany(Combinations).SelectMany(Factors).Distinct())
        {
            if (_hoisted.ContainsKey(scalar) || _hoisted.ContainsKey(-scalar) || !NeedsOperations(scalar))
                continue;
            var learned = scalar.Atoms().OfType<CoefficientAtom>().Where(a => _models[a.Name].Learnable is not null).ToList();
            var perLayer = learned.Where(a => _models[a.Name].VariesByLayer).ToList();
            if (perLayer.Count == 0)
            {
                if (scalar.DependsOnLayer || scalar.DependsOnVariable)
                    continue;
                string name = names.Take("coefficient");
                output.Line($"var {name} = {_scalars.Write(scalar).Text};");
                _hoisted.Add(scalar, new ScalarCode(name, Precedence.Primary, Numeric.Tensor));
                continue;
            }
            string index = string.Join(",", perLayer[0].Indices);
            bool sameIndex = perLayer.All(a => string.Join(",", a.Indices) == index) && !perLayer[0].Indices.Any(i => i.Variable != 0);
            bool restIsConstant = scalar.Atoms().All(a => a is CoefficientAtom c && (perLayer.Contains(c) || !_models[c.Name].VariesByLayer) || a is GroupAtom or FunctionAtom);
            if (!sameIndex || !restIsConstant)
                continue;
            var vectorWriter = new ScalarWriter(a => _vectors.TryGetValue(a.Name, out string? vector)
                ? new ScalarCode(vector, Precedence.Primary, Numeric.Tensor)
                : Read(a), "");
            string parts = names.Take("coefficientOfLayer");
            output.Line($"var {parts} = {vectorWriter.Write(scalar).At(Precedence.Primary)}.unbind();");
            _hoisted.Add(scalar, new ScalarCode($"{parts}[{Index(perLayer[0])}]", Precedence.Primary, Numeric.Tensor));
        }
    }

    /// <summary>Whether tensors are computed with before the scalar can be multiplied with one.</summary>
    private bool NeedsOperations(Scalar scalar)
    {
        if (!_scalars.Write(scalar).IsTensor)
            return false;
        if (scalar.Terms.Count != 1)
            return true;
        var powers = scalar.Terms[0].Powers;
        return powers.Count != 1 || powers[0].Exponent != 1 || powers[0].Atom is not CoefficientAtom;
    }

    private static IEnumerable<LinearCombination> Combinations(Step step) => step switch
    {
        AssignStep assignment => WithSums(assignment.Value),
        EvaluateStep evaluation => evaluation.Arguments.SelectMany(WithSums),
        SolveStep solve => solve.Body.SelectMany(Combinations),
        _ => []
    };

    private static IEnumerable<LinearCombination> WithSums(LinearCombination combination) =>
        combination.Terms.Select(t => t.Value).OfType<SumValue>().SelectMany(s => WithSums(s.Body)).Concat([combination]);

    private ScalarCode Read(CoefficientAtom atom)
    {
        CoefficientModel model = _models[atom.Name];
        string name = model.Identifier;
        return model.Form switch
        {
            CoefficientForm.Constant or CoefficientForm.Number => new ScalarCode(name, Precedence.Primary, Numeric.Whole),
            CoefficientForm.Schedule => Real($"{name}({Index(atom)})"),
            CoefficientForm.Values => Real($"{name}[{Index(atom)}]"),
            CoefficientForm.TableMethod => Real($"{name}({Index(atom.Indices[0])}, {Index(atom.Indices[1])})"),
            CoefficientForm.Table => Real($"{name}[{Index(atom.Indices[0])}, {Index(atom.Indices[1])}]"),
            CoefficientForm.JaggedTable => Real($"{name}[{Index(atom.Indices[0])}][{Index(atom.Indices[1])}]"),
            _ => new ScalarCode(
                _prepared[atom.Name] + (model.Learnable!.PerLayer ? $"[{Index(atom)}]" : ""), Precedence.Primary, Numeric.Tensor)
        };
    }

    private string Index(CoefficientAtom atom) => atom.Indices.Count == 0 ? ImpliedIndex : Index(atom.Indices[0]);

    /// <summary>An index below 0 reads the value at 0.</summary>
    private string Index(AffineIndex index)
    {
        string text = _scalars.Write(index).Text;
        // There is at least one layer.
        bool mayBeNegative = index.Offset < -Math.Max(index.End, 0) || index.Layer < 0 || index.Variable < 0 || index.End < 0;
        return mayBeNegative ? ScalarWriter.NotBelowZero(text) : text;
    }

    private static ScalarCode Real(string text) => new(text, Precedence.Primary, Numeric.Real);

    private static string Border(double? border, bool upper) =>
        CSharp.Literal(border ?? (upper ? double.PositiveInfinity : double.NegativeInfinity));
}
