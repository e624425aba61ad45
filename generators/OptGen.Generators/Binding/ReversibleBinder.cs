using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Reads <c>Memory = Memory.Reversible</c>, and reports what does not go with it.</summary>
internal sealed class ReversibleBinder(BindingContext context, RecurrenceSource source)
{
    private const string Argument = "Memory";

    // The value of OptGen.Memory.Reversible.
    private const int Reversible = 1;

    /// <summary>Whether the class asks for it.</summary>
    public static bool Asks(RecurrenceSource source) => source.Attributes.Any(a => a.ArgumentOf(Argument) is Reversible);

    public void Check(NetworkModel model)
    {
        var saying = source.Attributes.Where(a => a.ArgumentOf(Argument) is not null).ToList();
        foreach (AttributeData again in saying.Skip(1))
            Report(again, Argument, (int)DeclarationKind.SaidTwice, $"{Argument} is said on an earlier [Update] of {context.TypeName} already; remove it here.");
        if (!model.IsReversible)
            return;
        AttributeData attribute = saying.First(a => a.ArgumentOf(Argument) is Reversible);
        if (model.Stages.Count > 1)
        {
            Report(
                attribute, Argument, (int)ProblemKind.NotReversible,
                $"What was there before a transition between stages cannot be recovered from what it gives, and {context.TypeName} has {model.Stages.Count} stages; use Memory.Store, or a network for each stage.");
        }
        if (model.HandsOutIterates)
        {
            Report(
                source.Attributes.First(a => a.ArgumentOf("Iterates") is true), "Iterates", (int)ProblemKind.NotReversible,
                "Iterates that are handed out are stored, which Memory.Reversible is there to avoid; leave one of the two out.");
        }
    }

    private void Report(AttributeData attribute, string argument, int number, string message)
    {
        ExpressionSyntax? expression = attribute.ExpressionOf(argument, context.Cancellation);
        context.Findings.Add(new Finding(number, message) { Location = expression?.GetLocation() ?? context.Type.Locations[0] });
    }
}
