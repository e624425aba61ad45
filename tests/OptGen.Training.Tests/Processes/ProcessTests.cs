
namespace OptGen.Training.Tests.Processes;

/// <summary>What becomes of a training whose process is killed, or interrupted.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_KilledAtRandomMoments_EndsWithTheSameBits()
    {
        string expected = Finish(_folder.File("whole"));
        Assert.StartsWith($"Completed {ResumableTraining.Steps}\n", expected, StringComparison.Ordinal);
        var random = new Random(7);
        int kills = RandomCases.Of(20), run = 0;
        while (kills > 0)
        {
            // One training after the other, each killed as often as it lasts.
            string folder = _folder.File($"killed{run++}");
            while (kills > 0)
            {
                using var child = new Child("resumable", folder);
                if (child.ReadLine() is null)
                    break;
                Thread.Sleep(random.Next(300));
                child.Kill();
                kills--;
            }
            Assert.Equal(expected, Finish(folder));
        }
    }

    [Fact]
    public void Console_Interrupted_WritesACheckpointAndExitsWith130()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return;
        using var child = new Child("console", _folder.Path);
        Assert.Matches("^epoch +1  loss ", child.ReadLine());
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{child.Id}"]))
            kill.WaitForExit();
        var (code, _, errors) = child.Wait();
        Assert.Equal((130, ""), (code, errors));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    private static string Finish(string folder)
    {
        Directory.CreateDirectory(folder);
        using var child = new Child("resumable", folder);
        var (code, _, errors) = child.Wait();
        Assert.True(code == 0, errors);
        return File.ReadAllText(Path.Combine(folder, ResumableTraining.Result));
    }
}
