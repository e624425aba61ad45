using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Binds what attributes say about layers, stages and inputs.</summary>
internal sealed class StageBinder(BindingContext context, RecurrenceSource source)
{
    private const string TransitionName = "D";

    public EquatableArray<StageModel> BindStages()
    {
        var stages = new List<StageModel>();
        foreach (AttributeData attribute in context.Type.Named("StageAttribute"))
        {
            int layers = attribute.ArgumentOf("Layers") as int? ?? 0;
            if (layers < 1)
            {
                Report(
                    attribute, "Layers", DeclarationKind.StageLayers,
                    "A stage has at least 1 layer; say how many, such as [Stage(Layers = 3)].");
            }
            stages.Add(new StageModel(Math.Max(1, layers), attribute.ArgumentOf("History") is 1));
        }
        return stages.ToEquatableArray();
    }

    /// <summary>The number of layers; null when the constructor is told.</summary>
    public int? BindLayers(EquatableArray<StageModel> stages)
    {
        int? sum = stages.Count > 0 ? stages.Sum(s => s.Layers) : null;
        if (Single("Layers") is not { } attribute)
            return sum;
        int layers = attribute.ArgumentOf("Layers") as int? ?? 0;
        if (layers < 1)
        {
            Report(
                attribute, "Layers", DeclarationKind.InvalidLayers,
                $"A network has at least 1 layer, not {layers}; leave Layers out to give the number to the constructor.");
        }
        else if (sum is { } total && total != layers)
        {
            Report(
                attribute, "Layers", DeclarationKind.StageLayers,
                $"The stages have {total} layers together, but Layers is {layers}; leave Layers out.");
        }
        return sum ?? Math.Max(1, layers);
    }

    /// <summary>An equilibrium is solved once. Its one layer is no number to be chosen.</summary>
    public int RefuseLayers()
    {
        string reason = $"{context.TypeName} is an equilibrium, which is solved once and has no layers; ";
        foreach (AttributeData attribute in source.Attributes.Where(a => a.ArgumentOf("Layers") is not null))
            Report(attribute, "Layers", DeclarationKind.InvalidLayers, reason + "leave Layers out.");
        foreach (AttributeData attribute in context.Type.Named("StageAttribute"))
            Report(attribute, "", DeclarationKind.StageLayers, reason + "remove [Stage].");
        return 1;
    }

    /// <summary>The names in a list of inputs.</summary>
    public static List<string> SplitInputs(string text) => [.. text.Split(',').Select(n => n.Trim()).Where(n => n.Length > 0)];

    public EquatableArray<string>? BindInputs()
    {
        if (Single("Inputs") is not { } attribute || attribute.ArgumentOf("Inputs") is not string text)
            return null;
        EquatableArray<string> names = SplitInputs(text).ToEquatableArray();
        if (!CheckNames(attribute, names))
        {
            // The names that it is likely to mean, so that one mistake is one error.
            string words = string.Concat(text.Select(c => Characters.IsLetter(c) || Characters.IsDigit(c) ? c : ' '));
            names = words.Split(' ').Where(w => w.Length > 0 && IsName(w) && !Vocabulary.IsReserved(w)).Distinct().ToEquatableArray();
            if (names.Count == 0)
                return null;
        }
        if (names.Count > TorchSymbols.MostInputs)
        {
            Report(
                attribute, "Inputs", DeclarationKind.TooManyInputs,
                $"A module's forward takes at most {TorchSymbols.MostInputs} tensors, and Inputs names {names.Count}; "
                + "join some of them into one tensor.");
        }
        return names;
    }

    /// <summary>An input that the recurrence could not name would be a parameter of forward that is no identifier, or one of two with one name.</summary>
    private bool CheckNames(AttributeData attribute, EquatableArray<string> names)
    {
        if (names.Count == 0)
            Report(attribute, "Inputs", DeclarationKind.InvalidInputName, "Inputs names no tensor; write names with commas between them, such as \"u, y\", or leave Inputs out.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            string? reason = Vocabulary.IsReserved(name) ? $"{name} belongs to the notation and cannot name an input; give it another name."
                : !IsName(name) ? $"\"{Printable(name)}\" is no name for an input; a name has letters and digits and begins with a letter, and commas stand between names."
                : !seen.Add(name) ? $"Inputs names {name} twice; each input has a name of its own."
                : null;
            if (reason is null)
                continue;
            Report(attribute, "Inputs", DeclarationKind.InvalidInputName, reason);
            return false;
        }
        return names.Count > 0;
    }

    private static bool IsName(string text) => Characters.IsLetter(text[0]) && text.All(c => Characters.IsLetter(c) || Characters.IsDigit(c));

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    /// <param name="stages">The stages.</param>
    /// <param name="factories">The reader of the operators' factories, whose parameters those of the transition share names with.</param>
    public OperatorModel? BindTransition(EquatableArray<StageModel> stages, FactoryReader factories)
    {
        if (stages.Count < 2)
            return null;
        IReadOnlyList<ISymbol> members = context.Members.Find(TransitionName);
        foreach (IMethodSymbol method in members.OfType<IMethodSymbol>())
        {
            if (FactoryReader.ReadTransition(method) is not { } transition)
                continue;
            factories.CheckParameters(method, use: null);
            return transition;
        }
        if (members.Count > 0)
        {
            context.ReportMember(
                members[0], null, DeclarationKind.WrongTransition,
                "The transition between stages is a factory with the number of the stage first; write Module<Tensor, "
                + "Tensor> D(int stage).");
        }
        else
        {
            AttributeData second = context.Type.Named("StageAttribute").ElementAt(1);
            Report(
                second, "", DeclarationKind.StageWithoutTransition,
                $"{context.TypeName} has no transition into this stage, so shapes stay as they are; "
                + "to change them add a factory Module<Tensor, Tensor> D(int stage).");
        }
        return null;
    }

    /// <summary>The attribute that says something that is said once.</summary>
    private AttributeData? Single(string argument)
    {
        var saying = source.Attributes.Where(a => a.ArgumentOf(argument) is not null).ToList();
        foreach (AttributeData again in saying.Skip(1))
        {
            Report(
                again, argument, DeclarationKind.SaidTwice,
                $"{argument} is said on an earlier [Update] of {context.TypeName} already; remove it here.");
        }
        return saying.Count > 0 ? saying[0] : null;
    }

    private void Report(AttributeData attribute, string argument, DeclarationKind kind, string message) =>
        context.Findings.At(attribute.LocationOf(argument, context.Cancellation) ?? context.Type.Locations[0], kind, message);
}
