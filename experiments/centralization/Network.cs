using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>Three convolutions with batch normalization, the mean over the image, one dense layer.</summary>
internal static class Network
{
    public const string FirstConvolution = "conv1.weight";
    public const string Classifier = "classifier.weight";

    /// <summary>The convolutions of <see cref="Create"/>.</summary>
    public static IReadOnlyList<ConvolutionShape> Convolutions(int channels) => [new(channels, 16), new(16, 32), new(32, 64)];

    public static nn.Module<Tensor, Tensor> Create(long channels) => nn.Sequential(
        ("conv1", nn.Conv2d(channels, 16, 3, padding: 1L, bias: false)),
        ("norm1", nn.BatchNorm2d(16)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(16, 32, 3, padding: 1L, bias: false)),
        ("norm2", nn.BatchNorm2d(32)),
        ("relu2", nn.ReLU()),
        ("pool2", nn.MaxPool2d(2)),
        ("conv3", nn.Conv2d(32, 64, 3, padding: 1L, bias: false)),
        ("norm3", nn.BatchNorm2d(64)),
        ("relu3", nn.ReLU()),
        ("mean", nn.AdaptiveAvgPool2d(1L)),
        ("flatten", nn.Flatten()),
        ("classifier", nn.Linear(64, 10)));
}
