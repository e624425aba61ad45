using OptGen.Binding;

namespace OptGen.Emission;

/// <summary>
/// Writes the members that the class would have, without their content, where the recurrence has a mistake: code that uses the class then
/// shows no errors of its own beside the one that matters.
/// </summary>
internal static class SurfaceWriter
{
    public const string Exception = "global::System.InvalidOperationException(\"The recurrence of this class has a mistake, so it has no content.\")";

    public static void Write(SourceWriter output, NetworkModel model, IReadOnlyList<string> inputs)
    {
        bool isConstructor = model.Construction.IsConstructor;
        var parameters = model.Construction.Parameters.Where(p => isConstructor || p.Role != ParameterRole.Name)
            .Select(p => $"{p.Parameter.Type} {p.Parameter.Name}{(p.Parameter.Default is { } value ? " = " + value : "")}");
        string list = string.Join(", ", parameters);
        string header = isConstructor
            ? $"{model.Construction.Accessibility} {model.Type.Declaration.Name}({list})\n    : base(name)"
            : $"private void Initialize({list})";
        using (output.Block(header))
            output.Line($"throw new {Exception};");
        output.Line();
        foreach (CoefficientModel coefficient in model.Coefficients.Where(c => c.Learnable is not null))
        {
            output.Line($"{coefficient.Learnable!.Modifiers} {coefficient.Learnable.Type} {coefficient.Identifier} => throw new {Exception};");
            output.Line();
        }
        if (model.Coefficients.Any(c => c.Learnable is not null))
        {
            output.Line($"public {ConstructionWriter.CoefficientsType} {GeneratedNames.Coefficients} => throw new {Exception};");
            output.Line();
        }
        output.Line($"public static {CSharp.Recurrence} Recurrence => throw new {Exception};");
        output.Line();
        // Whether there is something to solve may be unknown where the recurrence has a mistake; the attribute says so then.
        if (model.Implicit is not null || model.IsImplicit)
        {
            output.Line($"public {ImplicitWriter.Type} {ImplicitWriter.Property} => throw new {Exception};");
            output.Line();
        }
        if (model.IsReversible)
        {
            output.Line($"public {ReversibleWriter.Type} {ReversibleWriter.Property} => throw new {Exception};");
            output.Line();
        }
        if (model.HandsOutIterates)
            IterateWriter.WriteSurface(output, inputs);
        string arguments = string.Join(", ", inputs.Select(i => $"{CSharp.Tensor} {i}"));
        output.Line($"public override {CSharp.Result(model.Outputs)} forward({arguments}) => throw new {Exception};");
    }
}
