using OptGen.Blocks;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>Three convolutions with normalization, the mean over the image, one dense layer.</summary>
internal static class Network
{
    public const string BatchNorm = "batch norm";
    public const string GroupNorm = "group norm";
    public const string WeightStandardization = "batch norm, weight standardization";

    public const string FirstConvolution = "conv1.weight";
    public const string Classifier = "classifier.weight";

    private static readonly int[] Channels = [16, 32, 64];

    /// <summary>The convolutions of <see cref="Create"/>.</summary>
    public static IReadOnlyList<ConvolutionShape> Convolutions(int channels) => [new(channels, Channels[0]), new(Channels[0], Channels[1]), new(Channels[1], Channels[2])];

    /// <summary>Makes the network.</summary>
    /// <param name="channels">The channels of the images.</param>
    /// <param name="normalization">One of the three kinds above.</param>
    /// <param name="classes">The number of classes.</param>
    public static nn.Module<Tensor, Tensor> Create(int channels, string normalization, int classes)
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        for (var i = 0; i < Channels.Length; i++)
        {
            var (from, to) = (i == 0 ? channels : Channels[i - 1], Channels[i]);
            layers.Add(($"conv{i + 1}", normalization == WeightStandardization
                ? new WeightStandardizedConv2d(from, to, 3, padding: 1, bias: false)
                : nn.Conv2d(from, to, 3, padding: 1L, bias: false)));
            layers.Add(($"norm{i + 1}", normalization == GroupNorm ? GroupNormalization.Create(to / 8, to) : nn.BatchNorm2d(to)));
            layers.Add(($"relu{i + 1}", nn.ReLU()));
            layers.Add(i + 1 < Channels.Length ? ($"pool{i + 1}", nn.MaxPool2d(2)) : ("mean", nn.AdaptiveAvgPool2d(1L)));
        }

        layers.Add(("flatten", nn.Flatten()));
        layers.Add(("classifier", nn.Linear(Channels[^1], classes)));
        return nn.Sequential([.. layers]);
    }
}
