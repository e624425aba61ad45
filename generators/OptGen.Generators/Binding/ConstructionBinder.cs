using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Binds how the class is constructed: by a generated constructor, or by constructors of its own that call Initialize.</summary>
internal sealed class ConstructionBinder(BindingContext context)
{
    private const string Initialize = "Initialize";

    private EquatableArray<ConstructionParameter> _parameters;

    /// <param name="operators">The operators and the transition.</param>
    /// <param name="layers">The number of layers; null when the constructor is told.</param>
    /// <param name="userBase">The base class that the user names.</param>
    /// <param name="parameterTypes">The types of what factories ask for.</param>
    public ConstructionModel Bind(IEnumerable<OperatorModel> operators, int? layers, string? userBase, IEnumerable<ITypeSymbol> parameterTypes)
    {
        _parameters = ParametersOf(operators, layers);
        var constructors = context.Type.InstanceConstructors.Where(c => !c.IsImplicitlyDeclared && c.IsUsers()).ToList();
        IMethodSymbol? primary = constructors.Find(c => SyntaxOf(c) is TypeDeclarationSyntax);
        if (constructors.Count > 0)
            CheckCalls(constructors);
        if (primary is not null && userBase is null)
        {
            context.Findings.At(
                primary.Locations[0], DeclarationKind.PrimaryConstructorBase,
                $"A class with a primary constructor names its base itself; write {context.TypeName}(…) : Module<Tensor, "
                + $"Tensor>(\"{context.TypeName}\").");
        }
        return new ConstructionModel(constructors.Count == 0, primary is not null, _parameters)
        {
            Accessibility = ConstructorAccess.Of(context.Type, parameterTypes)
        };
    }

    /// <summary>One parameter for one name; those with a default go last, for C# wants them there.</summary>
    private EquatableArray<ConstructionParameter> ParametersOf(IEnumerable<OperatorModel> operators, int? layers)
    {
        var merged = new List<ParameterModel>();
        foreach (ParameterModel parameter in operators.Where(o => o.IsFactory).SelectMany(o => o.Parameters))
        {
            int same = merged.FindIndex(p => p.Name == parameter.Name);
            if (same < 0)
                merged.Add(parameter);
            else if (merged[same].Default != parameter.Default)
                merged[same] = merged[same] with { Default = null };
        }
        var layersParameter = new ParameterModel("layers", "int", null);
        var nameParameter = new ParameterModel("name", "string", $"\"{context.TypeName}\"");
        bool asksForLayers = layers is null;
        merged.RemoveAll(p => p.Name == nameParameter.Name || (asksForLayers && p.Name == layersParameter.Name));
        var parameters = merged.Where(p => p.Default is null).Select(p => new ConstructionParameter(p, ParameterRole.Factory)).ToList();
        if (asksForLayers)
            parameters.Add(new ConstructionParameter(layersParameter, ParameterRole.Layers));
        parameters.AddRange(merged.Where(p => p.Default is not null).Select(p => new ConstructionParameter(p, ParameterRole.Factory)));
        parameters.Add(new ConstructionParameter(nameParameter, ParameterRole.Name));
        return parameters.ToEquatableArray();
    }

    private void CheckCalls(List<IMethodSymbol> constructors)
    {
        // A constructor may call Initialize through a method of the class: then nothing is said.
        bool calledElsewhere = context.Type.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m.MethodKind != MethodKind.Constructor && m.IsUsers())
            .Any(m => SyntaxOf(m) is { } syntax && CallsInitialize(syntax, ofAny: true));
        if (calledElsewhere)
            return;
        foreach (IMethodSymbol constructor in constructors)
        {
            bool completes = SyntaxOf(constructor) switch
            {
                ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer } => true,
                ConstructorDeclarationSyntax own => CallsInitialize(own),
                TypeDeclarationSyntax => constructors.Exists(
                    c => SyntaxOf(c) is ConstructorDeclarationSyntax other && CallsInitialize(other)),
                _ => true
            };
            if (!completes)
            {
                context.Findings.At(
                    constructor.Locations[0], DeclarationKind.SkipsInitialize,
                    $"This constructor of {context.TypeName} never calls Initialize, so its modules are never made; "
                    + "call Initialize(…) at its end.");
            }
        }
    }

    private SyntaxNode? SyntaxOf(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Length > 0 ? method.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) : null;

    /// <param name="node">The constructor or method.</param>
    /// <param name="ofAny">Whether a call on another instance counts, as in a method that makes one: <c>made.Initialize(…)</c>.</param>
    private bool CallsInitialize(SyntaxNode node, bool ofAny = false) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(i => IsInitialize(i, ofAny) && !IsAnother(i));

    private static bool IsInitialize(InvocationExpressionSyntax call, bool ofAny) => call.Expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == Initialize,
        MemberAccessExpressionSyntax member => (ofAny || member.Expression is ThisExpressionSyntax) && member.Name.Identifier.ValueText == Initialize,
        _ => false
    };

    /// <summary>
    /// Whether a method of the user's of this name is called. The generated one is unknown as long as it is not written; one of the user's with its parameters
    /// is reported where it stands.
    /// </summary>
    private bool IsAnother(InvocationExpressionSyntax call) =>
        context.Compilation.GetSemanticModel(call.SyntaxTree).GetSymbolInfo(call, context.Cancellation).Symbol is IMethodSymbol method && method.IsUsers()
        && !GeneratedMemberCheck.HasParameters(method, _parameters);
}
