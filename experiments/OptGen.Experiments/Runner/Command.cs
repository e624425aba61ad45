using OptGen.Training;

namespace OptGen.Experiments.Runner;

/// <summary>Does what the command line asks for. Exit code 0: done; 1: a process failed; 2: the command line or the data is wrong; 3: this machine computes the convolutions wrong.</summary>
internal static class Command
{
    /// <summary>Does it, and tells the exit code.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Where it says what was done.</param>
    /// <param name="errors">Where it says why nothing was done.</param>
    /// <param name="check">Computes convolutions and compares them; nothing is trained where they are wrong. <see cref="ConvolutionCheck"/> when null.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, Func<IEnumerable<ConvolutionShape>, ConvolutionCheckReport>? check = null)
    {
        try
        {
            if (arguments is ["--help" or "-h" or "help"])
            {
                await output.WriteLineAsync(Options.Usage);
                return 0;
            }

            var options = Options.Parse(arguments);
            if (options.Name == "list")
            {
                await output.WriteAsync(Listing.Of(options));
                return 0;
            }

            var experiment = Catalogue.Find(options.Name);
            var store = new RunStore(experiment, options);
            if (!options.ReportOnly)
            {
                var code = await RunAsync(experiment, options, store, arguments, output, errors, check ?? (shapes => ConvolutionCheck.Run(shapes)));
                if (code != 0 || options.Part is not null) return code;
            }

            await output.WriteLineAsync(PageFile.Write(experiment, options, store));
            return 0;
        }
        catch (FormatException exception)
        {
            await errors.WriteLineAsync($"{exception.Message}\n\n{Options.Usage}");
            return 2;
        }
        catch (Exception exception) when (exception is DataFormatException or InvalidDataException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    private static async Task<int> RunAsync(
        Experiment experiment, Options options, RunStore store, IReadOnlyList<string> arguments, TextWriter output, TextWriter errors,
        Func<IEnumerable<ConvolutionShape>, ConvolutionCheckReport> check)
    {
        var missing = Work.Missing(experiment, options, store).Count();
        if (missing == 0) return 0;
        if (options.Part is null && experiment.Convolutions(options.Scale) is { Count: > 0 } shapes && check(shapes) is { Passed: false } report)
        {
            await errors.WriteLineAsync($"Nothing was trained. {report}");
            return 3;
        }

        if (options.Part is null)
        {
            var processes = Math.Min(options.Processes, missing);
            if (processes > 1)
            {
                // What is wrong with a folder is said once, not by each process.
                if (experiment.NeedsImages) ImageSource.Load(options.Data).Dispose();
                store.Open();
                await output.WriteLineAsync($"{experiment.Name}: {missing} runs to do.");
                return await Parts.RunAsync(arguments, processes);
            }

            await output.WriteLineAsync($"{experiment.Name}: {missing} runs to do.");
        }

        await Work.DoAsync(experiment, options, store, output);
        return 0;
    }
}
