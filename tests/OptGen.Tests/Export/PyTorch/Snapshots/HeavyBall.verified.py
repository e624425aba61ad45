# HeavyBall, written by OptGen from OptGen.Tests.HeavyBall. It needs torch 1.13 or newer.
# Its weights have the names of the original: HeavyBall().load_state_dict(weights) takes them as they are.
from collections import OrderedDict

import torch
from torch import nn


class HeavyBall(nn.Module):
    """x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)

    Consistent and zero-stable, of order 1, with the effective step 2*b for T.
    """

    def __init__(self):
        super().__init__()
        self.a = 0.5
        self.b = nn.Parameter(torch.full((6,), 1.0))
        self.T = nn.ModuleList([
            nn.Sequential(
                OrderedDict([("fc1", nn.Linear(4, 8)), ("act", nn.Tanh()), ("fc2", nn.Linear(8, 4))])
            )
            for _ in range(6)
        ])

    def forward(self, x):
        x_previous = x
        for k in range(6):
            x_next = x + self.a * (x - x_previous) - self.b[k] * self.T[k](x)
            x_previous, x = x, x_next
        return x
