# AgdFull, written by OptGen from OptGen.Networks.AgdFull. It needs torch 1.13 or newer.
# Its weights have the names of the original: AgdFull().load_state_dict(weights) takes them as they are.
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


class AgdFull(nn.Module):
    """y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))

    Consistent and zero-stable.
    """

    def __init__(self):
        super().__init__()
        self.h = [[0.0, 0.0, 0.0], [0.625, 0.0, 0.0], [0.05, 0.7, 0.0], [0.0, 0.0, 0.5]]
        self.T = nn.ModuleList([
            nn.Sequential(
                OrderedDict([
                    ("fc1", BoundedLinear(4, 8, 0.9486832980505138)),
                    ("act", nn.Tanh()),
                    ("fc2", BoundedLinear(8, 4, 0.9486832980505138))
                ])
            )
            for _ in range(3)
        ])

    def forward(self, y):
        Ty_history = []
        for k in range(3):
            Ty_history.append(self.T[k](y))
            y_next = y
            for j in range(k + 1):
                y_next = y_next - self.h[k + 1][j] * Ty_history[j]
            y = y_next
        return y
