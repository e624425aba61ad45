using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OptGen.Masking;

/// <summary>A part of a file, and how many bytes it takes.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Bytes">Its length.</param>
public sealed record MaskFilePart(string Name, long Bytes);

/// <summary>What one weight's mask takes.</summary>
/// <param name="Name">The weight's name.</param>
/// <param name="Count">How many numbers the weight has, n.</param>
/// <param name="Kept">How many of them the mask keeps.</param>
/// <param name="Coding">How the mask is laid down: plain, frequency or contexts.</param>
/// <param name="Bytes">What it takes.</param>
/// <param name="EntropyBytes">n·H(kept/n)/8, what a coder takes that sees no more in the mask than its number of ones.</param>
public sealed record MaskSize(string Name, long Count, long Kept, string Coding, long Bytes, double EntropyBytes);

/// <summary>Another way to store the same numbers of weights.</summary>
/// <param name="Name">What is stored.</param>
/// <param name="Bytes">What that takes.</param>
public sealed record SparseBaseline(string Name, long Bytes);

/// <summary>What the parts of a file take, and how that compares. <see cref="ToString"/> has all of it as a table.</summary>
/// <remarks>
/// The rule of accounting, the same on all sides: what stands for the masked weights is counted without heads, names and checksums, which are shown apart. So the
/// file's side is the prototype's values (8 bytes for a seed) and the coded masks, the dense side 4 bytes for each weight, and a baseline keeps as many float32 values of each
/// layer as the file's masks do, plus their positions. The tensors that are stored as they are, norms and biases, are the same on all sides: ratios are given without and with
/// them.
/// </remarks>
public sealed record MaskFileDescription
{
    private const int Float = sizeof(float);

    /// <summary>All parts of the file, in order; their sum is <see cref="FileBytes"/>.</summary>
    public required ImmutableArray<MaskFilePart> Parts { get; init; }

    /// <summary>The masks.</summary>
    public required ImmutableArray<MaskSize> Masks { get; init; }

    /// <summary>Other ways to store as many kept weights: see docs/masking-format.md.</summary>
    public required ImmutableArray<SparseBaseline> Baselines { get; init; }

    /// <summary>How many bytes the file has.</summary>
    public required long FileBytes { get; init; }

    /// <summary>How many values the prototype has.</summary>
    public required long PrototypeLength { get; init; }

    /// <summary>What the prototype's values take: 8 bytes for a seed.</summary>
    public required long PrototypeBytes { get; init; }

    /// <summary>What the numbers of the other tensors take.</summary>
    public required long TensorBytes { get; init; }

    /// <summary>How many masked weights there are.</summary>
    public long Weights => Masks.Sum(mask => mask.Count);

    /// <summary>What the masks take.</summary>
    public long MaskBytes => Masks.Sum(mask => mask.Bytes);

    /// <summary>What stands for the masked weights: prototype and masks.</summary>
    public long PayloadBytes => PrototypeBytes + MaskBytes;

    /// <summary>What the masked weights take as float32, all of them.</summary>
    public long DenseBytes => Weights * Float;

    /// <summary><see cref="DenseBytes"/> over <see cref="PayloadBytes"/>.</summary>
    public double Ratio => (double)DenseBytes / PayloadBytes;

    /// <summary>The same with the other tensors on both sides.</summary>
    public double RatioWithTensors => (double)(DenseBytes + TensorBytes) / (PayloadBytes + TensorBytes);

    /// <summary>The dense network, other tensors with it, over the whole file.</summary>
    public double FileRatio => (double)(DenseBytes + TensorBytes) / FileBytes;

    /// <summary>The description of a file that was read.</summary>
    internal static MaskFileDescription Of(ReadOnlySpan<byte> file, MaskFileContents contents)
    {
        var layout = MaskFileLayout.Of(file);
        var masks = Sizes(layout.Section(file, MaskFileSection.Masks), contents);
        long prototype = contents.Prototype switch
        {
            Float32Prototype { Values.Length: var count } => (long)count * Float,
            Float16Prototype { Values.Length: var count } => (long)count * 2,
            ConstantPrototype => Float,
            _ => sizeof(ulong)
        };
        var tensors = contents.Tensors.Sum(tensor => (long)tensor.Data.Length);
        int Length(MaskFileSection section) => layout.Places[(int)section - 1].Length;
        var stored = contents.Prototype is SeedPrototype ? 0 : prototype; // a seed is in the manifest
        return new MaskFileDescription
        {
            Parts =
            [
                new("header", MaskFileFormat.HeaderBytes),
                new("heads of sections", MaskFileFormat.Sections.Length * MaskFileFormat.SectionHeadBytes),
                new("manifest", Length(MaskFileSection.Manifest)),
                new("prototype: kind", Length(MaskFileSection.Prototype) - stored),
                new("prototype: values", stored),
                new("masks: codings and lengths", (long)contents.Weights.Length * MaskFileFormat.MaskHeadBytes),
                new("masks: bits", masks.Sum(mask => mask.Bytes)),
                new("tensors: names and shapes", Length(MaskFileSection.Tensors) - tensors),
                new("tensors: numbers", tensors),
                new("checksum of the file", MaskFileFormat.TrailerBytes)
            ],
            Masks = masks,
            Baselines = Other(contents),
            FileBytes = file.Length,
            PrototypeLength = contents.PrototypeLength,
            PrototypeBytes = prototype,
            TensorBytes = tensors
        };
    }

    /// <summary>The parts, masks, ratios and baselines as lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line($"{"part",-34}{"bytes",14}");
        foreach (var part in Parts) Line($"{part.Name,-34}{Number(part.Bytes),14}");
        Line($"{"file",-34}{Number(FileBytes),14}");
        text.Append('\n');
        Line($"{"mask",-34}{"weights",14}{"kept",10}{"bytes",12}{"n*H(k)/8",12}  coding");
        foreach (var mask in Masks)
            Line($"{mask.Name,-34}{Number(mask.Count),14}{(double)mask.Kept / mask.Count,10:p2}{Number(mask.Bytes),12}{mask.EntropyBytes.ToString("n1", CultureInfo.InvariantCulture),12}  {mask.Coding}");
        text.Append('\n');
        Line($"{"masked weights stored as",-50}{"bytes",14}{"x dense",10}{"x with tensors",16}");
        Row("dense float32", DenseBytes);
        Row("prototype and masks, as here", PayloadBytes);
        foreach (var baseline in Baselines) Row(baseline.Name, baseline.Bytes);
        Line($"The tensors stored as they are take {Number(TensorBytes)} bytes on every side. The dense network with them is {FileRatio:0.00} times as large as this file.");
        return text.ToString();

        void Line(FormattableString line) => text.Append(FormattableString.Invariant(line).TrimEnd()).Append('\n');

        void Row(string name, long bytes) => Line($"{name,-50}{Number(bytes),14}{(double)DenseBytes / bytes,10:0.00}{(double)(DenseBytes + TensorBytes) / (bytes + TensorBytes),16:0.00}");
    }

    private static ImmutableArray<MaskSize> Sizes(ReadOnlySpan<byte> section, MaskFileContents contents)
    {
        var reader = new SectionReader(MaskFileSection.Masks, section);
        var sizes = ImmutableArray.CreateBuilder<MaskSize>(contents.Weights.Length);
        foreach (var weight in contents.Weights)
        {
            var coding = (MaskCoding)reader.Byte("a coding") switch { MaskCoding.Plain => "plain", MaskCoding.Frequency => "frequency", _ => "contexts" };
            var length = reader.UInt32("a length");
            reader.Take(length, "a mask");
            sizes.Add(new MaskSize(weight.Name, weight.Count, weight.Kept, coding, length, Entropy(weight.Count, weight.Kept) / 8));
        }

        return sizes.MoveToImmutable();
    }

    private static ImmutableArray<SparseBaseline> Other(MaskFileContents contents)
    {
        long kept = contents.Weights.Sum(weight => weight.Kept), rows = contents.Weights.Sum(weight => weight.Shape[0] + 1);
        return
        [
            new("sparse float32, a mask of one bit a weight", (kept * Float) + contents.Weights.Sum(weight => (weight.Count + 7) / 8)),
            new("sparse float32, CSR: 2a + n + 1 numbers", Float * ((2 * kept) + rows)),
            new("sparse float32, as the paper charges: 3a numbers", Float * 3 * kept)
        ];
    }

    /// <summary>n·H(kept/n), in bits.</summary>
    internal static double Entropy(long count, long kept)
    {
        return Of(kept) + Of(count - kept);

        double Of(long part) => part == 0 ? 0 : part * Math.Log2((double)count / part);
    }

    private static string Number(long value) => value.ToString("n0", CultureInfo.InvariantCulture);
}
