using System.Globalization;
using OptGen.Binding;
using OptGen.Lowering;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes the method that says what the names of the recurrence stand for in a network, for those who read its program at run time.</summary>
internal static class DescriptionWriter
{
    public const string Interface = CSharp.Services + ".IDescribedNetwork";

    public static void Write(SourceWriter output, NetworkModel model, Plan plan, ModuleNames members)
    {
        if (!model.Type.TakenNames.Contains("ToString"))
        {
            output.Line("/// <summary>The name, the layers and the recurrence.</summary>");
            output.Line($"public override string ToString() => {CSharp.Services}.NetworkText.Of(this, Recurrence, {(plan.Kind == PlanKind.Equilibrium ? "0" : members.Layers)});");
            output.Line();
        }
        string layers = plan.Kind == PlanKind.Equilibrium ? "1" : members.Layers;
        var settings = Settings(model, members).ToList();
        string begin = $"{CSharp.Services}.NetworkDescription {Interface}.Describe() => new(Recurrence, {layers})";
        if (settings.Count == 0)
        {
            output.Line(begin + ";");
            return;
        }
        output.Line(begin);
        output.Line("{");
        using (output.Indented())
        {
            for (int i = 0; i < settings.Count; i++)
                output.Line(settings[i] + (i < settings.Count - 1 ? "," : ""));
        }
        output.Line("};");
    }

    private static IEnumerable<string> Settings(NetworkModel model, ModuleNames members)
    {
        if (model.Operators.Count > 0)
            yield return List("Operators", model.Operators.Select(o => Write(o, members)));
        if (model.Coefficients.Any(c => c.Learnable is { IsRead: true }))
            yield return List("Trained", model.Coefficients.Where(c => c.Learnable is { IsRead: true }).Select(c => Write(CSharp.Bare(c.Identifier), c.Learnable!)));
        if (model.Coefficients.Any(c => c.Learnable is null))
        {
            NameTable names = members.Members.Inner();
            (string layer, string variable) = (CSharp.Identifier(names.Take("k")), CSharp.Identifier(names.Take("j")));
            yield return List("Numbers", model.Coefficients.Where(c => c.Learnable is null).Select(c => $"new({CSharp.Literal(c.Name)}, {Value(c, layer, variable)})"));
        }
        if (model.Stages.Count > 1)
            yield return List("Stages", model.Stages.Select(s => $"new({Number(s.Layers)}{(s.Projects ? ", true" : "")})"));
        if (model.Transition is { } transition)
            yield return $"Transition = {CSharp.Literal(CSharp.Bare(transition.Identifier))}";
        if (model.IsImplicit)
            yield return $"Implicit = {ImplicitWriter.Property}";
        if (model.IsReversible)
            yield return $"Reversal = {ReversibleWriter.Property}";
    }

    private static string Write(OperatorModel op, ModuleNames members)
    {
        if (op.Form != OperatorForm.Function)
            return $"new({CSharp.Literal(op.Name)}, {(op.Form == OperatorForm.Member ? op.Identifier : members.Field(op.Name))}{(op.Form == OperatorForm.LayerFactory ? ", true" : "")})";
        return op.PyTorch is { } text
            ? $"new({CSharp.Literal(op.Name)}) {{ PyTorch = {CSharp.Literal(text)}, Parameters = [{string.Join(", ", op.Arguments.Select(CSharp.Literal))}] }}"
            : $"new({CSharp.Literal(op.Name)})";
    }

    private static string Write(string name, LearnableModel learnable)
    {
        var arguments = new List<string> { CSharp.Literal(name), CSharp.Literal(learnable.Initial) };
        if (learnable.PerLayer)
            arguments.Add("PerLayer: true");
        if (learnable.PerPair)
            arguments.Add("PerPair: true");
        if (learnable.Channels > 0)
            arguments.Add($"Channels: {Number(learnable.Channels)}");
        if (learnable.Min is { } minimum)
            arguments.Add($"Minimum: {CSharp.Literal(minimum)}");
        if (learnable.Max is { } maximum)
            arguments.Add($"Maximum: {CSharp.Literal(maximum)}");
        return $"new({string.Join(", ", arguments)})";
    }

    /// <summary>The number, or a function of its indices.</summary>
    private static string Value(CoefficientModel number, string layer, string variable)
    {
        string cast = number.Type == NumberType.Double ? "" : "(double)";
        string name = CSharp.Literal(number.Name);
        return number.Form switch
        {
            CoefficientForm.Schedule => $"{layer} => {cast}{number.Identifier}({layer})",
            CoefficientForm.Values => $"{layer} => {CSharp.Services}.CheckedValues.Of({name}, {number.Identifier})[{layer}]",
            CoefficientForm.TableMethod => $"({layer}, {variable}) => {cast}{number.Identifier}({layer}, {variable})",
            CoefficientForm.Table or CoefficientForm.JaggedTable => $"({layer}, {variable}) => {CSharp.Services}.CheckedTable.Of({name}, {number.Identifier})[{layer}, {variable}]",
            _ => cast + number.Identifier
        };
    }

    private static string List(string property, IEnumerable<string> items) => $"{property} = [{string.Join(", ", items)}]";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
