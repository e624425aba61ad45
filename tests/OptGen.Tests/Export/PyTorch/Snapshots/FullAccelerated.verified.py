# FullAccelerated, written by OptGen from OptGen.Tests.FullAccelerated. It needs torch 1.13 or newer.
# Its weights have the names of the original: FullAccelerated().load_state_dict(weights) takes them as they are.
from collections import OrderedDict

import torch
from torch import nn


class FullAccelerated(nn.Module):
    """y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))

    Consistent and zero-stable.
    """

    def __init__(self):
        super().__init__()
        self.h = [
            [1.0, 0.5, 0.3333333333333333, 0.25, 0.2],
            [0.5, 0.3333333333333333, 0.25, 0.2, 0.16666666666666666],
            [0.3333333333333333, 0.25, 0.2, 0.16666666666666666, 0.14285714285714285],
            [0.25, 0.2, 0.16666666666666666, 0.14285714285714285, 0.125],
            [0.2, 0.16666666666666666, 0.14285714285714285, 0.125, 0.1111111111111111],
            [0.16666666666666666, 0.14285714285714285, 0.125, 0.1111111111111111, 0.1]
        ]
        self.T = nn.ModuleList([
            nn.Sequential(
                OrderedDict([("fc1", nn.Linear(4, 8)), ("act", nn.Tanh()), ("fc2", nn.Linear(8, 4))])
            )
            for _ in range(5)
        ])

    def forward(self, y):
        Ty_history = []
        for k in range(5):
            Ty_history.append(self.T[k](y))
            y_next = y
            for j in range(k + 1):
                y_next = y_next - self.h[k + 1][j] * Ty_history[j]
            y = y_next
        return y
