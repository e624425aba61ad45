"""PyTorch's side of the suite "optimizers". Argument: the number of threads."""
import platform
import sys

import peer

try:
    import torch
except ImportError:
    peer.missing("torch")


def resnet18():
    """The parameters of ResNet-18 with 1000 classes: 11.7 million in 62 tensors."""
    shapes = [(64, 3, 7, 7), (64,), (64,)]
    inputs = 64
    for outputs in (64, 128, 256, 512):
        for block in range(2):
            shapes += [(outputs, inputs, 3, 3), (outputs,), (outputs,), (outputs, outputs, 3, 3), (outputs,), (outputs,)]
            if inputs != outputs:
                shapes += [(outputs, inputs, 1, 1), (outputs,), (outputs,)]
            inputs = outputs
    return shapes + [(1000, 512), (1000,)]


def mlp():
    """Fifteen dense layers: 97 thousand parameters in 30 tensors."""
    widths = [64] + [83] * 14 + [10]
    return [shape for i in range(15) for shape in ((widths[i + 1], widths[i]), (widths[i + 1],))]


def case(shapes, create):
    def prepare():
        torch.manual_seed(1)
        parameters = [torch.nn.Parameter(0.1 * torch.randn(shape)) for shape in shapes()]
        for parameter in parameters:
            parameter.grad = 0.01 * torch.randn_like(parameter)
        optimizer = create(parameters)

        def run(count):
            for _ in range(count):
                optimizer.step()

        return run

    return prepare


torch.set_num_threads(int(sys.argv[1]))
cases = {}
for size, shapes in (("large", resnet18), ("small", mlp)):
    for foreach in (False, True):
        suffix = f"{size}-{'foreach' if foreach else 'single'}"
        cases[f"adam-{suffix}"] = case(shapes, lambda p, f=foreach: torch.optim.Adam(p, lr=1e-3, foreach=f))
        cases[f"sgd-{suffix}"] = case(shapes, lambda p, f=foreach: torch.optim.SGD(p, lr=1e-3, momentum=0.9, foreach=f))
peer.serve(f"PyTorch {torch.__version__} on Python {platform.python_version()}", cases)
