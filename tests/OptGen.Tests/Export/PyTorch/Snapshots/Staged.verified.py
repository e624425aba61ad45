# Staged, written by OptGen from OptGen.Tests.Staged. It needs torch 1.13 or newer.
# Its weights have the names of the original: Staged().load_state_dict(weights) takes them as they are.
from collections import OrderedDict

import torch
from torch import nn


class Staged(nn.Module):
    """x_0 = stem(u)
    x_<k+1> = x_k + a_k*(x_k - x_<k-1>) - T(x_k)
    out = head(x_L)

    Coefficients change from layer to layer, so no condition on constant coefficients applies. It is
    consistent whatever their values.
    """

    def __init__(self):
        super().__init__()
        self.a = [0.0, 0.25, 0.4, 0.5, 0.5714285714285714, 0.625, 0.6666666666666666]
        self.stem = nn.Linear(4, 4)
        self.T = nn.ModuleList([
            nn.Sequential(
                OrderedDict([("fc1", nn.Linear(4, 8)), ("act", nn.Tanh()), ("fc2", nn.Linear(8, 4))])
            )
            for _ in range(7)
        ])
        self.head = nn.Linear(4, 2)
        self.D = nn.ModuleList([nn.Linear(4, 4) for _ in range(2)])

    def forward(self, u):
        start = 0
        x = self.stem(u)
        x_previous = x
        for k in range(7):
            if k == 2:
                begun = self.D[0](x)
                start = k
                x = begun
                x_previous = x
            if k == 5:
                x = self.D[1](x)
                x_previous = self.D[1](x_previous)
            x_next = x + self.a[k] * (x - x_previous) - self.T[k](x)
            x_previous, x = x, x_next
        return self.head(x)
