"""PyTorch's side of the suite "module". Argument: the number of threads."""
import platform
import sys

import peer

try:
    import torch
except ImportError:
    peer.missing("torch")

WIDTH = 64


class HeavyBall(torch.nn.Module):
    def __init__(self, block, layers):
        super().__init__()
        self.T = torch.nn.ModuleList(block() for _ in range(layers))

    def forward(self, x):
        a, b = 0.5, 0.25
        previous = x
        for layer in self.T:
            x, previous = x + a * (x - previous) - b * layer(x), x
        return x


def perceptron():
    return torch.nn.Sequential(torch.nn.Linear(WIDTH, WIDTH), torch.nn.ReLU(), torch.nn.Linear(WIDTH, WIDTH))


def convolutions():
    return torch.nn.Sequential(torch.nn.Conv2d(WIDTH, WIDTH, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(WIDTH, WIDTH, 3, padding=1))


def train(block, layers, *shape):
    model, x = HeavyBall(block, layers), torch.randn(shape)

    def run(count):
        for _ in range(count):
            model.zero_grad(set_to_none=True)
            model(x).sum().backward()

    return run


def infer(block, layers, *shape):
    model, x = HeavyBall(block, layers), torch.randn(shape)

    def run(count):
        with torch.no_grad():
            for _ in range(count):
                model(x)

    return run


torch.set_num_threads(int(sys.argv[1]))
cases = {}
for name, block, layers, shape in [(str(layers), perceptron, layers, (32, WIDTH)) for layers in (8, 32, 128)] + [
    ("convolutions", convolutions, 4, (4, WIDTH, 32, 32))
]:
    cases[f"train-{name}"] = lambda block=block, layers=layers, shape=shape: train(block, layers, *shape)
    cases[f"infer-{name}"] = lambda block=block, layers=layers, shape=shape: infer(block, layers, *shape)
peer.serve(f"PyTorch {torch.__version__} on Python {platform.python_version()}", cases)
