using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests;

/// <summary>Networks, fitness and strategies that the tests share; the same at each call.</summary>
internal static class Networks
{
    /// <summary>A network whose output is its one parameter.</summary>
    public sealed class Point : nn.Module<Tensor, Tensor>
    {
        public readonly Parameter place;

        public Point(params double[] start) : base(nameof(Point))
        {
            place = new Parameter(tensor(start));
            register_parameter(nameof(place), place);
        }

        public override Tensor forward(Tensor x) => place.alias();

        public double[] Values => place.data<double>().ToArray();
    }

    /// <summary>Two layers and a rectifier, with the same weights at each call.</summary>
    public static nn.Module<Tensor, Tensor> Perceptron(int inputs = 6, int hidden = 9, int outputs = 3, ScalarType type = ScalarType.Float32)
    {
        var network = nn.Sequential(("first", nn.Linear(inputs, hidden)), ("relu", nn.ReLU()), ("second", nn.Linear(hidden, outputs)));
        Fill(network);
        return network.to(type);
    }

    /// <summary>Numbers that depend on the order of parameters alone.</summary>
    public static void Fill(nn.Module network, double scale = 0.3)
    {
        using var mode = no_grad();
        int i = 0;
        foreach (Parameter parameter in network.parameters())
        {
            using var generator = new Generator((ulong)++i, CPU);
            using Tensor numbers = randn(parameter.shape, generator: generator);
            using Tensor scaled = numbers * scale;
            parameter.copy_(scaled);
        }
    }

    /// <summary>Samples of a task that a linear function does not solve.</summary>
    public static (Tensor Inputs, Tensor Targets) Samples(int count = 200, int inputs = 6)
    {
        using var generator = new Generator(99, CPU);
        Tensor x = randn(count, inputs, generator: generator);
        using Tensor product = x.select(1, 0) * x.select(1, 1), sign = product.sign();
        return (x, (sign + 1).to(ScalarType.Int64));
    }

    public static SampleFitness Classification(int batchSize = 50)
    {
        var (inputs, targets) = Samples();
        return SampleFitness.Classification(inputs, targets, batchSize, seed: 3);
    }

    /// <summary>
    /// Adam. TorchSharp's own (0.107.0) lets go of its numbers during a call, and a collection that other tests cause may free one. Where no parameter is a convolution's,
    /// Adam_GCC is the same and holds them.
    /// </summary>
    public static optim.Optimizer Adam(nn.Module network) => Adam(network, 0.02);

    public static optim.Optimizer Adam(nn.Module network, double lr) => OptGen.Optimizers.Centralized.Adam_GCC(network.parameters(), lr);

    /// <summary>All parameters as bytes.</summary>
    public static byte[] Bits(nn.Module network) => [.. network.state_dict().Values.SelectMany(tensor => tensor.bytes.ToArray())];
}
