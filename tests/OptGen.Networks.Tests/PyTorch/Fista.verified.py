# Fista, written by OptGen from OptGen.Networks.Fista. It needs torch 1.13 or newer.
# Its weights have the names of the original: Fista().load_state_dict(weights) takes them as they are.
import math
import warnings
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class BoundedLayer(nn.Module):
    """A layer whose linear part A is scaled down to a norm: its weight acts as W * min(1, bound/|A v|), v the direction
    that A stretches most. In training, power steps turn v towards it until it is nearly there (Miyato et al., 2018)."""

    def __init__(self, weight, v, bound, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(weight) / math.prod(weight[1:]) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(weight[0])) if bias else None
        v = torch.randn(v)
        self.register_buffer("v", v / v.norm())
        self.bound = bound

    def forward(self, x):
        if self.training:
            self.turn()
        norm = self.apply_weight(self.v.clone(), self.weight, None).norm()
        weight = self.weight / torch.clamp(norm * (1.001 / self.bound), min=1)
        return self.apply_weight(x, weight, self.bias)

    @torch.no_grad()
    def turn(self, residual=2e-4, most_steps=1000):
        for _ in range(most_steps):
            image = self.apply_weight(self.v, self.weight, None)
            pulled, square = self.apply_adjoint(image, self.weight), image.square().sum()
            if square == 0 or (pulled - square * self.v).norm() <= residual * square:
                return
            self.v.copy_(pulled / pulled.norm())

    def train(self, mode=True):
        if not mode:
            self.turn()
        return super().train(mode)


def anderson(f, z, memory, damping, regularization, tolerance, relative_tolerance, max_iterations, on_failure):
    """The rows z with z = f(z), by Anderson acceleration (Walker and Ni, 2011): each row mixes its last values
    of f by the weights, of sum 1, with which their residuals mix to the smallest one. Memory 1 is plain
    iteration. A row is solved when the norm of f(z) - z is below one of the tolerances."""
    residuals, values = [], []
    best, least, done = z, z.new_full((len(z), 1), math.inf), False
    eps = torch.finfo(z.dtype).eps
    for _ in range(max_iterations + 1):
        value = f(z)
        residual = value - z
        norm = residual.detach().norm(dim=1, keepdim=True)
        best, least = torch.where(norm < least, z, best), torch.where(norm < least, norm, least)
        scale = value.detach().norm(dim=1, keepdim=True)
        done = done | (norm <= tolerance) | (norm <= relative_tolerance * scale)
        if bool(done.all()):
            return best
        residuals, values = [*residuals, residual][-memory:], [*values, z + damping * residual][-memory:]
        z = values[-1]
        if len(values) > 1:
            r = torch.stack(residuals, 1).detach().double()
            inverse = 1 / r.norm(dim=2, keepdim=True).clamp_min(1e-150)
            r = r * inverse
            gram = r @ r.transpose(1, 2) + (regularization + 16 * eps) * torch.eye(len(values), dtype=r.dtype, device=r.device)
            weights = torch.linalg.solve_ex(gram, inverse / inverse.amax(1, keepdim=True))[0] * inverse
            weights = (weights / weights.sum(1, keepdim=True)).to(z.dtype)
            trusted = weights.abs().sum(1) <= 0.1 / eps ** 0.5
            z = torch.where(trusted, (weights * torch.stack(values, 1)).sum(1), z)
    if on_failure == "raise":
        raise RuntimeError(f"no solution within {max_iterations} iterations; the greatest residual is {least.max().item():.2g}")
    if on_failure == "warn":
        warnings.warn(f"no solution within {max_iterations} iterations; the greatest residual is {least.max().item():.2g}")
    return best


def by_rows(f, guess, coupled):
    """f and the guess on matrices with a row for each sample, and the way back to tensors."""
    single = torch.is_tensor(guess)
    guess = [guess] if single else list(guess)
    rows = len(guess[0]) if not coupled and all(g.dim() > 1 and len(g) == len(guess[0]) for g in guess) else 1
    sizes = [g.numel() // rows for g in guess]

    def join(parts):
        return torch.cat([p.reshape(rows, -1) for p in ([parts] if torch.is_tensor(parts) else parts)], 1)

    def split(z):
        parts = [p.reshape(g.shape) for p, g in zip(z.split(sizes, 1), guess)]
        return parts[0] if single else parts

    return lambda z: join(f(split(z)) if single else f(*split(z))), join(guess), split


def solve(f, guess, coupled, backward, **settings):
    """The tensors z with z = f(z). Their gradient is that of the implicit function theorem: f is evaluated at the
    solution once more, and g becomes u = J^T u + g on its way back, J the Jacobian of f there. Memory does not
    grow with the iterations; there are no second derivatives."""
    f, z, split = by_rows(f, guess, coupled)
    with torch.no_grad():
        z = anderson(f, z, **settings)
    if torch.is_grad_enabled():
        z = f(z)
        if z.requires_grad:
            z0 = z.detach().requires_grad_()
            value = f(z0)

            def solve_backward(g):
                return anderson(lambda u: torch.autograd.grad(value, z0, u, retain_graph=True)[0] + g, g, **backward)

            z.register_hook(solve_backward)
    return split(z)


class BoundedLinear(BoundedLayer):
    """A linear layer whose matrix has at most a given spectral norm."""

    def __init__(self, in_features, out_features, bound, bias=True):
        super().__init__((out_features, in_features), (in_features,), bound, bias)

    def apply_weight(self, x, weight, bias):
        return F.linear(x, weight, bias)

    def apply_adjoint(self, y, weight):
        return F.linear(y, weight.t())


class Fista(nn.Module):
    """y_k = x_k + (k + c - 1)/(k + c)*(x_k - x_<k-1>)
    x_<k+1> = y_k - b*T1(y_k) - b*T2(x_<k+1>)

    Coefficients change from layer to layer, so no condition on constant coefficients applies. It is
    consistent whatever their values.

    Each layer is solved as self.solver says.
    """

    def __init__(self):
        super().__init__()
        self.c = 3.0
        self.b = nn.Parameter(torch.tensor(0.0))
        self.T1 = nn.ModuleList([
            nn.Sequential(
                OrderedDict([
                    ("fc1", BoundedLinear(4, 8, 0.9486832980505138)),
                    ("act", nn.Tanh()),
                    ("fc2", BoundedLinear(8, 4, 0.9486832980505138))
                ])
            )
            for _ in range(3)
        ])
        self.T2 = nn.ModuleList([
            nn.Sequential(
                OrderedDict([
                    ("fc1", BoundedLinear(4, 8, 0.9486832980505138)),
                    ("act", nn.Tanh()),
                    ("fc2", BoundedLinear(8, 4, 0.9486832980505138))
                ])
            )
            for _ in range(3)
        ])
        self.solver = dict(
            memory=5,
            damping=1.0,
            regularization=1e-10,
            tolerance=1e-06,
            relative_tolerance=1e-05,
            max_iterations=50,
            on_failure="warn",
            coupled=False,
            backward=dict(
                memory=5, damping=1.0, regularization=1e-10, tolerance=1e-38, relative_tolerance=1e-05,
                max_iterations=50, on_failure="warn"
            )
        )

    def forward(self, x):
        b = torch.sigmoid(self.b)
        x_previous = x
        for k in range(3):
            y = x + (self.c + k - 1) / (self.c + k) * (x - x_previous)
            x_known = y - b * self.T1[k](y)

            def equations(x_next):
                return x_known - b * self.T2[k](x_next)

            x_next = solve(equations, x, **self.solver)
            x_previous, x = x, x_next
        return x
