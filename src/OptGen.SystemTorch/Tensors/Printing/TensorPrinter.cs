using System.Globalization;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes one tensor of the processor's memory as text.</summary>
internal sealed class TensorPrinter
{
    private const long Gap = -1;

    private readonly PrintOptions options;
    private readonly string metadata;
    private readonly CultureInfo culture;
    private readonly ScalarType type;
    private readonly long[] shape;
    private readonly Func<long, string> read;
    private readonly StringBuilder text = new();
    private readonly long[][] shown;
    private int cellWidth;

    public TensorPrinter(Tensor tensor, string metadata, PrintOptions options, CultureInfo culture)
    {
        this.options = options;
        this.metadata = metadata;
        this.culture = culture;
        type = tensor.dtype;
        shape = tensor.shape;
        read = Reader(tensor);
        shown = new long[shape.Length][];
        for (var i = 0; i < shown.Length; i++) shown[i] = Ends(shape[i], i == shown.Length - 1 ? options.MaxColumns : options.MaxRows);
        Fit();
    }

    public string Print()
    {
        switch (options.Style)
        {
            case TensorStringStyle.Julia:
                PrintJulia();
                break;
            case TensorStringStyle.CSharp:
                text.Append(metadata).Append(", value = ");
                if (shape.Length > 0) text.Append(TypeName()).Append(" [").Append(',', shape.Length - 1).Append("] ");
                PrintNested(0, 0, '{', '}', Suffix());
                break;
            default:
                PrintNested(0, 0, '[', ']', "");
                break;
        }

        return text.ToString();
    }

    /// <summary>The positions of a dimension that are shown: all of a short one, the ends of a long one.</summary>
    private static long[] Ends(long length, int room)
    {
        if (length <= room) return Range(0, length);
        var tail = room / 2;
        return [.. Range(0, room - tail), Gap, .. Range(length - tail, tail)];
    }

    private static long[] Range(long first, long count)
    {
        var positions = new long[count];
        for (var i = 0; i < positions.Length; i++) positions[i] = first + i;
        return positions;
    }

    /// <summary>Measures the cells, and shows fewer columns where a row would be too long.</summary>
    private void Fit()
    {
        if (shape.Length == 0) return;
        Measure(0, 0);
        var room = Math.Max(2, (options.LineWidth - shape.Length) / (cellWidth + 2));
        if (shown[^1].Length > room) shown[^1] = Ends(shape[^1], Math.Min(room, options.MaxColumns));
    }

    private void Measure(int dim, long element)
    {
        if (dim == shape.Length)
        {
            cellWidth = Math.Max(cellWidth, read(element).Length);
            return;
        }

        foreach (var position in shown[dim])
        {
            if (position != Gap) Measure(dim + 1, element * shape[dim] + position);
        }
    }

    private void PrintNested(int dim, long element, char open, char close, string suffix)
    {
        if (dim == shape.Length)
        {
            text.Append((read(element) + suffix).PadLeft(shape.Length > 1 ? cellWidth + suffix.Length : 0));
            return;
        }

        var last = dim == shape.Length - 1;
        text.Append(open);
        for (var i = 0; i < shown[dim].Length; i++)
        {
            if (i > 0) Separate(dim, last);
            var position = shown[dim][i];
            if (position == Gap) text.Append("...");
            else PrintNested(dim + 1, element * shape[dim] + position, open, close, suffix);
        }

        text.Append(close);
    }

    private void Separate(int dim, bool last)
    {
        if (last)
        {
            text.Append(", ");
            return;
        }

        text.Append(',').Append(options.NewLine);
        for (var blank = shape.Length - dim; blank > 2; blank--) text.Append(options.NewLine);
        text.Append(' ', dim + 1);
    }

    private void PrintJulia()
    {
        text.Append(metadata);
        if (shape.Length == 0)
        {
            text.Append(options.NewLine).Append(read(0));
            return;
        }

        if (shape.Length <= 2)
        {
            PrintMatrix(0, shape.Length - 1);
            return;
        }

        PrintSlices(0, 0, "");
    }

    private void PrintSlices(int dim, long element, string prefix)
    {
        if (dim == shape.Length - 2)
        {
            text.Append(options.NewLine).Append('[').Append(prefix).Append("..,..] =");
            PrintMatrix(element, 1);
            return;
        }

        foreach (var position in shown[dim])
        {
            if (position == Gap) text.Append(options.NewLine).Append("...");
            else PrintSlices(dim + 1, element * shape[dim] + position, $"{prefix}{position},");
        }
    }

    private void PrintMatrix(long element, int rank)
    {
        long[] rows = rank == 0 ? [0] : shown[^2];
        foreach (var row in rows)
        {
            text.Append(options.NewLine);
            if (row == Gap)
            {
                text.Append(" ...");
                continue;
            }

            var start = (rank == 0 ? 0 : element * shape[^2] + row) * shape[^1];
            foreach (var column in shown[^1]) text.Append(' ').Append((column == Gap ? "..." : read(start + column)).PadLeft(column == Gap ? 3 : cellWidth));
        }
    }

    private Func<long, string> Reader(Tensor tensor)
    {
        switch (type)
        {
            case ScalarType.Float32: return Of<float>(tensor, value => Real(value));
            case ScalarType.Float64: return Of<double>(tensor, Real);
            case ScalarType.Float16: return Of<Half>(tensor, value => Real((double)value));
            case ScalarType.BFloat16: return index => Real(tensor.ReadCpuBFloat16(index));
            case ScalarType.Int64: return Of<long>(tensor, value => value.ToString(culture));
            case ScalarType.Int32: return Of<int>(tensor, value => value.ToString(culture));
            case ScalarType.Int16: return Of<short>(tensor, value => value.ToString(culture));
            case ScalarType.Int8: return Of<sbyte>(tensor, value => value.ToString(culture));
            case ScalarType.Byte: return Of<byte>(tensor, value => value.ToString(culture));
            case ScalarType.Bool: return Of<bool>(tensor, value => options.Style == TensorStringStyle.CSharp ? (value ? "true" : "false") : value.ToString());
            case ScalarType.ComplexFloat32: return Of<(float, float)>(tensor, value => Pair(value.Item1, value.Item2));
            default: return Of<Complex>(tensor, value => Pair(value.Real, value.Imaginary));
        }
    }

    private static Func<long, string> Of<T>(Tensor tensor, Func<T, string> format)
        where T : unmanaged
    {
        var elements = tensor.data<T>();
        return index => format(elements[index]);
    }

    private string Real(double value) => value.ToString(options.FloatFormat, culture);

    private string Pair(double real, double imaginary) =>
        options.Style == TensorStringStyle.CSharp
            ? $"({Real(real)}, {Real(imaginary)})"
            : Real(real) + (imaginary < 0 || double.IsNegative(imaginary) ? "-" : "+") + Real(Math.Abs(imaginary)) + "i";

    private string TypeName() => type switch
    {
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float16 => "float16",
        ScalarType.ComplexFloat32 => "complex32",
        ScalarType.ComplexFloat64 => "complex64",
        _ => ElementTypes.NameFor(type)!
    };

    private string Suffix() => type switch
    {
        ScalarType.Int64 => "L",
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 => "f",
        _ => ""
    };
}
