using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>The shapes that an operation may have been refused for.</summary>
internal static partial class LiveShapes
{
    /// <summary>
    /// The different shapes of tensors, without numbers; where torch names two sizes that do not match, only shapes with one of these sizes there.
    /// </summary>
    public static IReadOnlyList<string> Of(IEnumerable<Tensor> tensors, string sentence)
    {
        List<long[]> shapes = [.. tensors.Where(t => !t.IsInvalid).Select(t => t.shape).Where(s => s.Length > 0).DistinctBy(Text)];
        Match sizes = SizesThatDiffer().Match(sentence);
        if (sizes.Success)
        {
            int dimension = int.Parse(sizes.Groups[3].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            List<long[]> named = [.. shapes.Where(s => SizeAt(s, dimension, shapes.Max(o => o.Length)) is { } size && (size == Number(sizes.Groups[1]) || size == Number(sizes.Groups[2])))];
            if (named.Count > 1)
                shapes = named;
        }
        return [.. shapes.Select(Text)];
    }

    /// <summary>Shapes of different lengths meet at their ends.</summary>
    private static long? SizeAt(long[] shape, int dimension, int length)
    {
        int position = dimension - (length - shape.Length);
        return position >= 0 && position < shape.Length ? shape[position] : null;
    }

    private static long Number(Group digits) => long.Parse(digits.ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";

    [GeneratedRegex(@"size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at non-singleton dimension (\d+)")]
    private static partial Regex SizesThatDiffer();
}
