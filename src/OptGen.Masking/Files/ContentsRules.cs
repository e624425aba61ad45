using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace OptGen.Masking;

/// <summary>What holds of all contents: the writer refuses others, and the reader gives no others.</summary>
internal static class ContentsRules
{
    /// <summary>The first rule that is broken, in a sentence without its period, and where; null if none is.</summary>
    public static (MaskFileSection Section, string Fault)? Fault(MaskFileContents contents, MaskFileLimits limits) =>
        In(MaskFileSection.Manifest, Manifest(contents, limits))
        ?? In(MaskFileSection.Prototype, Values(contents.Prototype, contents.PrototypeLength))
        ?? In(MaskFileSection.Masks, contents.Weights.Select(Mask).FirstOrDefault(fault => fault is not null))
        ?? In(MaskFileSection.Tensors, Tensors(contents));

    /// <summary>What is wrong with all but prototype, masks and tensors.</summary>
    public static string? Manifest(MaskFileContents contents, MaskFileLimits limits)
    {
        if (Text(contents.Architecture, MaskFileFormat.MaxNoteBytes) is { } note) return $"the architecture note {note}";
        if (FillFault(contents.Fill) is { } fill) return fill;
        if (!Enum.IsDefined(contents.Values)) return $"{(int)contents.Values} is no kind of values";
        if (contents.Prototype is null) return "there is no prototype";
        if (contents.Weights.IsDefaultOrEmpty) return "there is no masked weight";
        var names = new HashSet<string>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var weight in contents.Weights)
        {
            if (weight is null) return "a masked weight is null";
            if (NameFault(weight.Name, names) is { } name) return name;
            if (ShapeFault(weight.Shape, least: 1, leastRank: 1) is { } shape) return $"weight '{weight.Name}' {shape}";
            var count = Product(weight.Shape);
            if (count > MaskFileFormat.MaxSize) return $"weight '{weight.Name}' of shape {Shape(weight.Shape)} has more than {MaskFileFormat.MaxSize} numbers";
            total += count;
            if (total > limits.MaxWeights) return $"there are more than {limits.MaxWeights} masked weights, which is the limit";
            if (!weight.Type.IsFloat()) return $"weight '{weight.Name}' has the type {weight.Type}, which is no floating-point type";
            if (weight.Kept < 0 || weight.Kept > count) return $"weight '{weight.Name}' keeps {weight.Kept} of {count} numbers";
            if (!double.IsFinite(weight.Gain)) return $"weight '{weight.Name}' has the gain {weight.Gain}";
        }

        return Offsets(contents);
    }

    private static string? Offsets(MaskFileContents contents)
    {
        var length = contents.PrototypeLength;
        var shifted = contents.Fill is RandomVectorFill { Arrangement: VectorArrangement.Shifted };
        foreach (var weight in contents.Weights)
        {
            if (!shifted && weight.Offset != 0) return $"weight '{weight.Name}' has the offset {weight.Offset}, but only a shifted random vector has offsets";
            if (weight.Offset < 0 || weight.Offset >= length) return $"weight '{weight.Name}' has the offset {weight.Offset} in a prototype of {length} values";
        }

        return null;
    }

    /// <summary>What is wrong with a prototype that must have so many values.</summary>
    public static string? Values(Prototype prototype, long length)
    {
        switch (prototype)
        {
            case Float32Prototype { Values: var values }:
                if (values.IsDefault || values.Length != length) return Number(values.IsDefault ? 0 : values.Length);
                foreach (var value in values)
                    if (!float.IsFinite(value)) return $"a value is {value}";
                return null;
            case Float16Prototype { Values: var values }:
                if (values.IsDefault || values.Length != length) return Number(values.IsDefault ? 0 : values.Length);
                foreach (var value in values)
                    if (!Half.IsFinite(value)) return $"a value is {value}";
                return null;
            case ConstantPrototype { Value: var value }:
                return float.IsFinite(value) ? null : $"the value is {value}";
            default:
                return null;
        }

        string Number(long have) => $"there are {have} values, where the fill and the shapes take {length}";
    }

    /// <summary>What is wrong with a weight's mask.</summary>
    public static string? Mask(MaskedWeight weight)
    {
        var count = weight.Count;
        var bytes = (count + 7) / 8;
        if (weight.Mask.IsDefault || weight.Mask.Length != bytes)
            return $"the mask of '{weight.Name}' has {(weight.Mask.IsDefault ? 0 : weight.Mask.Length)} bytes, where {count} bits take {bytes}";
        if (count % 8 != 0 && weight.Mask[^1] >> (int)(count % 8) != 0) return $"the mask of '{weight.Name}' has ones after its last weight";
        var ones = Ones(weight.Mask.AsSpan());
        return ones == weight.Kept ? null : $"the mask of '{weight.Name}' has {ones} ones, where the manifest says {weight.Kept}";
    }

    private static string? Tensors(MaskFileContents contents)
    {
        if (contents.Tensors.IsDefault) return "there is no list of tensors";
        var names = contents.Weights.Select(weight => weight.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var tensor in contents.Tensors)
        {
            if (tensor is null) return "a tensor is null";
            if (NameFault(tensor.Name, names) is { } name) return name;
            if (ShapeFault(tensor.Shape, least: 0, leastRank: 0) is { } shape) return $"tensor '{tensor.Name}' {shape}";
            if (tensor.Type.Size() == 0) return $"tensor '{tensor.Name}' has the type {(int)tensor.Type}, which is none";
            var bytes = BytesOf(tensor.Type, tensor.Shape);
            if (tensor.Data.IsDefault || tensor.Data.Length != bytes)
                return $"tensor '{tensor.Name}' has {(tensor.Data.IsDefault ? 0 : tensor.Data.Length)} bytes, where {tensor.Type} of shape {Shape(tensor.Shape)} takes {bytes}";
            if (tensor.Type == StoredType.Bool && tensor.Data.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1)) return $"tensor '{tensor.Name}' has a truth value that is neither 0 nor 1";
        }

        return null;
    }

    private static string? FillFault(Fill fill) => fill switch
    {
        null => "there is no fill",
        RandomVectorFill vector when !(vector.Ratio > 0 && vector.Ratio <= 1) => $"the random vector's ratio is {vector.Ratio}, which is not above 0 and at most 1",
        RandomVectorFill vector when !Enum.IsDefined(vector.Arrangement) => $"{(int)vector.Arrangement} is no arrangement of a random vector",
        _ => null
    };

    /// <summary>What is wrong with a name; it is added to those that are taken.</summary>
    public static string? NameFault(string name, HashSet<string> taken)
    {
        if (string.IsNullOrEmpty(name)) return "a name is empty";
        if (Text(name, MaskFileFormat.MaxNameBytes) is { } text) return $"a name {text}";
        return taken.Add(name) ? null : $"the name '{name}' is there twice";
    }

    /// <summary>What is wrong with a shape.</summary>
    public static string? ShapeFault(ImmutableArray<long> shape, long least, int leastRank)
    {
        if (shape.IsDefault) return "has no shape";
        if (shape.Length < leastRank || shape.Length > MaskFileFormat.MaxRank) return $"has {shape.Length} dimensions, which is not from {leastRank} to {MaskFileFormat.MaxRank}";
        foreach (var size in shape)
            if (size < least || size > MaskFileFormat.MaxSize) return $"has the shape {Shape(shape)}, whose sizes are not all from {least} to {MaskFileFormat.MaxSize}";
        return null;
    }

    /// <summary>How many numbers a shape has; 2^62 where they are more.</summary>
    public static long Product(ImmutableArray<long> shape)
    {
        const long Many = 1L << 62;
        if (shape.Contains(0)) return 0;
        var product = 1L;
        foreach (var size in shape) product = product > Many / size ? Many : product * size;
        return product;
    }

    /// <summary>How many bytes a tensor has, a huge number where they cannot be counted.</summary>
    public static long BytesOf(StoredType type, ImmutableArray<long> shape)
    {
        var count = Product(shape);
        return count > long.MaxValue / 8 ? long.MaxValue : count * type.Size();
    }

    private static string? Text(string text, int most)
    {
        if (text is null) return "is null";
        try
        {
            var bytes = MaskFileFormat.Utf8.GetByteCount(text);
            return bytes <= most ? null : $"has {bytes} bytes in UTF-8; the limit is {most}";
        }
        catch (EncoderFallbackException)
        {
            return "has half a surrogate pair, which UTF-8 cannot hold";
        }
    }

    private static string Shape(ImmutableArray<long> shape) => $"[{string.Join(", ", shape)}]";

    private static long Ones(ReadOnlySpan<byte> mask)
    {
        var ones = 0L;
        var words = MemoryMarshal.Cast<byte, ulong>(mask);
        foreach (var word in words) ones += BitOperations.PopCount(word);
        foreach (var rest in mask[(words.Length * sizeof(ulong))..]) ones += BitOperations.PopCount(rest);
        return ones;
    }

    private static (MaskFileSection, string)? In(MaskFileSection section, string? fault) => fault is null ? null : (section, fault);
}
