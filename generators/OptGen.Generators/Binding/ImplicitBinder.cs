using System.Globalization;
using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Binds <c>[Implicit]</c>: reads its settings, and reports those that are out of range or would have no effect.</summary>
internal sealed class ImplicitBinder(BindingContext context)
{
    /// <summary>The setting that names the inputs which all samples share.</summary>
    public const string Shared = "Shared";

    private const string AttributeName = "ImplicitAttribute";

    private static readonly string[] s_backward = ["BackwardSolver", "BackwardTolerance", "BackwardMaxIterations"];
    private static readonly string[] s_phantom = ["PhantomSteps", "PhantomDamping"];

    /// <summary>The class's attribute; null when it has none.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol type) => type.Named(AttributeName).FirstOrDefault();

    public ImplicitModel? Bind()
    {
        if (AttributeOf(context.Type) is not { } attribute)
            return null;
        GradientForm gradient = GradientOf(attribute);
        CheckEffect(attribute, gradient);
        CheckTolerances(attribute);
        return new ImplicitModel
        {
            Solver = SolverOf(attribute, "Solver"),
            Damping = Fraction(attribute, "Damping"),
            Tolerance = Number(attribute, "Tolerance", n => n >= 0, "at least 0 and finite"),
            RelativeTolerance = Number(attribute, "RelativeTolerance", n => n >= 0, "at least 0 and finite"),
            MaxIterations = AtLeastOne(attribute, "MaxIterations"),
            Gradient = gradient,
            BackwardSolver = SolverOf(attribute, "BackwardSolver"),
            BackwardTolerance = Number(attribute, "BackwardTolerance", n => n > 0, "above 0 and finite"),
            BackwardMaxIterations = AtLeastOne(attribute, "BackwardMaxIterations"),
            PhantomSteps = AtLeastOne(attribute, "PhantomSteps"),
            PhantomDamping = Fraction(attribute, "PhantomDamping"),
            OnNonConvergence = MemberOf(attribute, "OnNonConvergence"),
            CoupledSamples = attribute.ArgumentOf("CoupledSamples") as bool?,
            Shared = attribute.ArgumentOf(Shared) is string names ? StageBinder.SplitInputs(names).ToEquatableArray() : []
        };
    }

    private double? Fraction(AttributeData attribute, string name) => Number(attribute, name, n => n is > 0 and <= 1, "above 0 and at most 1");

    private double? Number(AttributeData attribute, string name, Func<double, bool> fits, string range)
    {
        if (attribute.ArgumentOf(name) is not double number)
            return null;
        if (!fits(number) || double.IsInfinity(number))
            Report(attribute, name, DeclarationKind.ImplicitSetting, $"{name} is {Text(number)}; it must be {range}.");
        return number;
    }

    private int? AtLeastOne(AttributeData attribute, string name)
    {
        if (attribute.ArgumentOf(name) is not int number)
            return null;
        if (number < 1)
            Report(attribute, name, DeclarationKind.ImplicitSetting, $"{name} is {number.ToString(CultureInfo.InvariantCulture)}; it must be at least 1.");
        return number;
    }

    private void CheckTolerances(AttributeData attribute)
    {
        if (attribute.ArgumentOf("Tolerance") is 0.0 && attribute.ArgumentOf("RelativeTolerance") is 0.0)
        {
            Report(
                attribute, "RelativeTolerance", DeclarationKind.ImplicitSetting,
                "Tolerance and RelativeTolerance are both 0, so no solve would end before MaxIterations; give one of them a value above 0.");
        }
    }

    private GradientForm GradientOf(AttributeData attribute) => MemberOf(attribute, "Gradient") switch
    {
        nameof(GradientForm.JacobianFree) => GradientForm.JacobianFree,
        nameof(GradientForm.Phantom) => GradientForm.Phantom,
        nameof(GradientForm.Unrolled) => GradientForm.Unrolled,
        _ => GradientForm.Implicit
    };

    /// <summary>The name of the enumeration's member that a setting says; null when it says none.</summary>
    private string? MemberOf(AttributeData attribute, string name)
    {
        TypedConstant constant = attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value;
        if (constant is not { Kind: TypedConstantKind.Enum, Type: { } type, Value: { } value })
            return null;
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue).ToList();
        if (members.Find(m => m.ConstantValue!.Equals(value)) is { } member)
            return member.Name;
        Report(
            attribute, name, DeclarationKind.ImplicitSetting,
            $"{name} is {value}, which {type.Name} does not have; write {string.Join(", ", members.Take(members.Count - 1).Select(m => m.Name))} or {members[members.Count - 1].Name}.");
        return null;
    }

    private void CheckEffect(AttributeData attribute, GradientForm gradient)
    {
        foreach (string name in attribute.NamedArguments.Select(a => a.Key))
        {
            if (s_backward.Contains(name) && gradient != GradientForm.Implicit)
            {
                Report(
                    attribute, name, DeclarationKind.ImplicitSettingWithoutEffect,
                    $"{name} has no effect with the gradient {gradient}, which solves nothing backward; remove one of the two.");
            }
            else if (s_phantom.Contains(name) && gradient != GradientForm.Phantom)
            {
                Report(
                    attribute, name, DeclarationKind.ImplicitSettingWithoutEffect,
                    $"{name} has no effect with the gradient {gradient}; remove it, or write Gradient = GradientMode.Phantom.");
            }
        }
    }

    private string? SolverOf(AttributeData attribute, string name)
    {
        // What is no type, or out of reach, is the compiler's to report.
        if (attribute.ArgumentOf(name) is not ITypeSymbol type || type is IErrorTypeSymbol)
            return null;
        if (WhyNot(type) is not { } reason)
            return type.FullName();
        Report(attribute, name, DeclarationKind.ImplicitSolver, $"{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} cannot solve the layers of {context.TypeName}: {reason}.");
        return null;
    }

    /// <summary>What keeps the generated part from making a solver of the type; null when nothing does.</summary>
    private static string? WhyNot(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class } named || !named.OriginalDefinition.IsSolver())
            return "it does not derive from OptGen.FixedPoint.FixedPointSolver; choose AndersonSolver, PicardSolver, BroydenSolver, NewtonKrylovSolver or a type of your own that does";
        if (named.IsUnboundGenericType)
            return "its type arguments are left open; write them";
        if (named.IsAbstract)
            return "it is abstract; choose a type that derives from it";
        if (IsOfOneFile(named))
            return "it is visible in one file only, and the generated part is another; remove file";
        IMethodSymbol? constructor = named.InstanceConstructors.FirstOrDefault(c => c.Parameters.Length == 0 && c.DeclaredAccessibility == Accessibility.Public);
        if (constructor is null)
            return "it has no public constructor without parameters; add one";
        bool asksForMore = SelfAndBases(named).SelectMany(t => t.GetMembers())
            .Any(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
        bool setsAll = constructor.GetAttributes().Any(
            a => a.AttributeClass is { Name: "SetsRequiredMembersAttribute", ContainingType: null } type && type.ContainingNamespace.PlainName() == "System.Diagnostics.CodeAnalysis");
        return asksForMore && !setsAll ? "it has required members, which nothing would set; give them defaults" : null;
    }

    private static bool IsOfOneFile(ITypeSymbol type) =>
        type is INamedTypeSymbol named
        && (named.IsFileLocal || (named.ContainingType is { } container && IsOfOneFile(container)) || named.TypeArguments.Any(IsOfOneFile));

    private static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
            yield return level;
    }

    private void Report(AttributeData attribute, string name, DeclarationKind kind, string message)
    {
        if (attribute.LocationOf(name, context.Cancellation) is { } location)
            context.Findings.At(location, kind, message);
    }

    private static string Text(double number) => number switch
    {
        double.NaN => "not a number",
        double.PositiveInfinity => "infinity",
        double.NegativeInfinity => "minus infinity",
        _ => number.ToString("R", CultureInfo.InvariantCulture)
    };
}
