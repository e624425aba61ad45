using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Reads whether a Lipschitz bound of an operator is stated: by <c>[Lipschitz]</c> on its member or by its declared type.</summary>
internal sealed class LipschitzReader(BindingContext context)
{
    private const string Attribute = "LipschitzAttribute";

    /// <summary>Whether a bound is stated. To ask a type for its interfaces takes long, and only networks with layers to solve need to know.</summary>
    public static bool IsBounded(ISymbol member) => member.Named(Attribute).Any() || TypeOf(member)?.IsBoundedModule() == true;

    /// <summary>Reports an attribute whose bound is none.</summary>
    public void Check(ISymbol member, SourceSpan use)
    {
        if (member.Named(Attribute).FirstOrDefault() is not { } attribute)
            return;
        if (attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is double bound && !(bound > 0 && !double.IsInfinity(bound)))
        {
            var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) as AttributeSyntax;
            string message = $"The Lipschitz bound of {member.Name} is {bound.ToString("R", CultureInfo.InvariantCulture)}; it must be above 0 and finite.";
            if (syntax?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.GetLocation() is { } location)
                context.Findings.At(location, DeclarationKind.LipschitzBound, message);
            else
                context.ReportMember(member, use, DeclarationKind.LipschitzBound, message);
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IMethodSymbol method => method.ReturnType,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null
    };
}
