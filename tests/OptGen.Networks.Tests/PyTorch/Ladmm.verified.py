# Ladmm, written by OptGen from OptGen.Networks.Ladmm. It needs torch 1.13 or newer.
# Its weights have the names of the original: Ladmm().load_state_dict(weights) takes them as they are.
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


class BoundedLinear(BoundedLayer):
    """A linear layer whose matrix has at most a given spectral norm."""

    def __init__(self, in_features, out_features, bound, bias=True):
        super().__init__((out_features, in_features), (in_features,), bound, bias)

    def apply_weight(self, x, weight, bias):
        return F.linear(x, weight, bias)

    def apply_adjoint(self, y, weight):
        return F.linear(y, weight.t())


class Ladmm(nn.Module):
    """z_0 = u
    y_0 = u
    z_<k+1> = (z_k + y_k - T1(z_k) - l_k)/2
    y_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    out = y_L

    Consistent and zero-stable, of order 1, with the effective step 1/3 for T1, 1/3 for T2.
    """

    def __init__(self):
        super().__init__()
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

    def forward(self, u):
        z = u
        y = u
        l = torch.zeros_like(u)
        for k in range(3):
            z_next = z + 0.5 * (y - z) - 0.5 * self.T1[k](z) - 0.5 * l
            y_next = y + 0.5 * (z_next - y) - 0.5 * self.T2[k](y) + 0.5 * l
            if k < 2:
                l = l + z_next - y_next
            z, y = z_next, y_next
        return y
