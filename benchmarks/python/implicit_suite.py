"""PyTorch's side of the suite "implicit". Arguments: the number of threads, the tolerance, and for each case NAME=FILE.

A file holds float32 numbers, little-endian: the width, the batch, W, U, b, the input x and the direction of the loss. The solver is Anderson
acceleration as the tutorial on deep equilibrium models publishes it: a window of five, a bordered system for each sample of the batch, 1e-4 on
the diagonal, and one relative residual for the whole batch.
"""
import platform
import sys

import peer

try:
    import torch
except ImportError:
    peer.missing("torch")

WINDOW = 5
RIDGE = 1e-4
MIXING = 1.0
MOST = 200


def anderson(function, start, tolerance):
    """Solves z = function(z); the solution, the evaluations and the relative residual of the last one."""
    batch, width = start.shape
    arguments = torch.zeros(batch, WINDOW, width)
    values = torch.zeros(batch, WINDOW, width)
    arguments[:, 0], values[:, 0] = start, function(start)
    arguments[:, 1], values[:, 1] = values[:, 0], function(values[:, 0])
    system = torch.zeros(batch, WINDOW + 1, WINDOW + 1)
    system[:, 0, 1:] = system[:, 1:, 0] = 1
    right = torch.zeros(batch, WINDOW + 1, 1)
    right[:, 0] = 1
    for k in range(2, MOST):
        n = min(k, WINDOW)
        residuals = values[:, :n] - arguments[:, :n]
        system[:, 1 : n + 1, 1 : n + 1] = torch.bmm(residuals, residuals.transpose(1, 2)) + RIDGE * torch.eye(n)
        weights = torch.linalg.solve(system[:, : n + 1, : n + 1], right[:, : n + 1])[:, 1 : n + 1, 0]
        at = k % WINDOW
        mixed = MIXING * (weights[:, None] @ values[:, :n])[:, 0]
        arguments[:, at] = mixed + (1 - MIXING) * (weights[:, None] @ arguments[:, :n])[:, 0]
        values[:, at] = function(arguments[:, at])
        residual = (values[:, at] - arguments[:, at]).norm().item() / (1e-5 + values[:, at].norm().item())
        if residual < tolerance:
            break
    return arguments[:, at], k + 1, residual


class Cell(torch.nn.Module):
    def __init__(self, width, w, u, b):
        super().__init__()
        self.inner = torch.nn.Linear(width, width, bias=False)
        self.outer = torch.nn.Linear(width, width)
        with torch.no_grad():
            self.inner.weight.copy_(w)
            self.outer.weight.copy_(u)
            self.outer.bias.copy_(b)

    def forward(self, z, x):
        return torch.relu(self.inner(z) + self.outer(x))


class Equilibrium(torch.nn.Module):
    def __init__(self, cell, tolerance):
        super().__init__()
        self.cell = cell
        self.tolerance = tolerance
        self.forward_evaluations = self.backward_evaluations = 0

    def forward(self, x):
        with torch.no_grad():
            z, self.forward_evaluations, self.residual = anderson(lambda z: self.cell(z, x), torch.zeros_like(x), self.tolerance)
        if not torch.is_grad_enabled():
            return z
        # One recorded evaluation connects the solution to what it depends on; a hook solves the backward equation.
        z = self.cell(z, x)
        leaf = z.clone().detach().requires_grad_()
        value = self.cell(leaf, x)

        def backward(gradient):
            solution, self.backward_evaluations, _ = anderson(
                lambda y: torch.autograd.grad(value, leaf, y, retain_graph=True)[0] + gradient, gradient, self.tolerance
            )
            return solution

        z.register_hook(backward)
        return z


def load(file, tolerance):
    numbers = torch.frombuffer(bytearray(open(file, "rb").read()), dtype=torch.float32)
    width, batch = int(numbers[0]), int(numbers[1])
    w, u, b, x, direction = numbers[2:].split([width * width, width * width, width, batch * width, batch * width])
    cell = Cell(width, w.reshape(width, width), u.reshape(width, width), b)
    return Equilibrium(cell, tolerance), x.reshape(batch, width).clone(), direction.reshape(batch, width).clone()


def infer(file, tolerance):
    model, x, _ = load(file, tolerance)

    def run(count):
        with torch.no_grad():
            for _ in range(count):
                model(x)

    return run


def train(file, tolerance):
    model, x, direction = load(file, tolerance)

    def run(count):
        for _ in range(count):
            model.zero_grad(set_to_none=True)
            (model(x) * direction).sum().backward()

    return run


def measure(file, tolerance, what):
    """A number instead of a time: evaluations or a residual."""

    def run(_):
        model, x, direction = load(file, tolerance)
        (model(x) * direction).sum().backward()
        if what == "forward":
            return model.forward_evaluations
        if what == "backward":
            return model.backward_evaluations
        with torch.no_grad():
            z, _, _ = anderson(lambda z: model.cell(z, x), torch.zeros_like(x), tolerance)
            value = model.cell(z, x)
            # Of the worst sample, as a solver would be judged that looks at each.
            return ((value - z).norm(dim=1) / value.norm(dim=1)).max().item()

    return run


torch.set_num_threads(int(sys.argv[1]))
tolerance = float(sys.argv[2])
cases = {}
for name, file in (argument.split("=", 1) for argument in sys.argv[3:]):
    cases[f"infer-{name}"] = lambda file=file: infer(file, tolerance)
    cases[f"train-{name}"] = lambda file=file: train(file, tolerance)
    for what in ("forward", "backward", "residual"):
        cases[f"{what}-{name}"] = lambda file=file, what=what: measure(file, tolerance, what)
peer.serve(f"PyTorch {torch.__version__} on Python {platform.python_version()}", cases)
