"""PyTorch's side of the suite "training". Arguments: the number of threads, of images, of images in a batch."""
import platform
import sys

import peer

try:
    import torch
except ImportError:
    peer.missing("torch")
from torch import nn


class PreActivation(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(channels), nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2, self.conv2 = nn.BatchNorm2d(channels), nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return self.conv2(torch.relu(self.bn2(self.conv1(torch.relu(self.bn1(x))))))


class GradientDescent(nn.Module):
    """x_<k+1> = x_k - b*T(x_k)"""

    def __init__(self, channels, depth):
        super().__init__()
        self.T, self.b = nn.ModuleList(PreActivation(channels) for _ in range(depth)), nn.Parameter(torch.ones(depth))

    def forward(self, x):
        for T, b in zip(self.T, self.b.unbind()):
            x = x - b * T(x)
        return x


class ImageClassifier(nn.Module):
    """Three stages of three layers, of 64, 128 and 256 channels."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 64, 3, padding=1, bias=False)
        self.stages = nn.ModuleList(GradientDescent(64 << i, 3) for i in range(3))
        self.transitions = nn.ModuleList(nn.Conv2d(64 << i, 128 << i, 2, stride=2) for i in range(2))
        self.norm, self.fc = nn.BatchNorm2d(256), nn.Linear(256, 10)

    def forward(self, x):
        x = self.stem(x)
        for i, stage in enumerate(self.stages):
            x = stage(x)
            if i < 2:
                x = self.transitions[i](x)
        return self.fc(torch.relu(self.norm(x)).mean((2, 3)))


def epoch():
    torch.manual_seed(1)
    images, batch = int(sys.argv[2]), int(sys.argv[3])
    data = torch.utils.data.TensorDataset(torch.randn(images, 1, 28, 28), torch.randint(10, (images,)))
    network = ImageClassifier().train()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
    loader = torch.utils.data.DataLoader(data, batch_size=batch, shuffle=True, num_workers=0)

    def run(count):
        for _ in range(count):
            loss, right = 0.0, 0
            for inputs, targets in loader:
                optimizer.zero_grad(set_to_none=True)
                outputs = network(inputs)
                value = nn.functional.cross_entropy(outputs, targets)
                value.backward()
                optimizer.step()
                loss += value.item()
                right += (outputs.argmax(1) == targets).sum().item()

    return run


torch.set_num_threads(int(sys.argv[1]))
peer.serve(f"PyTorch {torch.__version__} on Python {platform.python_version()}", {"epoch": epoch})
