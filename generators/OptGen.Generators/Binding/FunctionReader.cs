using Microsoft.CodeAnalysis;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Reads methods on tensors: <c>Tensor prox(Tensor x, double s)</c>.</summary>
internal static class FunctionReader
{
    /// <summary>
    /// The function a method is; null when it is none. Its tensors come first and its parameters in brackets, Tensor or double, follow.
    /// Where brackets are written at its <paramref name="use"/>, the Tensors beyond those in parentheses are in brackets.
    /// </summary>
    public static OperatorModel? Read(IMethodSymbol method, string name, Application? use)
    {
        if (method.IsGenericMethod || method.Parameters.Any(p => p.RefKind != RefKind.None || p.IsParams))
            return null;
        int tensors = method.Parameters.TakeWhile(p => p.Type.IsTensor() && !p.IsOptional).Count();
        if (use is { Parameters.Count: > 0 })
            tensors = Math.Min(tensors, use.Arguments.Count);
        var rest = method.Parameters.Skip(tensors).ToList();
        if (tensors == 0 || !rest.TrueForAll(IsScalar))
            return null;
        return new OperatorModel(
            name, CSharpText.Identifier(method.Name), OperatorForm.Function, method.IsStatic, method.ReturnType.FullName(), tensors,
            IsModule: false, TakesLayer: false, [], rest.Select(Scalar).ToEquatableArray(), AdjointForm.None)
        {
            PyTorch = method.Named("PyTorchAttribute").Select(a => a.ConstructorArguments.FirstOrDefault().Value).OfType<string>().FirstOrDefault(),
            Arguments = method.Parameters.Select(p => p.Name).ToEquatableArray()
        };
    }

    private static bool IsScalar(IParameterSymbol parameter) =>
        parameter.Type.SpecialType == SpecialType.System_Double || parameter.Type.IsTensor();

    private static ScalarParameter Scalar(IParameterSymbol parameter) =>
        new(CSharpText.Identifier(parameter.Name), parameter.Type.IsTensor(), parameter.IsOptional);
}
