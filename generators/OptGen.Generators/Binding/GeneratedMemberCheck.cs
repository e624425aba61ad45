using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>
/// Finds members of the user's that the generated part declares too: the compiler's error would stand in a file nobody wrote.
/// </summary>
internal sealed class GeneratedMemberCheck(BindingContext context)
{
    public void Check(NetworkModel model)
    {
        int inputs = Math.Max(1, model.Inputs?.Count ?? 1);
        ConstructionModel construction = model.Construction;
        foreach (ISymbol member in context.Type.GetMembers().Where(m => m.IsUsers() && !m.IsImplicitlyDeclared))
        {
            if (IsCalled(member.Name) || (model.HandsOutIterates && member.Name == "call"))
            {
                context.ReportMember(
                    member, null, DeclarationKind.GeneratedMember,
                    $"The generated part of {context.TypeName} calls the module's own {member.Name}, which this member would hide; give it another name.");
            }
            else if (member.Name switch
            {
                GeneratedNames.Implicit => model.IsImplicit,
                GeneratedNames.Coefficients => Trains(model),
                GeneratedNames.Reversal => model.IsReversible,
                GeneratedNames.Iterates => model.HandsOutIterates && (member is not IMethodSymbol method || TakesInputs(method, inputs)),
                _ => IsGenerated(member, inputs, construction)
            })
            {
                context.ReportMember(
                    member, null, DeclarationKind.GeneratedMember,
                    $"{member.Name} belongs to the generated part of {context.TypeName}, so it cannot be declared here too; "
                    + "remove it or give it another name.");
            }
        }
        bool isMember = context.Type.Name switch
        {
            GeneratedNames.Implicit => model.IsImplicit,
            GeneratedNames.Coefficients => Trains(model),
            GeneratedNames.Reversal => model.IsReversible,
            GeneratedNames.Iterates => model.HandsOutIterates,
            string name => IsGeneratedName(name, construction)
        };
        if (isMember)
        {
            context.ReportMember(
                context.Type, null, DeclarationKind.GeneratedMember,
                $"{context.TypeName} is the name of a member of the generated part, which cannot be the class's too; give the class another name.");
        }
    }

    /// <summary>Whether the generated part calls a member of torch's module by this name.</summary>
    private static bool IsCalled(string name) =>
        name is "register_module" or "register_parameter" or "ReplaceParameter" or "ConditionallyRegisterParameter" or "_internal_submodules";

    private static bool IsGenerated(ISymbol member, int inputs, ConstructionModel construction) => member switch
    {
        // What is no method shares its name with none.
        { Name: "Recurrence" } => true,
        not IMethodSymbol => IsGeneratedName(member.Name, construction),
        IMethodSymbol { Name: "forward" } method => TakesInputs(method, inputs),
        IMethodSymbol { Name: "RegisterComponents", Parameters.Length: 0 } => true,
        IMethodSymbol { Name: "_toEpilog", Parameters.Length: 3 } => true,
        IMethodSymbol { Name: "Initialize" } method => !construction.IsConstructor && HasParameters(method, construction.Parameters),
        _ => false
    };

    private static bool Trains(NetworkModel model) => model.Coefficients.Any(c => c.Learnable is not null);

    private static bool TakesInputs(IMethodSymbol method, int inputs) => method.Parameters.Length == inputs && method.Parameters.All(p => p.Type.IsTensor());

    private static bool IsGeneratedName(string name, ConstructionModel construction) =>
        name is "Recurrence" or "forward" or "RegisterComponents" or "_toEpilog" || (name == "Initialize" && !construction.IsConstructor);

    /// <summary>Whether a method has the parameters of the generated Initialize, which is not told the module's name.</summary>
    public static bool HasParameters(IMethodSymbol method, EquatableArray<ConstructionParameter> parameters) =>
        method.Parameters.Select(p => p.Type.FullName()).SequenceEqual(parameters.Where(p => p.Role != ParameterRole.Name).Select(p => p.Parameter.Type));
}
