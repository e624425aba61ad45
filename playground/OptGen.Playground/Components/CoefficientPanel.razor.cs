using System.Globalization;
using Microsoft.AspNetCore.Components;
using OptGen.Drafting;

namespace OptGen.Playground.Components;

/// <summary>A slider for each coefficient, and whether it is trained instead.</summary>
public sealed partial class CoefficientPanel : ComponentBase
{
    // Where roots are of interest; a number beyond is typed, and the slider then reaches further.
    private const double Reach = 2;

    private string? _refused;

    [Parameter, EditorRequired]
    public Workbench Bench { get; set; } = null!;

    [Parameter]
    public EventCallback<(string Name, DraftCoefficient Coefficient)> OnSaid { get; set; }

    private static (double Low, double High) Range(DraftCoefficient said)
    {
        double reach = Math.Max(Reach, Math.Abs(said.Value));
        return (-reach, reach);
    }

    private Task Move(string name, ChangeEventArgs change)
    {
        if (Number(change) is not { } number)
            return Refuse($"{name} stays {Bench[name].Value}: what was typed is no number.");
        DraftCoefficient said = Bench[name];
        return said.IsTrained ? Train(name, number, said.Minimum, said.Maximum) : Say(name, DraftCoefficient.Number(number));
    }

    private Task Train(string name, bool isTrained) => Say(name, isTrained ? DraftCoefficient.Trained(Bench[name].Value) : DraftCoefficient.Number(Bench[name].Value));

    private Task Bound(string name, ChangeEventArgs change, bool isMinimum)
    {
        DraftCoefficient said = Bench[name];
        if (change.Value is not "" && Number(change) is null)
            return Refuse($"The bound of {name} is no number.");
        return isMinimum ? Train(name, said.Value, Number(change), said.Maximum) : Train(name, said.Value, said.Minimum, Number(change));
    }

    private Task Train(string name, double value, double? minimum, double? maximum)
    {
        if (minimum >= maximum)
            return Refuse($"{name} stays as it was: a lower bound is less than the upper one.");
        // A bound that was moved over the value takes it along.
        if (value <= minimum || value >= maximum)
            value = minimum is { } low && maximum is { } high ? low + ((high - low) / 2) : minimum + 1 ?? maximum!.Value - 1;
        return Say(name, DraftCoefficient.Trained(value, minimum, maximum));
    }

    private Task Say(string name, DraftCoefficient coefficient)
    {
        _refused = null;
        return OnSaid.InvokeAsync((name, coefficient));
    }

    private Task Refuse(string why)
    {
        _refused = why;
        return Task.CompletedTask;
    }

    private static double? Number(ChangeEventArgs change) =>
        double.TryParse(change.Value?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
