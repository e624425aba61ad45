using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.Components;

namespace OptGen.Playground.Components;

/// <summary>The roots of the characteristic polynomial and the unit circle.</summary>
public sealed partial class RootsPlot : ComponentBase
{
    private const double Middle = 160, Room = 140;

    // Where roots have been while a slider moved.
    private const int LongestTrail = 120;

    private readonly List<Complex> _trail = [];
    private string? _text;
    private IReadOnlyList<RootMark> _marks = [];
    private double _unit;
    private double[] _ticks = [];

    /// <summary>Null where there is none.</summary>
    [Parameter, EditorRequired]
    public Recurrence? Recurrence { get; set; }

    protected override void OnParametersSet()
    {
        IReadOnlyList<RootMark> marks = Recurrence is null ? [] : RootMark.Of(Recurrence.Verdict);
        if (Recurrence?.Text != _text)
            _trail.Clear();
        else
            _trail.AddRange(_marks.Select(m => m.Root).Where(r => !marks.Any(m => m.Root == r) && !_trail.Contains(r)));
        if (_trail.Count > LongestTrail)
            _trail.RemoveRange(0, _trail.Count - LongestTrail);
        (_marks, _text) = (marks, Recurrence?.Text);
        // Steps, lest the picture breathe while a slider moves.
        double reach = Reach(_marks.Select(m => Math.Max(Math.Abs(m.Root.Real), Math.Abs(m.Root.Imaginary))).DefaultIfEmpty().Max() * 1.05);
        _unit = Room / reach;
        double step = reach <= 2.5 ? 1 : reach / 2;
        _ticks = [.. Enumerable.Range(1, (int)Math.Floor(reach / step)).Select(i => i * step).Where(t => t < reach)];
    }

    // 1.3, or the next of 2, 4 and 10 times a power of ten.
    private static double Reach(double largest)
    {
        if (largest <= 1.3)
            return 1.3;
        double power = Math.Pow(10, Math.Floor(Math.Log10(largest)));
        return power * (largest / power) switch { <= 2 => 2, <= 4 => 4, _ => 10 };
    }

    private double X(double value) => Middle + (value * _unit);

    private static string Text(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Label(double value) => value.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '−');
}
