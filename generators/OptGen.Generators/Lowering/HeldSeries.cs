using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Numbers that are computed one after the other when the network is made: what a scalar line has at each index, where nothing trained takes part.</summary>
/// <param name="Name">The name by which scalars read it, as a coefficient with one index.</param>
/// <param name="Member">The member that holds it.</param>
/// <param name="First">Its lowest index; below it stands the number at it.</param>
/// <param name="Given">The numbers that it begins with, from the lowest index on, and what they are in the recurrence.</param>
/// <param name="Update">What layer k computes, the next number; null where there are no others.</param>
internal sealed record HeldSeries(string Name, string Member, int First, EquatableArray<NumberGiven> Given, NumberGiven? Update);

/// <summary>A number of a series.</summary>
/// <param name="Meaning">What it is in the recurrence, for messages.</param>
/// <param name="Value">Its value; in a layer k is the layer.</param>
internal sealed record NumberGiven(string Meaning, Scalar Value);

/// <summary>The numbers of a recurrence that scalar lines compute: those that hold for good, and those in which something trained takes part.</summary>
internal sealed class ScalarSeries
{
    private static readonly AffineIndex Variable = new(0, 0, 1, 0);

    private readonly Plan _plan;
    private readonly LoweringOptions _options;
    private readonly NameTable _members;
    private readonly LayerClock _clock;
    private readonly HashSet<string> _trained = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _likes = new(StringComparer.Ordinal);
    private readonly List<HeldSeries> _numbers = [];

    public ScalarSeries(Plan plan, LoweringOptions options, NameTable members, LayerClock clock)
    {
        (_plan, _options, _members, _clock) = (plan, options, members, clock);
        FindTrained();
        bool isEquilibrium = plan.Kind == PlanKind.Equilibrium;
        foreach (ScalarLinePlan line in plan.Scalars.Where(l => !_trained.Contains(l.Name)))
        {
            _numbers.Add(new HeldSeries(
                line.Name, members.Take("_" + line.Name), line.FirstIndex,
                line.Given.Select((g, i) => new NumberGiven(line.LeftOfGiven(i), Indexed(g, AffineIndex.At(0)))).ToEquatableArray(),
                line.Update is { } update ? new NumberGiven(line.Left(isEquilibrium), Indexed(update, AffineIndex.AtLayer(0))) : null));
        }
    }

    /// <summary>What is held as numbers, in the order in which a layer computes it.</summary>
    public EquatableArray<HeldSeries> Numbers => _numbers.ToEquatableArray();

    /// <summary>The lines in which something trained takes part, in the order in which a layer computes them.</summary>
    public IEnumerable<ScalarLinePlan> Trained => _plan.Scalars.Where(l => _trained.Contains(l.Name));

    /// <summary>Whether a name is that of a line in which something trained takes part.</summary>
    public bool IsTrained(string name) => _trained.Contains(name);

    /// <summary>A trained coefficient that takes part in a line: its numbers are of that one's type and on its device.</summary>
    public ParameterPlace LikeOf(string line) => new(_likes[line]);

    /// <summary>The position of a line's value at an index; below the first stands the first.</summary>
    public AffineIndex PositionOf(string line, AffineIndex index) => index.Plus(-_plan.ScalarLineOf(line)!.FirstIndex);

    /// <summary>Holds a number that depends on the layer, which is the variable of the loop around it, as numbers for each layer: so it is checked when the network is made.</summary>
    public Scalar Hold(Scalar number)
    {
        Scalar ofLayer = number.Replace(a => a switch
        {
            _ when a == SymbolAtom.Variable => Scalar.Of(SymbolAtom.Layer),
            CoefficientAtom c => Scalar.Of(new CoefficientAtom(c.Name, c.Indices.Select(i => i.WithVariable(AffineIndex.AtLayer(0))).ToEquatableArray())),
            _ => Scalar.Of(a)
        });
        HeldSeries? known = _numbers.Find(n => n.Update?.Value == ofLayer && n.First == 0 && n.Given.Count == 0);
        if (known is null)
        {
            string member = _members.Take("_coefficientOfLayer");
            _numbers.Add(known = new HeldSeries(member, member, 0, [], new NumberGiven(ofLayer.ToString(), ofLayer)));
        }
        return Scalar.Of(new CoefficientAtom(known.Name, [Variable]));
    }

    /// <summary>A line depends on what is trained itself, or by others.</summary>
    private void FindTrained()
    {
        var parameters = new HashSet<string>(_options.Trained.Select(t => t.Name), StringComparer.Ordinal);
        for (int before = -1; before < _trained.Count;)
        {
            before = _trained.Count;
            foreach (ScalarLinePlan line in _plan.Scalars.Where(l => !_trained.Contains(l.Name)))
            {
                IEnumerable<Scalar> scalars = line.Update is null ? line.Given : line.Given.Append(line.Update);
                foreach (CoefficientAtom atom in scalars.SelectMany(s => s.Atoms()).OfType<CoefficientAtom>())
                {
                    if (!parameters.Contains(atom.Name) && !_trained.Contains(atom.Name))
                        continue;
                    _trained.Add(line.Name);
                    _likes[line.Name] = parameters.Contains(atom.Name) ? atom.Name : _likes[atom.Name];
                    break;
                }
            }
        }
    }

    /// <summary>A scalar in which numbers that differ by layer have their index, though the notation gives them none.</summary>
    private Scalar Indexed(Scalar scalar, AffineIndex implied) => _clock.Fold(scalar).Replace(a => a is CoefficientAtom { Indices.Count: 0 } c && _options.Scheduled.Contains(c.Name)
        ? Scalar.Of(new CoefficientAtom(c.Name, [_clock.Fold(implied)]))
        : Scalar.Of(a));
}
