using OptGen.Benchmarks.Harness;
using OptGen.Benchmarks.Suites;
using Spectre.Console;

// dotnet run -c Release --project benchmarks/OptGen.Benchmarks -- [SUITE...] [--cases TEXT] [--pairs N] [--threads N]
// Exit code 0: measured (whether or not a target is met); 2: a suite, a case or an option is unknown, or a peer is missing.
Dictionary<string, Func<Suite>> suites = new()
{
    ["module"] = ModuleSuite.Create,
    ["generator"] = GeneratorSuite.Create,
    ["optimizers"] = OptimizersSuite.Create,
    ["implicit"] = ImplicitSuite.Create,
    ["training"] = TrainingSuite.Create,
    ["masking"] = MaskingSuite.Create,
    ["masking-file"] = MaskingFileSuite.Create,
    ["evolution"] = EvolutionSuite.Create
};

try
{
    if (args is ["--answer", var cases, .. var more])
    {
        if (cases == WorkerProcesses.Answer) WorkerProcesses.Work(more);
        else if (cases == ModuleSuite.OwnProcess) ModuleSuite.Answer();
        else MemorySettingCases.Answer(more);
        return 0;
    }

    var options = Options.Parse(args);
    // Small networks stall on a busy machine when their operations are shared among threads.
    TorchSharp.torch.set_num_threads(options.Threads ?? 1);
    foreach (var name in options.Suites.Count == 0 ? [.. suites.Keys] : options.Suites)
    {
        if (!suites.TryGetValue(name, out var create))
            throw new BenchmarkException($"There is no benchmark suite '{name}'; there is: {string.Join(", ", suites.Keys)}.");
        using var suite = create();
        var rows = Runner.Run(suite, options);
        Report.Print(suite, rows);
        AnsiConsole.WriteLine($"Written to {Report.Write(suite, rows)}");
    }

    return 0;
}
catch (BenchmarkException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}
