using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Reads factories: methods that make modules, such as <c>Module&lt;Tensor, Tensor&gt; T(int k, int width)</c>.</summary>
internal sealed class FactoryReader(BindingContext context)
{
    private const string LayerParameter = "k";
    private const string StageParameter = "stage";

    /// <summary>What else the number of a layer is called.</summary>
    private static readonly HashSet<string> s_layerNames =
        new(StringComparer.OrdinalIgnoreCase) { "layer", "layerIndex", "layerNumber", "i", "j", "index", "idx", "step", "iteration", "iter" };

    // The parameters of all factories so far, by name, with the factory that asks first.
    private readonly Dictionary<string, (ParameterModel Parameter, IMethodSymbol Factory)> _asked = [];

    /// <summary>The types of what all factories so far ask for.</summary>
    public List<ITypeSymbol> ParameterTypes { get; } = [];

    /// <summary>The factory a method is, of an operator that is applied to so many tensors; null when it makes no operator.</summary>
    public static OperatorModel? Read(IMethodSymbol method, string name, int? applied)
    {
        if (method.IsGenericMethod || OperatorTypes.Of(method.ReturnType, applied) is not var (tensors, type, isModule))
            return null;
        bool takesLayer = BeginsWithInt(method, LayerParameter);
        bool isShared = !takesLayer || method.Named("SharedAttribute").Any();
        return new OperatorModel(
            name, CSharpText.Identifier(method.Name), isShared ? OperatorForm.SharedFactory : OperatorForm.LayerFactory, method.IsStatic,
            type, tensors, isModule, takesLayer, ParametersAfter(method, takesLayer), [],
            AdjointForm.None) { TakesSpan = TakesSpan(method) };
    }

    /// <summary>
    /// The factory of transitions between stages, <c>Module&lt;Tensor, Tensor&gt; D(int stage, …)</c>; null when a method is
    /// none.
    /// </summary>
    public static OperatorModel? ReadTransition(IMethodSymbol method)
    {
        if (method.IsGenericMethod || !BeginsWithInt(method, StageParameter) || OperatorTypes.Of(method.ReturnType, 1) is not (1, var type, true))
            return null;
        return new OperatorModel(
            method.Name, CSharpText.Identifier(method.Name), OperatorForm.LayerFactory, method.IsStatic, type, 1,
            IsModule: true, TakesLayer: true, ParametersAfter(method, skipFirst: true), [], AdjointForm.None) { TakesSpan = TakesSpan(method) };
    }

    /// <summary>Reports what a generated constructor cannot take: parameters by reference, and one name with two types.</summary>
    public void CheckParameters(ISymbol member, SourceSpan? use)
    {
        if (member is not IMethodSymbol method || method.ReturnType.IsTensor())
            return;
        bool skipFirst = BeginsWithInt(method, LayerParameter) || BeginsWithInt(method, StageParameter);
        foreach (IParameterSymbol parameter in method.Parameters.Skip(skipFirst ? 1 : 0))
        {
            if (parameter.RefKind != RefKind.None)
            {
                context.ReportMember(
                    parameter, use, DeclarationKind.ReferenceParameter,
                    $"The constructor of {context.TypeName} passes {parameter.Name} on to {method.Name}, "
                    + "so it cannot be a parameter by reference; remove ref, in or out.");
            }
            ParameterTypes.Add(parameter.Type);
            Ask(parameter, method, use);
        }
    }

    /// <summary>Says of a factory that seems to ask for the layer, and is called once, that it is.</summary>
    public void CheckShared(IMethodSymbol factory, SourceSpan? use)
    {
        if (BeginsWithInt(factory, LayerParameter) || factory.Named("SharedAttribute").Any())
            return;
        IParameterSymbol? layer = factory.Parameters.FirstOrDefault(p => p.Name == LayerParameter)
            ?? factory.Parameters.FirstOrDefault(p => p.Ordinal == 0 && IsWhole(p.Type) && s_layerNames.Contains(p.Name));
        if (layer is null)
            return;
        string written = $"{layer.Type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} {layer.Name}";
        string advice = layer.Name == LayerParameter && layer.Type.SpecialType == SpecialType.System_Int32 ? "write int k first" : $"write int k in place of {written}, as the first parameter";
        context.ReportMember(
            layer, use, DeclarationKind.SharedFactory,
            $"{factory.Name} is one module for all layers of {context.TypeName}, for its factory does not begin with int k; {advice}, or [Shared] before the factory if one "
            + "module is meant.");
    }

    private static bool IsWhole(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64
        or SpecialType.System_UInt64 or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Byte or SpecialType.System_SByte;

    private void Ask(IParameterSymbol parameter, IMethodSymbol factory, SourceSpan? use)
    {
        ParameterModel model = ModelOf(parameter);
        string? reserved = model.Name switch { "layers" => "int", "name" => "string", _ => null };
        if (reserved is not null && model.Type != reserved)
        {
            context.ReportMember(
                parameter, use, DeclarationKind.ConflictingParameters,
                $"The constructor of {context.TypeName} has a parameter {reserved} {model.Name} of its own; rename this one, "
                + $"or make it a {reserved}.");
            return;
        }
        if (!_asked.TryGetValue(model.Name, out (ParameterModel Parameter, IMethodSymbol Factory) first))
            _asked.Add(model.Name, (model, factory));
        else if (first.Parameter.Type != model.Type)
        {
            context.ReportMember(
                parameter, use, DeclarationKind.ConflictingParameters,
                $"The constructor of {context.TypeName} has one parameter {model.Name}, but {first.Factory.Name} asks for it as "
                + $"{Short(first.Parameter.Type)} and {factory.Name} as {Short(model.Type)}; give them one type or two names.");
        }
    }

    private static string Short(string type) => type.Replace("global::", "");

    private static bool BeginsWithInt(IMethodSymbol method, string name) =>
        method.Parameters.Length > 0
        && method.Parameters[0] is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 } first && first.Name == name;

    private static EquatableArray<ParameterModel> ParametersAfter(IMethodSymbol method, bool skipFirst)
    {
        var documentation = new ParameterDocumentation(method);
        return method.Parameters.Skip(skipFirst ? 1 : 0).Select(p => ModelOf(p) with { Documentation = documentation.Of(p.Name) }).ToEquatableArray();
    }

    private static bool TakesSpan(IMethodSymbol method) => method.Parameters.Any(p => p.Type.IsRefLikeType);

    private static ParameterModel ModelOf(IParameterSymbol parameter) =>
        new(CSharpText.Identifier(parameter.Name), parameter.Type.FullName(), CSharpText.DefaultOf(parameter));
}
