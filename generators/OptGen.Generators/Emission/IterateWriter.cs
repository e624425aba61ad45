using System.Globalization;
using OptGen.Binding;
using OptGen.Lowering;

namespace OptGen.Emission;

/// <summary>Writes the method that runs a network and hands out its iterates.</summary>
internal static class IterateWriter
{
    public const string Method = GeneratedNames.Iterates;
    public const string Record = CSharp.Services + ".IterateRecord";
    public const string Type = "global::OptGen.NetworkIterates";

    public static void Write(SourceWriter output, Program program)
    {
        var inputs = program.Inputs.Select(i => ProgramExpressions.Name(i)).ToList();
        string states = string.Concat(program.Iterates!.States.Select(s => $", ({CSharp.Literal(s.Name)}, {s.First.ToString(CultureInfo.InvariantCulture)})"));
        string call = $"call({string.Join(", ", inputs)})";
        string results = program.Plan.MoreOutputs.Count == 0 ? $"[{call}]" : $"{Record}.Results({call})";
        output.Line("/// <summary>Runs the network, and hands out with its result what its layers compute.</summary>");
        output.Line("/// <returns>The result and the iterates of every state, which belong to the caller. Gradients flow through all of them.</returns>");
        output.Line($"public {Type} {Method}({Parameters(inputs)}) => {Record}.Run(this, () => {results}{states});");
        output.Line();
    }

    /// <summary>The method without content, where the recurrence has a mistake.</summary>
    public static void WriteSurface(SourceWriter output, IReadOnlyList<string> inputs)
    {
        output.Line($"public {Type} {Method}({Parameters(inputs)}) => throw new {SurfaceWriter.Exception};");
        output.Line();
    }

    private static string Parameters(IReadOnlyList<string> inputs) => string.Join(", ", inputs.Select(i => $"{CSharp.Tensor} {i}"));
}
