using OptGen.Tool.Commands;

namespace OptGen.Tool.Tests;

/// <summary>The doctor, in output folders that are well and in those that are not.</summary>
public class DoctorTests
{
    [Fact]
    public void Doctor_OfAProgramThatIsWell_LoadsItsTorch()
    {
        var run = ToolRun.Of("doctor", AppContext.BaseDirectory);
        Assert.True(run.Code == 0, run.Output + run.Error);
        Assert.Contains("Torch loads: libtorch 2.10.0", run.Output, StringComparison.Ordinal);
        Assert.Contains("ok    TorchSharp 0.107.0.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("BAD", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_OfAnEmptyFolder_SaysWhatToName()
    {
        using var folder = new TemporaryFolder();
        var run = ToolRun.Of("doctor", folder.Path);
        Assert.Equal(ExitCode.Refused, run.Code);
        Assert.Contains("is no output folder of a program", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_OfAProgramWithoutTorch_SaysWhichPackage()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("app.dll"), "");
        File.WriteAllText(folder.File("app.runtimeconfig.json"), "{}");
        File.WriteAllText(folder.File("app.deps.json"), """{ "libraries": { "app/1.0.0": {} } }""");
        var run = ToolRun.Of("doctor", folder.Path);
        Assert.Equal(ExitCode.Refused, run.Code);
        Assert.Contains("It does not refer to TorchSharp.", run.Output, StringComparison.Ordinal);
        Assert.Contains("dotnet add package TorchSharp-cpu", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Copies of a program's managed files, and no libtorch.</summary>
    [Fact]
    public void Doctor_OfAProgramWithoutItsNatives_SaysThatTorchDoesNotLoad()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "TorchSharp.dll", "OptGen.TorchRuntime.dll", "Google.Protobuf.dll", "ICSharpCode.SharpZipLib.dll", "SkiaSharp.dll" })
        {
            if (File.Exists(Path.Combine(AppContext.BaseDirectory, name)))
                File.Copy(Path.Combine(AppContext.BaseDirectory, name), folder.File(name));
        }
        File.Copy(Path.Combine(AppContext.BaseDirectory, "OptGen.TorchRuntime.dll"), folder.File("app.dll"));
        File.WriteAllText(folder.File("app.runtimeconfig.json"), "{}");
        using var tool = new TemporaryFolder();
        foreach (string ending in new[] { ".dll", ".runtimeconfig.json", ".deps.json" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, "OptGen.Doctor" + ending), tool.File("OptGen.Doctor" + ending));
        string before = DoctorCommand.Folder;
        DoctorCommand.Folder = tool.Path;
        ToolRun run;
        try
        {
            run = ToolRun.Of("doctor", folder.Path);
        }
        finally
        {
            DoctorCommand.Folder = before;
        }
        Assert.True(run.Code == ExitCode.Refused, run.Output + run.Error);
        Assert.Contains("BAD   Torch does not load: ", run.Output, StringComparison.Ordinal);
    }
}
