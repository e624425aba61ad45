using System.Text.Json;

namespace OptGen.Examples.Tests;

/// <summary>Switches of the run time that a project sets reach its program.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void ExampleProject_KeepsOneDnn_ItsProgramHasTheSwitch()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string file = Path.Combine(own.Parent!.Parent!.FullName, "StagedConvolutions", own.Name, "StagedConvolutions.runtimeconfig.json");

        using JsonDocument configuration = JsonDocument.Parse(File.ReadAllText(file));

        JsonElement properties = configuration.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.True(properties.GetProperty("OptGen.KeepOneDnn").GetBoolean());
        Assert.False(properties.TryGetProperty("OptGen.KeepMalloc", out _));
    }
}
