using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Networks;

/// <summary>Makes networks equally large.</summary>
internal static class Budget
{
    /// <summary>The hidden width from 1 on with which a network's number of parameters is nearest to a budget.</summary>
    /// <param name="create">Makes the network of a hidden width; its parameters grow with that.</param>
    /// <param name="parameters">The budget.</param>
    public static int Width(Func<int, Module> create, long parameters)
    {
        var (low, high) = (1, 2);
        while (Count(create, high) < parameters) (low, high) = (high, 2 * high);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Count(create, middle) < parameters) low = middle;
            else high = middle;
        }

        return parameters - Count(create, low) <= Count(create, high) - parameters ? low : high;
    }

    /// <summary>How many numbers a network trains.</summary>
    public static long Parameters(Module network) => network.parameters().Sum(parameter => parameter.numel());

    private static long Count(Func<int, Module> create, int width)
    {
        using var network = create(width);
        return Parameters(network);
    }
}
