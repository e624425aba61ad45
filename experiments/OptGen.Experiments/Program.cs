using OptGen.Experiments.Runner;

return await Command.RunAsync(args, Console.Out, Console.Error);
