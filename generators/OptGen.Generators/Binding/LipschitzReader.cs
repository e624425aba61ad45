using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Reads whether a Lipschitz bound of an operator is stated: by <c>[Lipschitz]</c> on its member or by its declared type.</summary>
internal sealed class LipschitzReader(BindingContext context)
{
    public bool IsBounded(ISymbol member, SourceSpan use)
    {
        if (member.Named("LipschitzAttribute").FirstOrDefault() is not { } attribute)
            return TypeOf(member)?.IsBoundedModule() == true;
        if (attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is double bound && !(bound > 0 && !double.IsInfinity(bound)))
        {
            var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) as AttributeSyntax;
            string message = $"The Lipschitz bound of {member.Name} is {bound.ToString("R", CultureInfo.InvariantCulture)}; it must be above 0 and finite.";
            if (syntax?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.GetLocation() is { } location)
                context.Findings.At(location, DeclarationKind.LipschitzBound, message);
            else
                context.ReportMember(member, use, DeclarationKind.LipschitzBound, message);
        }
        return true;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IMethodSymbol method => method.ReturnType,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null
    };
}
