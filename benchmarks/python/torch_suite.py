"""PyTorch's side of the suite "torch". Argument: the number of threads."""
import platform
import sys

import peer

try:
    import torch
except ImportError:
    peer.missing("torch")


def add():
    a, b = torch.randn(4), torch.randn(4)

    def run(count):
        for _ in range(count):
            a + b

    return run


def forward():
    model = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU())
    x = torch.randn(32, 64)

    def run(count):
        with torch.no_grad():
            for _ in range(count):
                model(x)

    return run


def step():
    model = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU())
    optimizer = torch.optim.SGD(model.parameters(), 1e-3)
    x, y = torch.randn(32, 64), torch.randn(32, 64)

    def run(count):
        for _ in range(count):
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()

    return run


def convolution():
    layer = torch.nn.Conv2d(64, 64, 3, padding=1)
    x = torch.randn(16, 64, 32, 32, requires_grad=True)

    def run(count):
        for _ in range(count):
            layer.zero_grad(set_to_none=True)
            x.grad = None
            layer(x).sum().backward()

    return run


def matmul():
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)

    def run(count):
        for _ in range(count):
            a.matmul(b)

    return run


torch.set_num_threads(int(sys.argv[1]))
peer.serve(
    f"PyTorch {torch.__version__} on Python {platform.python_version()}",
    {"add": add, "forward": forward, "step": step, "convolution": convolution, "matmul": matmul},
)
