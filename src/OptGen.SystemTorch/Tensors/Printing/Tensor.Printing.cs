using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, type and device: <c>[2x3], type = Float32, device = cpu</c>; use <c>str()</c> for the elements.</summary>
        public override string ToString() => IsInvalid ? "" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        /// <summary>The elements in the default style, or shape, type and device only.</summary>
        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(TensorStringStyle.Default, fltFormat, width, cultureInfo, newLine) : ToString();

        /// <summary>The tensor as text in a style. Long dimensions are shown by their ends.</summary>
        /// <param name="style">The style.</param>
        /// <param name="fltFormat">The .NET format of real numbers.</param>
        /// <param name="width">How many characters a row may fill before columns are left out.</param>
        /// <param name="cultureInfo">How numbers are written; the invariant culture unless given.</param>
        /// <param name="newLine">What ends a line.</param>
        /// <exception cref="ObjectDisposedException">The tensor is disposed, and its elements were asked for.</exception>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            var options = printing with
            {
                Style = style == TensorStringStyle.Default ? printing.Style : style,
                FloatFormat = fltFormat ?? printing.FloatFormat,
                LineWidth = width ?? printing.LineWidth,
                NewLine = newLine ?? printing.NewLine
            };
            if (options.Style == TensorStringStyle.Metadata || is_meta || is_quantized()) return ToString();
            using var history = detach();
            using var plain = history.Resolved();
            return new TensorPrinter(plain, ToString(), options, cultureInfo ?? CultureInfo.InvariantCulture).Print();
        }
    }
}
