using System.Globalization;
using OptGen.Binding;

namespace OptGen.Emission;

/// <summary>Writes the property by which a network's layers are solved, with the settings that the class states.</summary>
internal static class ImplicitWriter
{
    public const string Property = GeneratedNames.Implicit;

    private const string Space = "global::OptGen.FixedPoint";

    public static string Type => $"{Space}.ImplicitSolve";

    public static void Write(SourceWriter output, NetworkModel model)
    {
        output.Line("/// <summary>How the layers are solved, and what became of the last solves.</summary>");
        string start = $"public {Type} {Property} {{ get; }} = new({CSharp.Literal(CSharp.Bare(model.Type.Declaration.Name))}";
        var settings = Settings(model.Implicit ?? new ImplicitModel()).ToList();
        if (settings.Count == 0)
        {
            output.Line($"{start});");
        }
        else
        {
            output.Line($"{start}, new()");
            output.Line("{");
            using (output.Indented())
            {
                for (int i = 0; i < settings.Count; i++)
                    output.Line(settings[i] + (i < settings.Count - 1 ? "," : ""));
            }
            output.Line("});");
        }
        output.Line();
    }

    private static IEnumerable<string> Settings(ImplicitModel model)
    {
        if (model.Solver is not null || model.Damping is not null)
            yield return $"Solver = {Solver(model.Solver ?? $"{Space}.AndersonSolver", model.Damping)}";
        if (model.Tolerance is { } tolerance)
            yield return $"Tolerance = {CSharp.Literal(tolerance)}";
        if (model.RelativeTolerance is { } relative)
            yield return $"RelativeTolerance = {CSharp.Literal(relative)}";
        if (model.MaxIterations is { } iterations)
            yield return $"MaxIterations = {Number(iterations)}";
        if (Adjoint(model) is { } adjoint)
            yield return $"Adjoint = {adjoint}";
        if (model.OnNonConvergence is { } reaction)
            yield return $"OnNonConvergence = {Space}.NonConvergence.{reaction}";
        if (model.CoupledSamples is { } coupled)
            yield return $"CoupledSamples = {(coupled ? "true" : "false")}";
    }

    private static string Solver(string type, double? damping) => New(type, damping is { } d ? [$"Damping = {CSharp.Literal(d)}"] : []);

    /// <summary>The expression that makes the adjoint; null for the default one.</summary>
    private static string? Adjoint(ImplicitModel model)
    {
        var settings = new List<string>();
        switch (model.Gradient)
        {
            case GradientForm.JacobianFree:
                return New($"{Space}.JacobianFreeAdjoint", settings);
            case GradientForm.Unrolled:
                return New($"{Space}.UnrolledAdjoint", settings);
            case GradientForm.Phantom:
                if (model.PhantomSteps is { } steps)
                    settings.Add($"Steps = {Number(steps)}");
                if (model.PhantomDamping is { } damping)
                    settings.Add($"Damping = {CSharp.Literal(damping)}");
                return New($"{Space}.PhantomAdjoint", settings);
            default:
                if (model.BackwardSolver is { } solver)
                    settings.Add($"Solver = {Solver(solver, model.Damping)}");
                if (model.BackwardTolerance is { } tolerance)
                    settings.Add($"RelativeTolerance = {CSharp.Literal(tolerance)}");
                if (model.BackwardMaxIterations is { } iterations)
                    settings.Add($"MaxIterations = {Number(iterations)}");
                return settings.Count == 0 ? null : New($"{Space}.ImplicitAdjoint", settings);
        }
    }

    private static string New(string type, List<string> settings) =>
        settings.Count == 0 ? $"new {type}()" : $"new {type} {{ {string.Join(", ", settings)} }}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
