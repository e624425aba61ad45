using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>What is known of a number by which something is to be divided.</summary>
internal enum ZeroStatus
{
    /// <summary>It is not zero, as far as can be told when the recurrence is compiled: numbers that are read later are checked when the network is made.</summary>
    NonZero,
    MayBeZero,
    Zero
}

/// <summary>Tells whether scalars can be zero, from what is known of the coefficients.</summary>
/// <param name="knowledge">What is known of the coefficients, by name.</param>
/// <param name="lines">The lines that compute numbers.</param>
/// <param name="borders">The borders of trained coefficients, by name; null where there is none.</param>
/// <param name="layers">The number of layers; null when it is not known.</param>
internal sealed class NonZero(
    IReadOnlyDictionary<string, CoefficientKnowledge> knowledge, IReadOnlyList<ScalarLinePlan> lines, IReadOnlyDictionary<string, (double? Min, double? Max)> borders, int? layers)
{
    /// <summary>More layers are not looked at one by one.</summary>
    private const int MostLayers = 1000;

    private readonly Knowledge _knowledge = new(knowledge, lines);
    private readonly HashSet<string> _trainedLines = FindTrained(lines, borders);

    /// <summary>The coefficient because of which the last scalar may be zero; null where it is no single one.</summary>
    public string? Culprit { get; private set; }

    /// <param name="scalar">The scalar.</param>
    /// <param name="from">The first layer that divides by it.</param>
    public ZeroStatus Check(Scalar scalar, int from)
    {
        Culprit = null;
        return Of(_knowledge.Resolve(scalar), from);
    }

    private ZeroStatus Of(Scalar scalar, int from)
    {
        if (scalar.TryConstant(out Rational value))
            return value.IsZero ? ZeroStatus.Zero : ZeroStatus.NonZero;
        if (scalar.Terms.Count == 1)
            return scalar.Terms[0].Powers.Where(p => p.Exponent > 0).Select(p => Of(p.Atom, from)).Append(ZeroStatus.NonZero).Max();
        return OfSum(scalar, from);
    }

    private ZeroStatus Of(Atom atom, int from)
    {
        switch (atom)
        {
            case CoefficientAtom line when lines.Any(l => l.Name == line.Name):
                // A line of numbers is checked when the network is made; what is trained in it can be anything then.
                return _trainedLines.Contains(line.Name) ? ZeroStatus.MayBeZero : ZeroStatus.NonZero;
            case CoefficientAtom coefficient when _knowledge.Of(coefficient.Name) is ScheduledCoefficient && !borders.ContainsKey(coefficient.Name):
                return ZeroStatus.NonZero;
            case CoefficientAtom coefficient:
                bool isAway = borders.TryGetValue(coefficient.Name, out (double? Min, double? Max) range) && (range.Min > 0 || range.Max < 0);
                isAway |= _knowledge.Of(coefficient.Name) is BoundedCoefficient bounded && (bounded.Minimum.Sign > 0 || bounded.Maximum.Sign < 0);
                // A number that the class reads when it is made is checked then.
                isAway |= !borders.ContainsKey(coefficient.Name) && _knowledge.Of(coefficient.Name) is LearnedCoefficient;
                if (!isAway)
                    Culprit = coefficient.Name;
                return isAway ? ZeroStatus.NonZero : ZeroStatus.MayBeZero;
            case SymbolAtom when atom == SymbolAtom.Layer:
                return from > 0 ? ZeroStatus.NonZero : ZeroStatus.Zero;
            case GroupAtom group:
                return Of(group.Content, from);
            default:
                return ZeroStatus.NonZero;
        }
    }

    private ZeroStatus OfSum(Scalar scalar, int from)
    {
        var names = scalar.Atoms().OfType<CoefficientAtom>().Select(c => c.Name).Distinct().ToList();
        // Numbers that only running the program gives are checked when the network is made.
        if (names.Exists(_trainedLines.Contains))
            return ZeroStatus.MayBeZero;
        if (!names.Exists(borders.ContainsKey) && names.Exists(n => _knowledge.Of(n) is not BoundedCoefficient))
            return ZeroStatus.NonZero;
        var box = new Dictionary<string, Interval>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (_knowledge.Of(name) is not BoundedCoefficient bounded)
                return ZeroStatus.MayBeZero;
            box[name] = new Interval(bounded.Minimum, bounded.Maximum);
        }
        bool changes = scalar.Atoms().Any(a => a == SymbolAtom.Layer);
        if (names.Count == 0 && !changes)
            return ZeroStatus.NonZero;
        if (!changes)
            return Enclosure.Of(scalar, box) is { } range && !range.Contains(Rational.Zero) ? ZeroStatus.NonZero : ZeroStatus.MayBeZero;
        for (int k = from; k < Math.Min(layers ?? from, MostLayers); k++)
        {
            ZeroStatus here = Of(_knowledge.Resolve(scalar.Substitute(AffineIndex.At(k), AffineIndex.At(0))), k);
            if (here != ZeroStatus.NonZero)
                return here;
        }
        return ZeroStatus.NonZero;
    }

    /// <summary>The lines in which something trained takes part, by themselves or by others that they read.</summary>
    private static HashSet<string> FindTrained(IReadOnlyList<ScalarLinePlan> lines, IReadOnlyDictionary<string, (double? Min, double? Max)> borders)
    {
        var trained = new HashSet<string>(StringComparer.Ordinal);
        while (lines.FirstOrDefault(l => !trained.Contains(l.Name) && Reads(l).Any(n => borders.ContainsKey(n) || trained.Contains(n))) is { } line)
            trained.Add(line.Name);
        return trained;
    }

    private static IEnumerable<string> Reads(ScalarLinePlan line) =>
        (line.Update is { } update ? line.Given.Append(update) : line.Given).SelectMany(s => s.Atoms()).OfType<CoefficientAtom>().Select(c => c.Name);
}
