# Lista, written by OptGen from OptGen.Networks.Lista. It needs torch 1.13 or newer.
# Its weights have the names of the original: Lista().load_state_dict(weights) takes them as they are.
import torch
import torch.nn.functional as F
from torch import nn


def soft(x, s):
    return torch.sign(x) * torch.relu(torch.abs(x) - s)


class LinearMap(nn.Module):
    """A matrix and its adjoint."""

    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) / in_features ** 0.5)

    def forward(self, x):
        return F.linear(x, self.weight)

    def adjoint(self, y):
        return F.linear(y, self.weight.t())


class Lista(nn.Module):
    """x_0 = start(y)
    x_<k+1> = soft(x_k - W(A(x_k) - y), s)

    Consistent and zero-stable, with the effective step 1 for W, s_k for soft.
    """

    def __init__(self):
        super().__init__()
        self.s = nn.Parameter(torch.full((3,), -2.25216846104409))
        self.start = nn.Linear(4, 6, bias=False)
        self.W = nn.ModuleList([nn.Linear(4, 6, bias=False) for _ in range(3)])
        self.A = LinearMap(6, 4)
        self.A.requires_grad_(False)

    def forward(self, y):
        s = F.softplus(self.s)
        x = self.start(y)
        for k in range(3):
            x = soft(x - self.W[k](self.A(x) - y), s[k])
        return x
