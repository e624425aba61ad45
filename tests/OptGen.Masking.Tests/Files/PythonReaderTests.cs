using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace OptGen.Masking.Tests;

/// <summary>tests/oracle/pemn.py, written from the format's page alone, reads all that we write.</summary>
public sealed class PythonReaderTests
{
    [FactWithNumpy]
    public void PythonReader_OfOurFiles_FindsEverythingBitForBit()
    {
        var random = new Random(3);
        List<MaskFileContents> networks = [Samples.Small(), Wide(random)];
        for (var i = 0; i < Samples.Fills.Length; i++)
            networks.Add(Samples.Of(i, Samples.Fills[i], i % 4, new[] { 0.5, 0.3, 0.1, 0.05, 0.01, 1.0, 0.0 }[i]));
        // Every coding must be among them, or it is not compared.
        var codings = networks.SelectMany(network => MaskFile.Describe(MaskFile.ToBytes(network)).Masks).Select(mask => mask.Coding).ToHashSet();
        Assert.Equal(3, codings.Count);
        var folder = Directory.CreateTempSubdirectory("optgen-masks-").FullName;
        try
        {
            var file = Path.Combine(folder, "net.pemn");
            foreach (var network in networks)
            {
                MaskFile.Write(file, network);
                Assert.Equal(Text(network), Python.Run(file));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Rows that are cut, a ragged last row, kernels of several sizes, and masks with structure, each large enough for its estimates to settle.
    private static MaskFileContents Wide(Random random)
    {
        long[][] shapes = [[2, 70000], [24, 20, 3, 3], [40, 100], [90000], [8, 12, 5], [6, 4, 9, 9]];
        var weights = shapes.Select((shape, i) =>
        {
            int rows = (int)shape[0], columns = (int)(shape.Aggregate((a, b) => a * b) / rows);
            var mask = SampleMasks.Random(random, rows, columns, (row, column) => i == 3 ? 0.2 : ((row * 7) + (column / 9 * 5)) % 11 / 12.0);
            return new MaskedWeight { Name = $"w{i}", Shape = [.. shape], Kept = SampleMasks.Ones(mask), Gain = 1, Mask = ImmutableCollectionsMarshal.AsImmutableArray(mask) };
        });
        return Samples.Small(new SeedPrototype()) with { Fill = new MaxLayerFill(), Weights = [.. weights] };
    }

    private static string Text(MaskFileContents network)
    {
        var text = new StringBuilder();
        var (kind, ratio, arrangement) = network.Fill switch
        {
            DenseFill => (0, 1, 0),
            OneLayerFill => (1, 1, 0),
            MaxLayerFill => (2, 1, 0),
            RandomVectorFill vector => (3, vector.Ratio, (int)vector.Arrangement),
            _ => throw new InvalidOperationException()
        };
        Line($"{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(network.Architecture))} {kind} {Bits(ratio)} {arrangement} {(network.Values == FillValues.Normal ? 0 : 1)} {network.Seed}");
        Line(network.Prototype switch
        {
            Float32Prototype { Values: var values } => $"1 {Hex(values.SelectMany(BitConverter.GetBytes))}",
            Float16Prototype { Values: var values } => $"2 {Hex(values.SelectMany(BitConverter.GetBytes))}",
            ConstantPrototype { Value: var value } => $"3 {Hex(BitConverter.GetBytes(value))}",
            _ => "0 "
        });
        foreach (var weight in network.Weights)
        {
            var bits = string.Concat(Enumerable.Range(0, (int)weight.Count).Select(i => (weight.Mask[i / 8] >> (i % 8)) & 1));
            Line($"{weight.Name} {weight.Type} [{string.Join(", ", weight.Shape)}] {weight.Kept} {Bits(weight.Gain)} {weight.Offset} {bits}");
        }

        foreach (var tensor in network.Tensors) Line($"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}] {Hex(tensor.Data)}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        static string Hex(IEnumerable<byte> bytes) => Convert.ToHexStringLower([.. bytes]);

        static string Bits(double value)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
            return Convert.ToHexStringLower(bytes);
        }
    }
}

/// <summary>A Python with numpy: the other side of files that both read.</summary>
internal static class Python
{
    /// <summary>Debian's; OPTGEN_PYTHON names another one.</summary>
    private static string Interpreter => Environment.GetEnvironmentVariable("OPTGEN_PYTHON") ?? "/usr/bin/python3";

    public static bool HasNumpy { get; } = File.Exists(Interpreter) && Start("-c", "import numpy").Code == 0;

    /// <summary>The reader, in the checkout.</summary>
    public static string Reader { get; } = Path.GetFullPath(Path.Combine(
        typeof(Python).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectDirectory").Value!,
        "../oracle/pemn.py"));

    /// <summary>What the reader prints of a file.</summary>
    public static string Run(string file)
    {
        var (code, output, errors) = Start(Reader, file);
        Assert.True(code == 0, errors);
        return output;
    }

    private static (int Code, string Output, string Errors) Start(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Interpreter, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}

/// <summary>A test that needs Python with numpy. Without it is skipped and says so; with OPTGEN_ALL=1 it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithNumpyAttribute : FactAttribute
{
    public FactWithNumpyAttribute()
    {
        if (!Python.HasNumpy && Environment.GetEnvironmentVariable("OPTGEN_ALL") != "1")
            Skip = "There is no Python with numpy; Debian's package python3-numpy brings it, and OPTGEN_PYTHON names another one.";
    }
}
