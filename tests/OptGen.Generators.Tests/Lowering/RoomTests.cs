using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.Generators.Tests.Lowering;

/// <summary>What is compiled into the run time too knows neither the compiler nor torch, and no room that comes after it.</summary>
public class RoomTests
{
    [Theory]
    [InlineData("Notation", "Wiring", "Lowering", "Binding", "Emission", "Diagnostics")]
    [InlineData("Wiring", "Lowering", "Binding", "Emission", "Diagnostics")]
    [InlineData("Lowering", "Binding", "Emission", "Diagnostics")]
    public void Sources_OfRoom_KnowNothingOfLaterOnes(string room, params string[] unknown)
    {
        string folder = Path.Combine(RepositoryFiles.Root, "generators/OptGen.Generators", room);
        string[] files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            string text = File.ReadAllText(file);
            Assert.DoesNotContain("Microsoft.CodeAnalysis", text, StringComparison.Ordinal);
            Assert.DoesNotContain("TorchSharp", text, StringComparison.Ordinal);
            Assert.All(unknown, later => Assert.DoesNotContain($"OptGen.{later}", text, StringComparison.Ordinal));
        }
    }
}
