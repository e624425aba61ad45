"""Golden values of OptGen.Blocks: the same modules written in PyTorch."""
import torch
from torch import nn

import golden
import modules


class Block(nn.Module):
    """BN-act-Conv some times."""

    def __init__(self, channels, kernels, act):
        super().__init__()
        self.act = act
        self.count = len(kernels)
        for i, kernel in enumerate(kernels):
            setattr(self, f"bn{i + 1}", nn.BatchNorm2d(channels[i]))
            setattr(self, f"conv{i + 1}", nn.Conv2d(channels[i], channels[i + 1], kernel, padding=kernel // 2, bias=i + 1 == self.count))

    def forward(self, x):
        for i in range(self.count):
            x = getattr(self, f"conv{i + 1}")(self.act(getattr(self, f"bn{i + 1}")(x)))
        return x


class StandardizedConv2d(nn.Conv2d):
    def forward(self, x):
        mean = self.weight.mean(dim=(1, 2, 3), keepdim=True)
        variance = self.weight.var(dim=(1, 2, 3), unbiased=False, keepdim=True)
        return self._conv_forward(x, (self.weight - mean) / torch.sqrt(variance + 1e-5), self.bias)


values = {}
ACTIVATIONS = {"ReLU": nn.ReLU(), "GELU": nn.GELU(), "SiLU": nn.SiLU(), "Sigmoid": nn.Sigmoid(), "Tanh": nn.Tanh()}
for name, act in ACTIVATIONS.items():
    modules.record(values, f"TwoLayer {name}", modules.Mlp(3, 5, act), [4, 3])
    modules.record(values, f"PreActivation {name}", Block([3, 4, 3], [3, 3], act), [2, 3, 5, 4])
modules.record(values, "Bottleneck", Block([4, 3, 3, 4], [1, 3, 1], nn.ReLU()), [2, 4, 5, 4])
modules.record(values, "DenseLayer", modules.DenseLayer(3, 2), [2, 3, 4, 5])
modules.record(values, "SelfAttention", modules.Attention(6, 3), [2, 5, 6])
modules.record(values, "AttentionMlp", modules.AttentionMlp(6, 2, 3), [2, 4, 6])
modules.record(values, "ConvNeXtBlock", modules.ConvNeXtBlock(3, 5), [2, 3, 6, 5])
modules.record(values, "ConvNeXtBlock without scale", modules.ConvNeXtBlock(3, 5, scale=False), [2, 3, 6, 5])
modules.record(values, "WeightStandardizedConv2d", StandardizedConv2d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2), [2, 4, 9, 8])
golden.save("OptGen.Tests", "blocks", values)
