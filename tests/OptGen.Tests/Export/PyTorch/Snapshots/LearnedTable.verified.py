# LearnedTable, written by OptGen from OptGen.Tests.LearnedTable. It needs torch 1.13 or newer.
# Its weights have the names of the original: LearnedTable().load_state_dict(weights) takes them as they are.
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class LearnedTable(nn.Module):
    """y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j)) + c_<k,k>*T(y_k)/2 - h_<k,0>*y_k/4

    Coefficients are learned without bounds, so no condition is needed.
    """

    def __init__(self):
        super().__init__()
        self.h = nn.Parameter(torch.full((6, 6), -0.7096329315889282))
        self.c = nn.Parameter(torch.full((6, 6, 4), -0.2))
        self.T = nn.ModuleList([
            nn.Sequential(
                OrderedDict([("fc1", nn.Linear(4, 8)), ("act", nn.Tanh()), ("fc2", nn.Linear(8, 4))])
            )
            for _ in range(5)
        ])

    def forward(self, y):
        h = F.softplus(self.h)
        c = self.c.reshape(self.c.shape + (1,) * max(y.dim() - 2, 0))
        Ty_history = []
        for k in range(5):
            Ty = self.T[k](y)
            Ty_history.append(Ty)
            y_next = (1 - h[k, 0] / 4) * y + c[k, k] / 2 * Ty
            for j in range(k + 1):
                y_next = y_next - h[k + 1, j] * Ty_history[j]
            y = y_next
        return y
