"""Golden values of OptGen.Networks' whole models: the same networks written in PyTorch, loop by loop."""
import torch
from torch import nn

import golden
import modules


class BasicBlock(nn.Module):
    def __init__(self, before, channels):
        super().__init__()
        self.added = channels - before
        self.conv1 = nn.Conv2d(before, channels, 3, stride=2 if self.added else 1, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        if self.added:
            x = nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, self.added))
        return (y + x).relu()


class ResNet(nn.Module):
    def __init__(self, depth, classes, width):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        before = width
        for stage in range(3):
            blocks = []
            for _ in range((depth - 2) // 6):
                blocks.append(BasicBlock(before, width << stage))
                before = width << stage
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(before, classes)

    def forward(self, x):
        x = self.bn1(self.conv1(x)).relu()
        return self.fc(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


class DenseBlock(nn.Module):
    def __init__(self, count, channels, growth):
        super().__init__()
        for i in range(count):
            self.add_module(f"denselayer{i + 1}", modules.DenseLayer(channels + i * growth, growth))

    def forward(self, x):
        for layer in self.children():
            x = torch.cat([x, layer(x)], 1)
        return x


class Transition(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.norm = nn.BatchNorm2d(before)
        self.conv = nn.Conv2d(before, after, 1, bias=False)

    def forward(self, x):
        return nn.functional.avg_pool2d(self.conv(self.norm(x).relu()), 2)


class DenseNet(nn.Module):
    def __init__(self, depth, growth, classes):
        super().__init__()
        count, channels = (depth - 4) // 6, 2 * growth
        self.features = nn.Sequential()
        self.features.add_module("conv0", nn.Conv2d(3, channels, 3, padding=1, bias=False))
        for block in (1, 2, 3):
            self.features.add_module(f"denseblock{block}", DenseBlock(count, channels, growth))
            channels += count * growth
            if block < 3:
                self.features.add_module(f"transition{block}", Transition(channels, channels // 2))
                channels //= 2
        self.features.add_module("norm_final", nn.BatchNorm2d(channels))
        self.classifier = nn.Linear(channels, classes)

    def forward(self, x):
        return self.classifier(self.features(x).relu().mean((2, 3)))


class Residual(nn.Module):
    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def forward(self, x):
        return self.fn(x) + x


def conv_mixer(width, depth, patch, classes, kernel):
    return nn.Sequential(
        nn.Conv2d(3, width, patch, stride=patch), nn.GELU(), nn.BatchNorm2d(width),
        *[nn.Sequential(
            Residual(nn.Sequential(nn.Conv2d(width, width, kernel, groups=width, padding=kernel // 2), nn.GELU(), nn.BatchNorm2d(width))),
            nn.Conv2d(width, width, 1), nn.GELU(), nn.BatchNorm2d(width)) for _ in range(depth)],
        nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Linear(width, classes))


class Stem(nn.Module):
    def __init__(self, width, patch, size):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + (size // patch) ** 2, width))
        self.proj = nn.Conv2d(3, width, patch, stride=patch)

    def forward(self, x):
        x = self.proj(x).flatten(2).transpose(1, 2)
        return torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], 1) + self.pos_embed


class Head(nn.Module):
    def __init__(self, width, classes, tokens):
        super().__init__()
        self.tokens = tokens
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        return self.fc(self.norm(x[:, 0] if self.tokens else x.mean((-2, -1))))


class Isotropic(nn.Module):
    """x + T(x), or the y-form of accelerated proximal gradient with a = b = 1/2."""

    def __init__(self, stem, operators, head, accelerated):
        super().__init__()
        if accelerated:
            # a is the map of a parameter into (-1, 1): 2*sigmoid(p) - 1.
            self.a = nn.Parameter(torch.tensor(0.0))
            self.b = nn.Parameter(torch.tensor(0.0))
        self.stem = stem
        self.T = nn.ModuleList(operators)
        self.head = head

    def forward(self, u):
        y = self.stem(u)
        if not hasattr(self, "a"):
            for operator in self.T:
                y = y + operator(y)
            return self.head(y)
        a = 2 * torch.sigmoid(self.a) - 1
        before = None
        for operator in self.T:
            step = y + self.b * operator(y)
            y, before = (1 + a) * step - a * (step if before is None else before), step
        return self.head(y)


values = {}
modules.record(values, "ResNet", ResNet(14, 5, 4), [3, 3, 8, 8])
modules.record(values, "DenseNet", DenseNet(16, 3, 5), [3, 3, 8, 8])
modules.record(values, "ConvMixer", conv_mixer(6, 2, 2, 5, 3), [3, 3, 8, 6])
for name, accelerated in (("", False), ("Apg2", True)):
    modules.record(values, "VisionTransformer" + name,
                   Isotropic(Stem(6, 2, 6), [modules.AttentionMlp(6, 2, 3) for _ in range(3)], Head(6, 5, True), accelerated), [2, 3, 6, 6])
    modules.record(values, "IsotropicConvNeXt" + name,
                   Isotropic(nn.Conv2d(3, 4, 2, stride=2), [modules.ConvNeXtBlock(4, 7, scale=False) for _ in range(3)], Head(4, 5, False), accelerated), [2, 3, 8, 6])
golden.save("OptGen.Networks.Tests", "networks", values)
