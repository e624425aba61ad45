# PrimalDualHybridGradient, written by OptGen from OptGen.Networks.PrimalDualHybridGradient. It needs torch 1.13 or newer.
# Its weights have the names of the original: PrimalDualHybridGradient().load_state_dict(weights) takes them as they are.
import math
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


class LinearMap(nn.Module):
    """A matrix and its adjoint."""

    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) / in_features ** 0.5)

    def forward(self, x):
        return F.linear(x, self.weight)

    def adjoint(self, y):
        return F.linear(y, self.weight.t())


class BoxProjection(nn.Module):
    """The projection onto a box, whatever the step."""

    def __init__(self, minimum, maximum):
        super().__init__()
        self.minimum, self.maximum = minimum, maximum

    def forward(self, x, s):
        return torch.clamp(x, self.minimum, self.maximum)


class LearnedResolvent(nn.Module):
    """x - s*T(x)."""

    def __init__(self, T):
        super().__init__()
        self.T = T

    def forward(self, x, s):
        return x - s * self.T(x)


class BoundedLinear(BoundedLayer):
    """A linear layer whose matrix has at most a given spectral norm."""

    def __init__(self, in_features, out_features, bound, bias=True):
        super().__init__((out_features, in_features), (in_features,), bound, bias)

    def apply_weight(self, x, weight, bias):
        return F.linear(x, weight, bias)

    def apply_adjoint(self, y, weight):
        return F.linear(y, weight.t())


class PrimalDualHybridGradient(nn.Module):
    """x_0 = y
    z_0 = y
    u_0 = K(y)
    u_<k+1> = dual[s, k](u_k + s*K(z_k))
    x_<k+1> = primal[t, k](x_k - t*K^T(u_<k+1>))
    z_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)
    out = x_L

    Consistent and zero-stable.
    """

    def __init__(self):
        super().__init__()
        self.w = 1.0
        self.s = nn.Parameter(torch.tensor(-0.43275212956718856))
        self.t = nn.Parameter(torch.tensor(-0.43275212956718856))
        self.K = LinearMap(4, 6)
        self.F = nn.ModuleList([BoxProjection(-1.0, 1.0) for _ in range(3)])
        self.G = nn.ModuleList([
            LearnedResolvent(
                nn.Sequential(
                    OrderedDict([
                        ("fc1", BoundedLinear(4, 8, 0.9486832980505138)),
                        ("act", nn.Tanh()),
                        ("fc2", BoundedLinear(8, 4, 0.9486832980505138))
                    ])
                )
            )
            for _ in range(3)
        ])

    def dual(self, u, step, k):
        return self.F[k](u, step)

    def primal(self, x, step, k):
        return self.G[k](x, step)

    def forward(self, y):
        s = F.softplus(self.s)
        t = F.softplus(self.t)
        x = y
        z = y
        u = self.K(y)
        for k in range(3):
            u_next = self.dual(u + s * self.K(z), s, k)
            x_next = self.primal(x - t * self.K.adjoint(u_next), t, k)
            if k < 2:
                z = x_next + self.w * (x_next - x)
            x, u = x_next, u_next
        return x
