using OptGen;
using OptGen.Experiments.Centralization;

return await Command.RunAsync(args, shapes => ConvolutionCheck.Run(shapes), Console.Error);
