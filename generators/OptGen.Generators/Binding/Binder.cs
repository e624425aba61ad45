using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Binding;

/// <summary>
/// Binds an annotated class: finds the member of each name of its recurrence, and all that the generated part depends on.
/// </summary>
internal static class Binder
{
    public static BoundNetwork Bind(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        Bind(type, RecurrenceSource.Of(type), compilation, cancellation);

    public static BoundNetwork Bind(INamedTypeSymbol type, RecurrenceSource source, Compilation compilation, CancellationToken cancellation)
    {
        ParseResult parsed = Parser.Parse(source.Text);
        var context = new BindingContext(type, compilation, parsed.Tree, cancellation);
        bool hasTorch = CheckTorch(context);

        var stageBinder = new StageBinder(context, source);
        EquatableArray<string>? inputs = stageBinder.BindInputs();
        EquatableArray<StageModel> stages = stageBinder.BindStages();
        int? layers = parsed.HasErrors || Outline.KindOf(parsed.Tree) == PlanKind.Layered ? stageBinder.BindLayers(stages) : stageBinder.RefuseLayers();
        var operatorBinder = new OperatorBinder(context);
        EquatableArray<OperatorModel> operators = operatorBinder.Bind();
        EquatableArray<CoefficientModel> coefficients = new CoefficientBinder(context, inputs).Bind();
        OperatorModel? transition = stageBinder.BindTransition(stages, operatorBinder.Factories);
        TypeModel typeModel = new TypeBinder(context).Bind(Math.Max(1, inputs?.Count ?? 1), Outline.OutputsOf(parsed.Tree));
        IEnumerable<OperatorModel> factories = transition is null ? operators : operators.Append(transition);
        ConstructionModel construction = new ConstructionBinder(context).Bind(factories, layers, typeModel.Base, operatorBinder.Factories.ParameterTypes);

        ImplicitModel? settings = new ImplicitBinder(context).Bind();

        var options = new WiringOptions { Inputs = inputs, Coefficients = coefficients.Select(c => c.Name).ToEquatableArray(), Scheduled = NetworkModel.ScheduledOf(coefficients), Layers = layers };
        var analysis = new RecurrenceAnalysis(parsed, options, NetworkModel.KnowledgeOf(coefficients));
        var model = new NetworkModel(
            typeModel, source.Text, layers, inputs, stages, transition, operators, coefficients, settings, construction, analysis, IsBound: false)
        {
            HandsOutIterates = source.Attributes.Any(a => a.ArgumentOf("Iterates") is true),
            IsReversible = ReversibleBinder.Asks(source)
        };
        new GeneratedMemberCheck(context).Check(model);
        new ReversibleBinder(context, source).Check(model);
        model = model with { IsBound = !context.Findings.HasErrors && !parsed.HasErrors };
        // Without torch nothing else can be right: only that is said.
        return new BoundNetwork(model, source, hasTorch ? context.Findings.Items : [context.Findings.Items[0]])
        {
            ImplicitLocation = ImplicitBinder.AttributeOf(type)?.LocationOf("", cancellation),
            SharedLocation = ImplicitBinder.AttributeOf(type)?.LocationOf(ImplicitBinder.Shared, cancellation),
            IsBounded = operatorBinder.IsBounded
        };
    }

    private static bool CheckTorch(BindingContext context)
    {
        if (!context.Compilation.GetTypesByMetadataName(TorchSymbols.ModuleMetadataName).IsEmpty)
            return true;
        context.Findings.At(
            context.Type.Locations[0], DeclarationKind.TorchMissing,
            $"{context.TypeName} becomes a torch module, and this project does not refer to torch; "
            + "add the package TorchSharp.");
        return false;
    }
}

/// <summary>A class with its names bound.</summary>
/// <param name="Model">What the generator needs; the rest of this record refers to the compilation and stays out of its pipeline.</param>
/// <param name="Source">The recurrence and where it stands.</param>
/// <param name="Findings">What is wrong with the declarations.</param>
internal sealed record BoundNetwork(NetworkModel Model, RecurrenceSource Source, IReadOnlyList<Finding> Findings)
{
    /// <summary>The recurrence as read.</summary>
    public ParseResult Parsed => Model.Analysis.Parsed;

    /// <summary>Where <c>[Implicit]</c> stands; null when the class has none.</summary>
    public Location? ImplicitLocation { get; init; }

    /// <summary>Where <c>[Implicit]</c> says which inputs are shared.</summary>
    public Location? SharedLocation { get; init; }

    /// <summary>Whether a Lipschitz bound of an operator is stated, by the operator's name in the notation.</summary>
    public Func<string, bool> IsBounded { get; init; } = _ => false;

    /// <summary>
    /// Whether the class can have a generated part at all. Where it cannot, one would only add errors of the compiler's to ours.
    /// </summary>
    public bool CanBeCompleted => !Findings.Any(f => (DeclarationKind)f.Number
        is DeclarationKind.ClassNotPartial or DeclarationKind.ContainerNotPartial or DeclarationKind.UnsupportedClass
        or DeclarationKind.TorchMissing or DeclarationKind.WrongBaseClass or DeclarationKind.PrimaryConstructorBase
        or DeclarationKind.GeneratedMember or DeclarationKind.TooManyInputs);
}
