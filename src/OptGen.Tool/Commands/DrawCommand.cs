using System.CommandLine;
using OptGen.Drafting;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen draw</c>: pictures of the wiring and of the roots.</summary>
internal static class DrawCommand
{
    private const int DrawnUnlessGiven = 3;

    public static Command Create(ToolConsole console)
    {
        var command = new Command("draw", "Draws the wiring, states as lanes and layers as columns, or the roots in the unit circle.");
        RecurrenceInput input = RecurrenceInput.AddTo(command);
        var roots = new Option<bool>("--roots", "-r") { Description = "Draws the roots of the characteristic polynomial." };
        var format = new Option<string>("--format", "-f") { Description = "svg, mermaid or dot.", DefaultValueFactory = _ => "svg" };
        format.AcceptOnlyFromAmong("svg", "mermaid", "dot");
        var output = new Option<string?>("--output", "-o") { Description = "The file; the standard output unless given.", HelpName = "FILE" };
        command.Add(roots);
        command.Add(format);
        command.Add(output);
        command.SetAction(parsed =>
        {
            Draft draft = input.Read(parsed, console);
            if (!draft.IsValid)
                return Refusal.Of(console, draft);
            string kind = parsed.GetValue(format)!;
            string picture;
            if (parsed.GetValue(roots))
            {
                if (kind != "svg")
                    throw new UsageException($"The roots are drawn as svg alone, not as {kind}.");
                if (draft.Recurrence.Verdict.Roots.Count == 0)
                    throw new UsageException($"There are no roots to draw: they are known where every coefficient of an iterate is a number. {Advice(draft)}");
                picture = draft.Recurrence.RootsSvg();
            }
            else
            {
                int layers = draft.Options.Layers ?? Math.Max(DrawnUnlessGiven, draft.Recurrence.MinimumLayers);
                try
                {
                    picture = kind switch
                    {
                        "mermaid" => draft.Recurrence.ToMermaid(layers),
                        "dot" => draft.Recurrence.ToDot(layers),
                        _ => draft.Recurrence.WiringSvg(layers)
                    };
                }
                catch (ArgumentOutOfRangeException exception)
                {
                    throw new UsageException(exception.Message.Split(" (Parameter")[0]);
                }
            }
            console.Deliver(picture, parsed.GetValue(output));
            return ExitCode.Fine;
        });
        return command;
    }

    private static string Advice(Draft draft) => draft.Recurrence.Coefficients.FirstOrDefault(c => !draft.Options.Coefficients.ContainsKey(c)) is { } unknown
        ? $"Say what {unknown} is: --set {unknown}=0.5."
        : "Here a coefficient is trained, or differs from layer to layer.";
}
