using System.Globalization;
using OptGen.Lowering;

namespace OptGen.Emission;

/// <summary>Writes the call of a solver.</summary>
internal sealed class SolveStatementWriter(SourceWriter output, Program program, ProgramExpressions expressions)
{
    public void Write(SolveStatement solve)
    {
        EquationMethod method = program.Methods[solve.Method];
        var variables = solve.Targets.Select(ProgramExpressions.Name).ToList();
        string target = variables.Count == 1 ? variables[0] : CSharp.Identifier(solve.Names.Solved);
        string end = variables.Count == 1 ? "[0]" : "";
        string guesses = string.Join(", ", solve.Guesses.Select(expressions.Write));
        string call = $"{ImplicitWriter.Property}.Solve({expressions.Numbers.Write(solve.Layer)}, {CSharp.Literal(method.Describes)}, new({Lambda(solve, method)}, [{guesses}])";
        var settings = Settings(solve).ToList();
        if (settings.Count == 0)
        {
            output.Line($"var {target} = {call}){end};");
        }
        else
        {
            output.Line($"var {target} = {call}");
            output.Line("{");
            using (output.Indented())
            {
                for (int i = 0; i < settings.Count; i++)
                    output.Line(settings[i] + (i < settings.Count - 1 ? "," : ""));
            }
            output.Line($"}}){end};");
        }
        for (int i = 0; i < variables.Count && variables.Count > 1; i++)
            output.Line($"var {variables[i]} = {target}[{i.ToString(CultureInfo.InvariantCulture)}];");
    }

    private static string Lambda(SolveStatement solve, EquationMethod method)
    {
        string unknowns = CSharp.Identifier(solve.Names.Unknowns);
        string given = CSharp.Identifier(solve.Names.Given);
        int count = method.Given.Count + method.Shared.Count;
        IEnumerable<string> arguments = new[] { solve.LayerCopy, solve.StartCopy }.OfType<Variable>().Select(ProgramExpressions.Name)
            .Concat(Enumerable.Range(0, method.Unknowns.Count).Select(i => Element(unknowns, i)))
            .Concat(Enumerable.Range(0, count).Select(i => Element(given, i)));
        string call = $"{method.Name}({string.Join(", ", arguments)})";
        return $"({unknowns}, {(count == 0 ? "_" : given)}) => {(method.Unknowns.Count == 1 ? $"[{call}]" : call)}";
    }

    private static string Element(string list, int number) => $"{list}[{number.ToString(CultureInfo.InvariantCulture)}]";

    private IEnumerable<string> Settings(SolveStatement solve)
    {
        if (solve.Given.Count > 0)
            yield return $"Given = [{string.Join(", ", solve.Given.Select(expressions.Write))}]";
        if (solve.Shared.Count > 0)
            yield return $"Shared = [{string.Join(", ", solve.Shared.Select(expressions.Write))}]";
        var modules = solve.Callees.Select(expressions.Module).OfType<string>().Distinct().ToList();
        if (modules.Contains(ProgramExpressions.This))
            modules = [ProgramExpressions.This];
        if (modules.Count > 0)
            yield return $"Modules = [{string.Join(", ", modules)}]";
    }
}
