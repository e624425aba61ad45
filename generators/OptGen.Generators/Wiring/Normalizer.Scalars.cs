using OptGen.Notation;

namespace OptGen.Wiring;

internal sealed partial class Normalizer
{
    /// <summary>
    /// What is the same in all layers, and no larger than this, stands for itself wherever the line is read; all else is computed once and read by its index.
    /// </summary>
    private const int MostCopied = 48;

    /// <summary>Numbers given in terms of each other are followed by recursion; this bounds it.</summary>
    private const int MostGivenNumbers = 128;

    private readonly HashSet<(string Line, int Index)> _begun = [];
    private StateOutline? _reader;

    /// <summary>Reads the equation of a scalar line.</summary>
    public void Define(StateOutline outlined, Equation equation)
    {
        ScalarLine line = lines.Of(outlined);
        if (equation.Left.Index is { IsNumber: true })
        {
            if (outline.Kind == PlanKind.Equilibrium)
                problems.Report(ProblemKind.InvalidTargetIndex, equation.Left.Span, $"{outlined.Name} is a number and not solved for, so {outlined.Name}_0 would have no effect; remove it.");
            else
                Given(line, equation.Left.Index.Offset);
            return;
        }
        _reader = outlined;
        lines.Define(line, Number(equation.Right, new Scope(EquationPlace.Layer)));
        _reader = null;
    }

    /// <summary>The number that a line is given at an index at or below 0.</summary>
    private Scalar Given(ScalarLine line, int index)
    {
        if (line.Given.TryGetValue(index, out Scalar? known))
            return known;
        Equation equation = line.Outline.Given[index];
        if (!_begun.Add((line.Outline.Name, index)))
        {
            string written = line.Outline.Name + Printer.Subscript([equation.Left.Index!]);
            problems.Report(ProblemKind.ReadBeforeDefinition, equation.Left.Span, $"{written} is given in terms of itself; begin it with a number.");
            return Scalar.One;
        }
        if (_begun.Count > MostGivenNumbers)
        {
            if (_begun.Count == MostGivenNumbers + 1)
                problems.Report(ProblemKind.TooLarge, equation.Left.Span, $"A recurrence gives at most {MostGivenNumbers} numbers to begin with.");
            return Scalar.One;
        }
        StateOutline? outer = _reader;
        _reader = line.Outline;
        Scalar value = Number(equation.Right, new Scope(EquationPlace.Initial));
        _reader = outer;
        line.Given[index] = value;
        return value;
    }

    private Scalar ReadScalar(StateOutline outlined, Reference reference, Scope scope)
    {
        outlined.Spans.Add(reference.NameSpan);
        ScalarLine line = lines.Of(outlined);
        if (outline.Kind == PlanKind.Equilibrium)
            return ReadInEquilibrium(line, reference);
        if (Index(outlined, reference, scope) is not { } index || !CheckReadable(outlined, Highest(index, scope), reference, scope))
            return Scalar.One;
        AffineIndex highest = Highest(index, scope);
        bool isOfThisLayer = scope.Place == EquationPlace.Layer && highest.IsLayer && highest.Offset == outlined.Newest;
        lines.Reads.Add(new ScalarRead(outlined, _reader, Lowest(index, scope), index.Variable != 0, line.Update is not null || scope.Place == EquationPlace.Output, reference.Span));
        if (isOfThisLayer && line.Update is null && outlined.Update >= 0)
        {
            ReportLater(outlined, reference);
            return Scalar.One;
        }
        if (index.IsNumber)
        {
            if (outlined.Given.Count == 0)
            {
                ReportNoBegin(outlined, reference.Span, index.Offset);
                return Scalar.One;
            }
            int first = Math.Max(index.Offset, line.First);
            // A gap is reported where all lines are known.
            return outlined.Given.ContainsKey(first) ? Copied(line, Given(line, first), AffineIndex.At(first)) : Scalar.One;
        }
        bool isSame = outlined.Given.Count == 0 && line.Update is { DependsOnLayer: false };
        return isSame ? Copied(line, line.Update!, index) : Held(line, index);
    }

    private Scalar ReadInEquilibrium(ScalarLine line, Reference reference)
    {
        lines.Reads.Add(new ScalarRead(line.Outline, _reader, AffineIndex.At(0), InSum: false, IsAfter: true, reference.Span));
        if (line.Update is { } value)
            return Copied(line, value, AffineIndex.At(0));
        ReportLater(line.Outline, reference);
        return Scalar.One;
    }

    private static Scalar Copied(ScalarLine line, Scalar value, AffineIndex index) => value.Size <= MostCopied ? value : Held(line, index);

    private static Scalar Held(ScalarLine line, AffineIndex index)
    {
        line.IsHeld = true;
        return Scalar.Of(new CoefficientAtom(line.Outline.Name, [index]));
    }

    private void ReportLater(StateOutline line, Reference reference)
    {
        Target target = outline.ScalarUpdates[line.Update].Equation.Left;
        string meant = outline.Kind == PlanKind.Equilibrium ? target.Name : target.Name + Printer.Subscript([target.Index!]);
        string message = line == _reader
            ? $"{meant} stands on both sides, and numbers are computed, not solved for; read an earlier value here."
            : $"{meant} is computed by a later line; move that line above this one.";
        problems.Report(ProblemKind.ReadBeforeDefinition, reference.Span, message, related: [target.Span]);
    }

    private void ReportNoBegin(StateOutline line, SourceSpan span, int index)
    {
        string written = line.Name + (index < 0 ? $"_<{index}>" : "_" + index);
        problems.Report(
            ProblemKind.NoInitialValue, span, $"This needs {written}, which no line gives, and a number has no zeros to begin with; write {written} = 1 or another number.");
    }

    /// <summary>Finds numbers that scalar lines need before the first layer and that nothing gives.</summary>
    public void CheckScalars()
    {
        foreach (StateOutline line in outline.Scalars.Where(l => l.Given.Count > 0))
            CheckGiven(line);
        foreach (ScalarRead read in lines.Reads.Where(r => outline.Kind == PlanKind.Layered && r.Line.Role != StateRole.Fixed && !r.Lowest.IsNumber && !problems.HasErrors))
            CheckBegin(read);
    }

    private void CheckGiven(StateOutline line)
    {
        if (line.Role == StateRole.Local && line.Given.TryGetValue(0, out Equation? first))
            problems.Report(ProblemKind.InvalidTargetIndex, first.Left.Span, $"{line.Name}_0 is computed by layer 0; give {line.Name}_<-1> instead.");
        int lowest = line.Given.Keys.First();
        int last = line.Role == StateRole.Local ? -1 : line.Role == StateRole.Carried ? 0 : line.Given.Keys.Last();
        for (int i = lowest; i <= last; i++)
        {
            if (line.Given.ContainsKey(i))
                continue;
            problems.Report(
                ProblemKind.InitialValueGap, line.Given[lowest].Left.Span,
                $"{line.Name}_<{lowest}> is given, but {line.Name}_{(i < 0 ? $"<{i}>" : i.ToString())} is not; first numbers are given without gaps.");
            return;
        }
    }

    private void CheckBegin(ScalarRead read)
    {
        StateOutline line = read.Line;
        // The index in layer 0; after one layer, where L counts; the least of a sum.
        int needed = read.InSum ? 0 : read.Lowest.IsLayer ? read.Lowest.Offset : read.Lowest.IsEnd ? read.Lowest.Offset + 1 : line.Newest;
        if (needed >= line.Newest)
            return;
        if (line.Given.Count == 0)
        {
            // What a line above has computed stands in for what was before it.
            if (line.Role != StateRole.Local || !read.IsAfter)
                ReportNoBegin(line, read.Span, line.Role == StateRole.Local ? -1 : 0);
            return;
        }
        int lowest = line.Given.Keys.First();
        if (lowest < Math.Min(0, line.Newest) && needed < lowest && read.Lowest.IsLayer && !read.InSum)
        {
            problems.Report(
                ProblemKind.HistoryDeeperThanInitialValues, read.Span,
                $"This reads {line.Name}_<{needed}> in layer 0, but {line.Name} is given down to {line.Name}_<{lowest}> only; give {line.Name}_<{needed}> too.",
                related: [line.Given[lowest].Left.Span]);
        }
    }
}
