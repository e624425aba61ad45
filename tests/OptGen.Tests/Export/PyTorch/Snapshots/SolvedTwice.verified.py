# SolvedTwice, written by OptGen from OptGen.Tests.SolvedTwice. It needs torch 1.13 or newer.
# Its weights have the names of the original: SolvedTwice().load_state_dict(weights) takes them as they are.
import math
import warnings
from collections import OrderedDict

import torch
from torch import nn


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


def soft(x, s):
    return torch.sign(x) * torch.relu(torch.abs(x) - s)


class SolvedTwice(nn.Module):
    """y_k = 0.9*x_k + 0.1*y_<k-1> - a*T(y_k)
    x_<k+1> = soft(y_k + 0.25*S(x_<k+1>) - sum[j=0..k+1](h_<k,j>*R(x_j)), 0.05)

    Consistent and zero-stable.

    Each layer is solved as self.solver says.
    """

    def __init__(self):
        super().__init__()
        self.h = [
            [0.1, 0.05, 0.03333333333333333, 0.025, 0.02],
            [0.05, 0.03333333333333333, 0.025, 0.02, 0.016666666666666666],
            [0.03333333333333333, 0.025, 0.02, 0.016666666666666666, 0.014285714285714287],
            [0.025, 0.02, 0.016666666666666666, 0.014285714285714287, 0.0125]
        ]
        self.a = nn.Parameter(torch.full((4,), 0.5))
        self.T = nn.ModuleList([
            nn.Sequential(OrderedDict([("linear", nn.Linear(4, 4)), ("act", nn.Tanh())])) for _ in range(4)
        ])
        self.S = nn.ModuleList([
            nn.Sequential(OrderedDict([("linear", nn.Linear(4, 4)), ("act", nn.Tanh())])) for _ in range(4)
        ])
        self.R = nn.ModuleList([
            nn.Sequential(OrderedDict([("linear", nn.Linear(4, 4)), ("act", nn.Tanh())])) for _ in range(5)
        ])
        self.solver = dict(
            memory=1,
            damping=1.0,
            regularization=1e-10,
            tolerance=1e-16,
            relative_tolerance=0.0,
            max_iterations=100,
            on_failure="accept",
            coupled=False,
            backward=dict(
                memory=1, damping=1.0, regularization=1e-10, tolerance=1e-38, relative_tolerance=1e-16,
                max_iterations=100, on_failure="accept"
            )
        )

    def forward(self, x):
        Rx_history = []
        y_previous = torch.zeros_like(x)
        Rx_history.append(self.R[0](x))
        for k in range(4):
            y_known = x + 0.1 * (y_previous - x)

            def equations(y):
                return y_known - self.a[k] * self.T[k](y)

            y = solve(equations, y_previous, **self.solver)
            argument_known = y
            for j in range(k + 1):
                argument_known = argument_known - self.h[k][j] * Rx_history[j]

            def equations2(x_next):
                argument = (
                    argument_known
                    + 0.25 * self.S[k](x_next)
                    - self.h[k][k + 1] * self.R[k + 1](x_next)
                )
                return soft(argument, 0.05)

            x_next = solve(equations2, x, **self.solver)
            if k < 3:
                Rx_history.append(self.R[k + 1](x_next))
            y_previous, x = y, x_next
        return x
