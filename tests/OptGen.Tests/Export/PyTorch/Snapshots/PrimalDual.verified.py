# PrimalDual, written by OptGen from OptGen.Tests.PrimalDual. It needs torch 1.13 or newer.
# Its weights have the names of the original: PrimalDual(…).load_state_dict(weights) takes them as they are.
import torch
import torch.nn.functional as F
from torch import nn


class PrimalDual(nn.Module):
    """u_<k+1> = proxF[s](u_k + s*K(z_k))
    x_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>))
    z_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)

    Consistent and zero-stable.
    """

    def __init__(self, proxF, proxG):
        # proxF: a function of 1 tensor and 1 scalar, for one of C# that OptGen cannot read.
        # proxG: a function of 1 tensor and 1 scalar, for one of C# that OptGen cannot read.
        super().__init__()
        self.s = 0.25
        self.t = 0.5
        self.w = 1.0
        self.K = nn.Linear(4, 4, bias=False)
        self.proxF = proxF
        self.proxG = proxG

    def forward(self, x):
        u = torch.zeros_like(x)
        z = torch.zeros_like(x)
        for k in range(4):
            u_next = self.proxF(u + self.s * self.K(z), self.s)
            x_next = self.proxG(x - self.t * F.linear(u_next, self.K.weight.t()), self.t)
            if k < 3:
                z = x_next + self.w * (x_next - x)
            u, x = u_next, x_next
        return x
