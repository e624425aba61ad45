using System.Diagnostics;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>What the command line asks for. Exit code 0: done; 1: a part failed; 2: the command line or the data is wrong; 3: this machine computes the convolutions wrong.</summary>
internal static class Command
{
    /// <summary>Does it, and tells the exit code.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="check">Computes convolutions and compares them. Nothing is trained where they are wrong.</param>
    /// <param name="errors">Where it says why nothing was done.</param>
    public static async Task<int> RunAsync(string[] arguments, Func<IEnumerable<ConvolutionShape>, ConvolutionCheckReport> check, TextWriter errors)
    {
        try
        {
            if (arguments is ["--help" or "-h"])
            {
                Console.WriteLine(Setting.Usage);
                return 0;
            }

            var setting = Setting.Parse(arguments);
            if (setting.Report is not null)
            {
                Console.WriteLine(Report.Write(setting));
                return 0;
            }

            var report = check(Network.Convolutions(setting.Channels));
            if (!report.Passed)
            {
                await errors.WriteLineAsync($"Nothing was trained. {report}");
                return 3;
            }

            if (setting.Part is null) return await Parts.RunAsync(arguments);
            Runs.Do(setting);
            return 0;
        }
        catch (Exception exception) when (exception is FormatException or DataFormatException or InvalidDataException)
        {
            await errors.WriteLineAsync($"{exception.Message}\n\n{Setting.Usage}");
            return 2;
        }
    }
}

/// <summary>The runs of one process.</summary>
internal static class Runs
{
    /// <summary>Seed after seed, so that what is finished at any time is mostly whole seeds.</summary>
    public static void Do(Setting setting)
    {
        // One thread per process: sums do not depend on the number of cores, and processes do not wait for each other.
        set_num_threads(1);
        var (number, count) = setting.Part!.Value;
        var (training, test) = Load(setting);
        using (training)
        using (test)
        {
            var position = 0;
            foreach (var seed in Enumerable.Range(1, setting.Seeds))
            {
                foreach (var condition in Condition.All)
                {
                    if (position++ % count != number - 1 || RunResult.Find(setting, condition, seed) is not null) continue;
                    var result = TrainingRun.Do(setting, condition, seed, training, test);
                    result.Save(RunResult.PathOf(setting, condition, seed));
                    Console.WriteLine($"{condition.Name,-8} seed {seed}: {result.TestAccuracy:p2} after {result.Seconds:f0} s");
                }
            }
        }
    }

    private static (TensorSet Training, TensorSet Test) Load(Setting setting)
    {
        var data = setting.Cifar is not null ? ImageData.LoadCifar10(setting.Cifar) : ImageData.Load(setting.Data);
        return (data.Training, data.Test);
    }
}

/// <summary>Starts this program once per core, each with its part of the runs.</summary>
internal static class Parts
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = Environment.ProcessorCount;
        var children = Enumerable.Range(1, count).Select(number => Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            [.. Itself(), .. arguments, "--part", $"{number}/{count}"]))!).ToList();
        foreach (var child in children) await child.WaitForExitAsync();
        return children.All(child => child.ExitCode == 0) ? 0 : children.Max(child => child.ExitCode);
    }

    /// <summary>Under "dotnet" the program is its first argument.</summary>
    private static IEnumerable<string> Itself() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "OptGen.Experiments.Centralization.dll")] : [];
}
