using OptGen.Masking.Fuzz;
using SharpFuzz;

// dotnet run -c Release --project tests/OptGen.Masking.Fuzz -- [--seconds N] [--seed N] [--findings DIR]
// Exit code 0: nothing was found; 1: a finding, whose file is named; 2: an option is unknown.
// The program instruments a copy of OptGen.Masking.dll and starts itself once more beside it; --inside says that this has been done.
var options = new Dictionary<string, string>(StringComparer.Ordinal) { ["--seconds"] = "60", ["--seed"] = "1", ["--findings"] = "artifacts/fuzz" };
var inside = args is ["--inside", ..];
for (var i = inside ? 1 : 0; i < args.Length; i += 2)
{
    if (i + 1 == args.Length || !options.ContainsKey(args[i]))
    {
        await Console.Error.WriteLineAsync($"'{args[i]}' is no option with a value; there is: {string.Join(", ", options.Keys)}.");
        return 2;
    }

    options[args[i]] = args[i + 1];
}

if (inside)
{
    using var coverage = new Coverage();
    return new FuzzLoop(coverage, int.Parse(options["--seed"]), options["--findings"]).Run(TimeSpan.FromSeconds(double.Parse(options["--seconds"])));
}

using var copy = new InstrumentedCopy("OptGen.Masking.dll");
return copy.Start(["--inside", .. options.SelectMany(option => new[] { option.Key, option.Value })]);
