using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Diagnostics;

namespace OptGen.Binding;

/// <summary>Reads <c>[Learnable]</c> properties.</summary>
internal sealed class LearnableReader(BindingContext context)
{
    // A property is reported once, however often it is read.
    private readonly HashSet<ISymbol> _checked = new(SymbolEqualityComparer.Default);

    public static bool IsLearnable(IPropertySymbol property) => property.Named("LearnableAttribute").Any();

    public CoefficientModel Read(IPropertySymbol property, string name) => Read(property, name, isRead: true);

    /// <summary>
    /// A property that the recurrence does not name. It is written all the same, for the compiler asks for its other part.
    /// </summary>
    public CoefficientModel ReadUnused(IPropertySymbol property)
    {
        context.ReportMember(
            property, null, DeclarationKind.LearnableUnused,
            $"The recurrence of {context.TypeName} does not use {property.Name}, so it is never trained; use it or remove it.");
        return Read(property, property.Name, isRead: false);
    }

    private CoefficientModel Read(IPropertySymbol property, string name, bool isRead)
    {
        AttributeData attribute = property.Named("LearnableAttribute").First();
        double initial = attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is double value ? value : 0;
        double? min = Finite(attribute.ArgumentOf("Min"));
        double? max = Finite(attribute.ArgumentOf("Max"));
        int channels = attribute.ArgumentOf("Channels") as int? ?? 0;
        if (_checked.Add(property))
        {
            CheckDeclaration(property);
            CheckRange(property, attribute, initial, min, max);
            CheckChannels(property, attribute, channels);
            CheckPairs(property, attribute);
        }
        var learnable = new LearnableModel(
            ModifiersOf(property), property.Type.FullName(), initial, min, max, attribute.ArgumentOf("PerLayer") is true, channels, isRead)
        {
            PerPair = attribute.ArgumentOf("PerPair") is true
        };
        return new CoefficientModel(
            name, CSharpText.Identifier(property.Name), CoefficientForm.Learnable, property.IsStatic, Value: null, learnable);
    }

    private static double? Finite(object? value) => value is double number && !double.IsInfinity(number) ? number : null;

    private void CheckDeclaration(IPropertySymbol property)
    {
        bool fits = property is { IsStatic: false, SetMethod: null, GetMethod: not null } && property.Type.IsParameter();
        if (!property.IsPartialDefinition || !fits)
        {
            context.ReportMember(
                property, null, DeclarationKind.LearnableProperty,
                $"A [Learnable] coefficient is a partial property with a getter only{OperatorTypes.Namesake(property.Type)}; "
                + $"write public partial Parameter {property.Name} {{ get; }}.");
            return;
        }
        if (context.Compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp13 } compilation)
        {
            context.ReportMember(
                property, null, DeclarationKind.LanguageVersion,
                $"[Learnable] properties need C# 13 or later, and this project compiles C# "
                + $"{compilation.LanguageVersion.ToDisplayString()}; set LangVersion to 13.0.");
        }
    }

    private void CheckRange(IPropertySymbol property, AttributeData attribute, double initial, double? min, double? max)
    {
        bool inside = !double.IsNaN(initial) && !double.IsInfinity(initial) && !(min >= initial) && !(max <= initial)
            && !(min is double.NaN) && !(max is double.NaN) && attribute.ArgumentOf("Min") is not double.PositiveInfinity
            && attribute.ArgumentOf("Max") is not double.NegativeInfinity;
        if (inside)
            return;
        SyntaxNode? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation);
        Location? location = syntax is AttributeSyntax { ArgumentList.Arguments: [var first, ..] } ? first.Expression.GetLocation() : null;
        string range = $"{Text(min ?? double.NegativeInfinity)} to {Text(max ?? double.PositiveInfinity)}";
        string message = $"{property.Name} starts at {Text(initial)}, which is not inside its range from {range}, borders excluded; "
            + "change Min, Max or the initial value.";
        Report(property, location, DeclarationKind.LearnableRange, message);
    }

    private void CheckChannels(IPropertySymbol property, AttributeData attribute, int channels)
    {
        if (channels < 0)
        {
            Report(
                property, attribute.LocationOf("Channels", context.Cancellation), DeclarationKind.LearnableRange,
                $"{property.Name} has {channels} channels; write the number of channels, or leave Channels out.");
        }
    }

    private void CheckPairs(IPropertySymbol property, AttributeData attribute)
    {
        if (attribute.ArgumentOf("PerLayer") is true && attribute.ArgumentOf("PerPair") is true)
        {
            Report(
                property, attribute.LocationOf("PerPair", context.Cancellation), DeclarationKind.LearnableRange,
                $"{property.Name} cannot have a value for each layer and one for each pair of indices; leave out PerLayer or PerPair.");
        }
    }

    private void Report(IPropertySymbol property, Location? location, DeclarationKind kind, string message)
    {
        if (location is not null)
            context.Findings.At(location, kind, message);
        else
            context.ReportMember(property, null, kind, message);
    }

    private string ModifiersOf(IPropertySymbol property) =>
        property.DeclaringSyntaxReferences.Length > 0
        && property.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) is PropertyDeclarationSyntax syntax
            ? string.Join(" ", syntax.Modifiers.Select(m => m.Text))
            : "";

    private static string Text(double number) => number switch
    {
        double.PositiveInfinity => "infinity",
        double.NegativeInfinity => "minus infinity",
        _ => number.ToString("R", CultureInfo.InvariantCulture)
    };
}
