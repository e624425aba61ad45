using System.CommandLine;
using System.Globalization;
using System.Numerics;
using OptGen.Drafting;
using Spectre.Console;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen check</c>: what is wrong with a recurrence, and what is known of it.</summary>
internal static class CheckCommand
{
    public static Command Create(ToolConsole console)
    {
        var command = new Command("check", "Says what is wrong with a recurrence, or its verdict, roots and wiring.");
        RecurrenceInput input = RecurrenceInput.AddTo(command);
        var json = new Option<bool>("--json") { Description = "Writes the result as JSON." };
        var strict = new Option<bool>("--strict") { Description = "Ends with code 3 where the recurrence is not consistent or not zero-stable, or has a warning." };
        command.Add(json);
        command.Add(strict);
        command.SetAction(parsed =>
        {
            Draft draft = input.Read(parsed, console);
            if (parsed.GetValue(json))
            {
                console.Deliver(CheckResult.Of(draft).ToJson(), null);
            }
            else
            {
                ProblemText.Write(console, draft);
                if (draft.IsValid)
                    Report(console, draft);
            }
            return !draft.IsValid ? ExitCode.Refused : parsed.GetValue(strict) && IsDoubtful(draft) ? ExitCode.Warned : ExitCode.Fine;
        });
        return command;
    }

    private static bool IsDoubtful(Draft draft) =>
        draft.Problems.Any(p => p.Severity == DraftSeverity.Warning)
        || draft.Recurrence.Verdict is { IsConsistent: false } or { Stability: ZeroStability.Unstable or ZeroStability.UnstableInRange };

    private static void Report(ToolConsole console, Draft draft)
    {
        Recurrence recurrence = draft.Recurrence;
        console.Line(recurrence.Text);
        console.Line("");
        console.Line(recurrence.Verdict.Text);
        console.Line("");
        (string Name, string? Value)[] facts =
        [
            ("order", recurrence.Verdict.Order?.ToString(CultureInfo.InvariantCulture)),
            ("effective step", recurrence.Verdict.EffectiveSteps.Count == 0 ? null : string.Join(", ", recurrence.Verdict.EffectiveSteps.Select(s => $"{s.Value} for {s.Key}"))),
            ("roots", recurrence.Verdict.Roots.Count == 0 ? null : string.Join(", ", recurrence.Verdict.Roots.Select(Number))),
            ("layers", recurrence.MinimumLayers > 1 ? $"at least {recurrence.MinimumLayers}, or some of the text is never read" : null),
            ("solved", recurrence.IsImplicit ? "for what stands on both sides of an equation" : null)
        ];
        foreach ((string name, string? value) in facts.Where(f => f.Value is not null))
            console.Line($"{name,-16}{value}");
        if (facts.Any(f => f.Value is not null))
            console.Line("");
        var parts = new Table { Border = console.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii };
        parts.AddColumn("").AddColumn("name").AddColumn("is");
        foreach (DraftPart part in draft.Parts())
            parts.AddRow(new Text(part.Kind), new Text(part.Name), new Text(part.Description));
        console.Screen.Write(parts);
    }

    /// <summary>A root with four digits.</summary>
    internal static string Number(Complex root)
    {
        string real = Round(root.Real), imaginary = Round(Math.Abs(root.Imaginary));
        return imaginary == "0" ? real : real == "0" ? $"{(root.Imaginary < 0 ? "-" : "")}{imaginary}i" : $"{real}{(root.Imaginary < 0 ? "-" : "+")}{imaginary}i";
    }

    private static string Round(double value) => (Math.Round(value, 4) + 0.0).ToString("0.####", CultureInfo.InvariantCulture);
}
