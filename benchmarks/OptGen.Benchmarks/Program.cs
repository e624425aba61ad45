using OptGen.Benchmarks.Harness;
using OptGen.Benchmarks.Suites;
using Spectre.Console;

// dotnet run -c Release --project benchmarks/OptGen.Benchmarks -- [SUITE...]
// Exit code 0: measured (whether or not a target is met); 2: a suite is unknown or its peer is missing.
Dictionary<string, Func<Suite>> suites = new()
{
    ["module"] = ModuleSuite.Create,
    ["generator"] = GeneratorSuite.Create,
    ["optimizers"] = OptimizersSuite.Create,
    ["implicit"] = ImplicitSuite.Create
};

try
{
    if (args is [MemorySettingCases.PeerArgument, .. var network])
    {
        MemorySettingCases.Serve(network);
        return 0;
    }

    foreach (var name in args.Length == 0 ? [.. suites.Keys] : args)
    {
        if (!suites.TryGetValue(name, out var create))
            throw new BenchmarkException($"There is no benchmark suite '{name}'; there is: {string.Join(", ", suites.Keys)}.");
        using var suite = create();
        var rows = Runner.Run(suite);
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
