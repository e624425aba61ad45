namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor as matrices without brackets.</summary>
    public const TensorStringStyle julia = TensorStringStyle.Julia;

    /// <summary>A tensor in nested brackets.</summary>
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;

    /// <summary>A tensor as a C# array initializer.</summary>
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    private static PrintOptions printing = new();

    /// <summary>The style that <c>str()</c> writes tensors in when none is named; Numpy at first.</summary>
    /// <exception cref="ArgumentException">The style is Default, which refers to this one.</exception>
    public static TensorStringStyle TensorStringStyle
    {
        get => printing.Style;
        set => printing = printing with
        {
            Style = value != TensorStringStyle.Default
                ? value
                : throw new ArgumentException("The default style cannot be set to Default, which means itself.", nameof(value))
        };
    }

    /// <summary>Sets how tensors are written as text; what is not given stays as it is.</summary>
    /// <param name="style">The style used when none is named.</param>
    /// <param name="floatFormat">The .NET format of real numbers; <c>g5</c> at first.</param>
    /// <param name="linewidth">How many characters a row may fill before columns are left out.</param>
    /// <param name="newLine">What ends a line.</param>
    /// <param name="maxRows">How many rows are shown before the middle is left out.</param>
    /// <param name="maxColumns">How many columns are shown before the middle is left out.</param>
    public static void set_printoptions(
        TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        if (style is { } given) TensorStringStyle = given;
        printing = printing with
        {
            FloatFormat = floatFormat ?? printing.FloatFormat,
            LineWidth = linewidth ?? printing.LineWidth,
            NewLine = newLine ?? printing.NewLine,
            MaxRows = maxRows ?? printing.MaxRows,
            MaxColumns = maxColumns ?? printing.MaxColumns
        };
    }

    /// <summary>Sets how many digits follow the point, in plain or in scientific notation, and more; what is not given stays as it is.</summary>
    public static void set_printoptions(
        int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, sci_mode ? $"E{precision}" : $"F{precision}", linewidth, newLine, maxRows, maxColumns);

    internal sealed record PrintOptions
    {
        public TensorStringStyle Style { get; init; } = TensorStringStyle.Numpy;

        public string FloatFormat { get; init; } = "g5";

        public int LineWidth { get; init; } = 100;

        public string NewLine { get; init; } = Environment.NewLine;

        public int MaxRows { get; init; } = 6;

        public int MaxColumns { get; init; } = 6;
    }
}
