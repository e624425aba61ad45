using OptGen.Notation;

namespace OptGen.Wiring;

internal sealed partial class Normalizer
{
    private LinearCombination ReadTensor(Reference reference, Scope scope)
    {
        if (outline.Find(reference.Name) is { } state)
            return ReadState(state, reference, scope);
        if (reference.Indices.Count > 0 && outline.FindScalar(reference.Name) is null)
        {
            ReportUndefinedState(reference);
            return LinearCombination.Zero;
        }
        if (!kinds.IsInput(reference.Name))
        {
            ReportScalar(reference);
            return LinearCombination.Zero;
        }
        return LinearCombination.Of(new InputValue(symbols.Input(reference.Name, reference.NameSpan)));
    }

    private void ReportUndefinedState(Reference reference)
    {
        if (kinds.IsInput(reference.Name))
        {
            problems.Report(ProblemKind.InvalidInput, reference.Span, $"{reference.Name} is an input, which is one tensor and has no index.",
                new Correction(reference.Span, reference.Name));
            return;
        }
        string? near = Spelling.Nearest(reference.Name, outline.States.Select(s => s.Name));
        problems.Report(
            ProblemKind.UndefinedState, reference.Span,
            $"{reference} is read as an iterate, but no line defines {reference.Name}" + (near is null ? "." : $"; did you mean {near}?"),
            near is null ? null : new Correction(reference.NameSpan, near));
    }

    private LinearCombination ReadState(StateOutline state, Reference reference, Scope scope)
    {
        state.Spans.Add(reference.NameSpan);
        if (Index(state, reference, scope) is not { } index)
            return LinearCombination.Zero;
        AffineIndex highest = Highest(index, scope);
        AffineIndex lowest = Lowest(index, scope);
        if (!CheckReadable(state, highest, reference, scope))
            return LinearCombination.Zero;
        bool inSum = index.Variable != 0;
        scope.Reads.Add(new StateRead(state, lowest, highest, inSum, reference.Span)
        {
            IsInLayerZero = !inSum || scope.From is not { } from || scope.To.Offset >= (from.IsNumber ? from.Offset : 0)
        });
        return LinearCombination.Of(new StateValue(state.Number, index));
    }

    private AffineIndex? Index(StateOutline state, Reference reference, Scope scope)
    {
        if (outline.Kind == PlanKind.Equilibrium)
            return scope.Place == EquationPlace.Output ? AffineIndex.AtEnd(-1) : AffineIndex.AtLayer(0);
        if (reference.Indices.Count != 1)
        {
            string usual = state.Name + (scope.Place switch { EquationPlace.Layer => "_k", EquationPlace.Initial => "_0", _ => "_L" });
            problems.Report(
                ProblemKind.MissingIndex, reference.Span,
                reference.Indices.Count == 0
                    ? $"{state.Name} is a state and needs an index: write {usual}."
                    : $"{state.Name} is a state and has one index: write {usual}.",
                new Correction(reference.Span, usual));
            return null;
        }
        IndexExpression written = reference.Indices[0];
        bool sumIndex = written.VariableFactor != 0 && scope.From is not null;
        bool counted = sumIndex && written.VariableFactor < 0 && (scope.Place == EquationPlace.Layer ? written is { Layer: 1, Depth: 0 } : written is { Layer: 0, Depth: 1 });
        if (sumIndex && !counted && written is not { VariableFactor: 1, Layer: 0, Depth: 0 })
        {
            problems.Report(ProblemKind.InvalidSumBody, reference.Span, $"In this sum an iterate's index is j, k-j or L-j plus a number, or has no j; {reference} has another.");
            return null;
        }
        if (written.Layer != 0)
        {
            string replacement = state.Name + Printer.Subscript([written with { Layer = 0, Depth = 1 }]);
            Correction? correction = scope.Place == EquationPlace.Output && written.IsLayer ? new Correction(reference.Span, replacement) : null;
            if (!CheckLayerNumber(reference.Span, scope, correction))
                return null;
        }
        return AffineIndex.Of(written).WithVariable(scope.Variable);
    }

    /// <summary>Whether the iterate exists when it is read; what an order of lines can spoil is checked later.</summary>
    private bool CheckReadable(StateOutline state, AffineIndex index, Reference reference, Scope scope)
    {
        string name = state.Name;
        if (outline.Kind == PlanKind.Equilibrium)
        {
            return scope.Place != EquationPlace.Initial
                || Report(ProblemKind.UndefinedIterate, $"{reference} is not known where the solve begins; begin it from an input, such as {name}_0 = stem(u), or from 0.");
        }
        if (index.IsNumber)
        {
            if (index.Offset > 0)
                return Report(ProblemKind.UndefinedIterate, $"Only the first iterates, at 0 or below, are read by number; {reference} is computed by layer {index.Offset - 1}.");
            if (state.Role == StateRole.Local && index.Offset == 0)
                return Report(ProblemKind.UndefinedIterate, $"{reference} is computed by layer 0 and cannot be read by number; only iterates below 0 can.");
            if (state.Role == StateRole.Fixed && !state.Given.ContainsKey(index.Offset))
                return Report(ProblemKind.UndefinedIterate, $"{reference} is read, but no line gives it.");
            return true;
        }
        if (scope.Place == EquationPlace.Initial)
            return Report(ProblemKind.UndefinedIterate, $"{reference} is not known before the first layer; a first iterate reads others at 0 or below.");
        if (state.Role == StateRole.Fixed)
        {
            return Report(
                ProblemKind.UndefinedIterate,
                $"{reference} is read, but {name} is only given at the start and no line computes {name}_<k+1>; read {name}{Given(state)} or add that line.");
        }
        if (scope.Place == EquationPlace.Layer)
        {
            if (index.IsEnd)
                return Report(ProblemKind.ReadsFuture, $"{reference} is known only after the last layer; out = … may read it.");
            int newest = state.Newest;
            return index.IsLayer && index.Offset <= newest
                || Report(
                    ProblemKind.ReadsFuture,
                    $"{reference} reads the future: in layer k the newest iterate of {name} is {name}{Short(newest)}.");
        }
        int last = state.Newest - 1;
        if (index.IsEnd && index.Offset <= last)
            return true;
        string end = name + (last == 0 ? "_L" : $"_<L{last}>");
        return Report(
            ProblemKind.UndefinedIterate, $"{reference} is never computed: the last iterate of {name} is {end}.",
            reference.Indices[0].IsEnd ? new Correction(reference.Span, end) : null);

        bool Report(ProblemKind kind, string message, Correction? correction = null)
        {
            problems.Report(kind, reference.Span, message, correction);
            return false;
        }
    }

    private static string Short(int offset) => offset == 0 ? "_k" : "_<k+1>";

    private static string Given(StateOutline state) => state.Given.ContainsKey(0) ? "_0" : $"_<{state.Given.Keys.First()}>";
}
