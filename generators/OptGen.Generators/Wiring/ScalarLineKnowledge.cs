using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>What the verdict knows of lines that compute numbers: those that stay the same are numbers, and those that only stand for others are what they stand for.</summary>
/// <param name="lines">The lines, in the order in which a layer computes them.</param>
/// <param name="resolve">Puts what is known of coefficients into a scalar.</param>
internal sealed class ScalarLineKnowledge(IEnumerable<ScalarLinePlan> lines, Func<Scalar, Scalar> resolve)
{
    /// <summary>What a line stands for is put in its place up to this size; more would be copied without end.</summary>
    private const int MostCopied = 128;

    private readonly Dictionary<string, ScalarLinePlan> _lines = lines.ToDictionary(l => l.Name, StringComparer.Ordinal);
    private readonly List<ScalarLinePlan> _order = [.. lines];
    private readonly Dictionary<string, Scalar?> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Rational?> _constants = new(StringComparer.Ordinal);

    public bool Contains(string name) => _lines.ContainsKey(name);

    /// <summary>A number of a line: itself where it changes from layer to layer by a rule of its own.</summary>
    public Scalar Resolve(CoefficientAtom read)
    {
        ScalarLinePlan line = _lines[read.Name];
        if (ConstantOf(line) is { } constant)
            return Scalar.Constant(constant);
        if (DefinitionOf(line) is not { } definition || !read.Indices[0].IsLayer)
            return Scalar.Of(read);
        Scalar there = definition.Substitute(read.Indices[0].Plus(-line.Newest), new AffineIndex(0, 0, 1, 0));
        return there.Size <= MostCopied ? there : Scalar.Of(read);
    }

    /// <summary>What a line stands for, with all that is known; null where it depends on numbers that it has computed before.</summary>
    private Scalar? DefinitionOf(ScalarLinePlan line)
    {
        if (_definitions.TryGetValue(line.Name, out Scalar? known))
            return known;
        // While it is being found the line stands for itself.
        _definitions[line.Name] = null;
        if (line.Update is null || Closure(line).Any(l => l.Name == line.Name))
            return null;
        Scalar definition = resolve(line.Update);
        return _definitions[line.Name] = definition.Size <= MostCopied ? definition : null;
    }

    /// <summary>The lines that a line depends on: itself among them where it recurs.</summary>
    private HashSet<ScalarLinePlan> Closure(ScalarLinePlan line)
    {
        var found = new HashSet<ScalarLinePlan>();
        var pending = new Stack<ScalarLinePlan>([line]);
        while (pending.Count > 0)
        {
            ScalarLinePlan next = pending.Pop();
            IEnumerable<Scalar> scalars = next.Update is null ? next.Given : next.Given.Append(next.Update);
            foreach (CoefficientAtom atom in scalars.SelectMany(s => s.Atoms()).OfType<CoefficientAtom>())
            {
                if (_lines.TryGetValue(atom.Name, out ScalarLinePlan? read) && found.Add(read))
                    pending.Push(read);
            }
        }
        return found;
    }

    /// <summary>The number that a line has at every index, exactly: what it begins with, and what it then computes from that again; null where it changes.</summary>
    private Rational? ConstantOf(ScalarLinePlan line)
    {
        if (!_constants.TryGetValue(line.Name, out Rational? known))
            _constants[line.Name] = known = FindConstant(line);
        return known;
    }

    private Rational? FindConstant(ScalarLinePlan line)
    {
        HashSet<ScalarLinePlan> closure = Closure(line);
        if (!closure.Contains(line))
            return null;
        var values = new Dictionary<string, Rational>(StringComparer.Ordinal);
        foreach (ScalarLinePlan member in closure)
        {
            foreach (Scalar given in member.Given)
            {
                if (!Knowledge.TryEvaluate(Known(given), s_none, out Rational value) || (values.TryGetValue(member.Name, out Rational first) && first != value))
                    return null;
                values[member.Name] = value;
            }
        }
        // One layer suffices: with the same numbers at every index, the next computes the same again.
        foreach (ScalarLinePlan member in _order.Where(l => closure.Contains(l) && l.Update is not null))
        {
            Scalar update = Known(member.Update!).Replace(a => a is CoefficientAtom c && values.TryGetValue(c.Name, out Rational number) ? Scalar.Constant(number) : Scalar.Of(a));
            if (!update.TryConstant(out Rational computed) || (values.TryGetValue(member.Name, out Rational before) && before != computed))
                return null;
            values[member.Name] = computed;
        }
        return values.TryGetValue(line.Name, out Rational found) ? found : null;
    }

    private static readonly Dictionary<string, Rational> s_none = [];

    /// <summary>A scalar with all that is known of coefficients; lines stay.</summary>
    private Scalar Known(Scalar scalar)
    {
        var marks = new HashSet<string>(StringComparer.Ordinal);
        Scalar marked = scalar.Replace(a =>
        {
            if (a is not CoefficientAtom c || !_lines.ContainsKey(c.Name))
                return Scalar.Of(a);
            // Under a name that nothing else has, which resolving leaves as it is.
            string name = CoefficientAtom.Mark + c.Name;
            marks.Add(name);
            return Scalar.Of(new CoefficientAtom(name, c.Indices));
        });
        return resolve(marked).Replace(a => a is CoefficientAtom c && marks.Contains(c.Name)
            ? Scalar.Of(new CoefficientAtom(c.Name.Substring(1), c.Indices))
            : Scalar.Of(a));
    }
}
