using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>
/// Recognises torch's types by name and assembly: the compiler's half does not refer to torch. A namespace of a user's may begin with TorchSharp too.
/// </summary>
internal static class TorchSymbols
{
    public const string ModuleMetadataName = "TorchSharp.torch+nn+Module`2";

    /// <summary>The most tensors that a module's forward takes.</summary>
    public const int MostInputs = 6;

    public static bool IsTensor(this ITypeSymbol type) => type is INamedTypeSymbol { Name: "Tensor", IsGenericType: false } && type.ContainingType.IsTorch();

    public static bool IsParameter(this ITypeSymbol type) => type.IsOfModules("Parameter");

    public static bool IsLinear(this ITypeSymbol type) => type.IsOfModules("Linear");

    public static bool IsConv2d(this ITypeSymbol type) => type.IsOfModules("Conv2d");

    /// <summary>Whether the type belongs to torch, so that its members are not the user's.</summary>
    public static bool IsOfTorch(this ITypeSymbol type)
    {
        if (!IsTorchAssembly(type.ContainingAssembly))
            return false;
        INamespaceSymbol? space = type.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space is { Name: "TorchSharp" };
    }

    /// <summary>Whether the type is a module of any kind.</summary>
    public static bool IsModule(this ITypeSymbol type) =>
        BaseTypes(type).Any(t => (t.Name == "Module" && IsNeuralNetwork(t.ContainingType)) || AnnotatedModules.TensorsOf(t) is not null);

    /// <summary>How many tensors a module takes to give one; null for other types and other modules.</summary>
    public static int? TensorModuleArity(this ITypeSymbol type) => TensorModuleShape(type) is (var inputs, 1) ? inputs : null;

    /// <summary>How many tensors a module takes and how many it gives; null for other types and other modules.</summary>
    public static (int Inputs, int Outputs)? TensorModuleShape(this ITypeSymbol type)
    {
        foreach (INamedTypeSymbol level in BaseTypes(type))
        {
            if (level is { Name: "Module", IsGenericType: true } && IsNeuralNetwork(level.ContainingType))
            {
                int inputs = level.TypeArguments.Length - 1;
                return level.TypeArguments.Take(inputs).All(IsTensor) && TensorsIn(level.TypeArguments[inputs]) is { } outputs ? (inputs, outputs) : null;
            }
            if (AnnotatedModules.TensorsOf(level) is { } tensors)
                return (tensors, AnnotatedModules.OutputsOf(level));
        }
        return null;
    }

    /// <summary>The number of tensors of a result: one, or those of a tuple.</summary>
    private static int? TensorsIn(ITypeSymbol type) => type.IsTensor() ? 1
        : type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.All(e => e.Type.IsTensor()) ? tuple.TupleElements.Length : null;

    /// <summary>A type and those it derives from or, for a type parameter, is constrained to.</summary>
    private static IEnumerable<INamedTypeSymbol> BaseTypes(ITypeSymbol type)
    {
        IEnumerable<ITypeSymbol> starts = type is ITypeParameterSymbol parameter ? parameter.ConstraintTypes : [type];
        foreach (ITypeSymbol start in starts)
        {
            for (ITypeSymbol? level = start; level is not null; level = level.BaseType)
            {
                if (level is INamedTypeSymbol named)
                    yield return named;
            }
        }
    }

    private static bool IsNeuralNetwork(INamedTypeSymbol? type) => type is { Name: "nn" } && type.ContainingType.IsTorch();

    private static bool IsTorch(this INamedTypeSymbol? type) =>
        type is { Name: "torch", ContainingType: null }
        && type.ContainingNamespace is { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true }
        && IsTorchAssembly(type.ContainingAssembly);

    private static bool IsOfModules(this ITypeSymbol type, string name) =>
        type is INamedTypeSymbol { IsGenericType: false, ContainingType: null } && type.Name == name
        && type.ContainingNamespace is { Name: "Modules", ContainingNamespace: { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true } }
        && IsTorchAssembly(type.ContainingAssembly);

    /// <summary>TorchSharp itself, and TorchVision, TorchAudio and TorchText beside it.</summary>
    private static bool IsTorchAssembly(IAssemblySymbol? assembly) => assembly?.Name.StartsWith("Torch", StringComparison.Ordinal) == true;
}
