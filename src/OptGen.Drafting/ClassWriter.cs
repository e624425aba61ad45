using System.Globalization;
using System.Text;
using OptGen.Binding;
using OptGen.Emission;
using OptGen.Notation;

namespace OptGen.Drafting;

/// <summary>Writes the class of a draft as a user would: the attribute, and a member for each name.</summary>
internal static class ClassWriter
{
    public static string Write(NetworkModel model)
    {
        var text = new StringBuilder();
        text.Append("using OptGen;\n");
        if (model.Operators.Any(o => o.Type is DraftModel.TwoLayer or DraftModel.LinearMap))
            text.Append("using OptGen.Blocks;\n");
        if (model.Coefficients.Any(c => c.Learnable is not null))
            text.Append("using TorchSharp.Modules;\n");
        text.Append("using static TorchSharp.torch;\nusing static TorchSharp.torch.nn;\n\n");
        text.Append(Attribute(model)).Append('\n');
        text.Append("public partial class ").Append(model.Type.Declaration.Name).Append("\n{\n");
        string[] members = [.. model.Coefficients.Select(Coefficient), .. model.Operators.Select(Operator)];
        text.Append(string.Join("\n\n", members.Select(m => "    " + m))).Append(members.Length > 0 ? "\n" : "").Append("}\n");
        return text.ToString();
    }

    private static string Attribute(NetworkModel model)
    {
        string settings = (model.Layers is { } layers && !model.Analysis.Plan!.Kind.Equals(Wiring.PlanKind.Equilibrium) ? $", Layers = {Number(layers)}" : "")
            + (model.Inputs is { } inputs ? $", Inputs = \"{string.Join(", ", inputs)}\"" : "");
        string[] lines = model.Analysis.Parsed.Tree.ToString().Split('\n');
        return lines.Length == 1
            ? $"[Update(\"{lines[0]}\"{settings})]"
            : $"[Update(\"\"\"\n{string.Concat(lines.Select(l => $"    {l}\n"))}    \"\"\"{settings})]";
    }

    private static string Coefficient(CoefficientModel coefficient)
    {
        if (coefficient.Learnable is { } learnable)
        {
            string settings = CSharp.Literal(learnable.Initial)
                + (learnable.Min is { } min ? $", Min = {CSharp.Literal(min)}" : "") + (learnable.Max is { } max ? $", Max = {CSharp.Literal(max)}" : "")
                + (learnable.PerLayer ? ", PerLayer = true" : "") + (learnable.PerPair ? ", PerPair = true" : "");
            return $"[Learnable({settings})]\n    public partial Parameter {coefficient.Identifier} {{ get; }}";
        }
        return coefficient.Form switch
        {
            CoefficientForm.Constant => $"private const double {coefficient.Identifier} = {CSharp.Number(coefficient.Value!.Value).Text};",
            CoefficientForm.Schedule => $"private static double {coefficient.Identifier}(int k) => {Said(coefficient)};",
            _ => $"private static double {coefficient.Identifier}(int k, int j) => {Said(coefficient)};"
        };
    }

    private static string Operator(OperatorModel op)
    {
        if (op.Form == OperatorForm.Function)
        {
            IEnumerable<string> tensors = op.Arguments.Take(op.Tensors);
            string parameters = string.Join(", ", tensors.Select(t => $"Tensor {t}").Concat(op.Scalars.Select(s => $"{(s.IsTensor ? "Tensor" : "double")} {s.Name}")));
            // The proximal point of s/2 |x|^2.
            string sum = op.Tensors == 1 ? "x" : string.Join(" + ", tensors);
            string body = op.Scalars.Count == 0 ? sum : $"{(op.Tensors == 1 ? sum : $"({sum})")} / (1 + {op.Scalars[0].Name})";
            return $"private static Tensor {op.Identifier}({parameters}) => {body};";
        }
        string layer = op.TakesLayer ? "int k, " : "";
        return op.Type switch
        {
            DraftModel.TwoLayer => $"private static TwoLayer {op.Identifier}({layer}int width) => new(width, 4 * width);",
            DraftModel.LinearMap => $"private static LinearMap {op.Identifier}(int width) => new(width, width);",
            _ => $"private static {Module(op.Tensors)} {op.Identifier}({layer}{(op.TakesLayer ? $"Func<int, {Module(op.Tensors)}>" : Module(op.Tensors))} {op.Parameters[0].Name}) => {op.Parameters[0].Name}{(op.TakesLayer ? "(k)" : "")};"
        };
    }

    private static string Module(int tensors) => $"Module<{string.Concat(Enumerable.Repeat("Tensor, ", tensors))}Tensor>";

    private static string Said(CoefficientModel coefficient) => CSharp.Literal(coefficient.Value is { } value ? value.ToDouble() : 1);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
