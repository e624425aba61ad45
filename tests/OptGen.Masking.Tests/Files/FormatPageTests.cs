using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace OptGen.Masking.Tests;

/// <summary>What docs/masking-format.md shows is what is written.</summary>
public sealed partial class FormatPageTests
{
    private static string Page { get; } = File.ReadAllText(Path.Combine(
        typeof(FormatPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectDirectory").Value!,
        "../../docs/masking-format.md"));

    [Fact]
    public void Example_OfThePage_IsTheFileOfTheSample()
    {
        List<byte> bytes = [];
        foreach (Match line in DumpLine().Matches(Page))
        {
            Assert.Equal(bytes.Count, int.Parse(line.Groups["at"].Value, NumberStyles.HexNumber));
            bytes.AddRange(line.Groups["bytes"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(two => byte.Parse(two, NumberStyles.HexNumber)));
        }

        Assert.Equal(bytes, MaskFile.ToBytes(Samples.Small()));
        Assert.Equal(Samples.Small(), MaskFile.FromBytes([.. bytes]));
    }

    [Fact]
    public void Table_OfThePage_IsWhatIsTested()
    {
        foreach (var row in MaskFileDescriptionTests.Table)
        {
            Assert.Contains(string.Format(CultureInfo.InvariantCulture, "| {1:n0} | {2:n0} | {3:0.00} | {4:0.00} |", row), Page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void PythonReader_OfThePage_HasTheLinesItSays()
    {
        var lines = File.ReadAllLines(Python.Reader).Length;
        Assert.Contains($"a reader of {lines} lines of Python", Page, StringComparison.Ordinal);
        Assert.InRange(lines, 1, 149);
    }

    [GeneratedRegex(@"^(?<at>[0-9A-F]{8})  (?<bytes>([0-9A-F]{2} {1,2})+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex DumpLine();
}
