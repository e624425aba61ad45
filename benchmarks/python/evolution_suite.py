"""PyTorch's side of the suite "evolution": the loop of the common tutorials. Arguments: the population, the size of the batch."""
import platform
import sys

import peer

try:
    import torch
except ImportError:
    peer.missing("torch")
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

SIGMA, RATE = 0.02, 0.01


class HardThreshold(nn.Module):
    """z where |z| is at least one half, and 0 elsewhere: the float before 0.5 is the greatest that is not kept."""

    def forward(self, z):
        return nn.functional.hardshrink(z, 0.49999997)


def generation():
    torch.manual_seed(1)
    population, batch = int(sys.argv[1]), int(sys.argv[2])
    inputs, targets = torch.rand(batch, 784), torch.randint(10, (batch,))
    network = nn.Sequential(nn.Linear(784, 512), HardThreshold(), nn.Linear(512, 512), HardThreshold(), nn.Linear(512, 10), HardThreshold())
    loss = nn.CrossEntropyLoss()
    weights = parameters_to_vector(network.parameters()).detach().clone()

    @torch.no_grad()
    def run(count):
        nonlocal weights
        for _ in range(count):
            noise = torch.randn(population, len(weights))
            fitness = torch.empty(population)
            for i in range(population):
                vector_to_parameters(weights + SIGMA * noise[i], network.parameters())
                fitness[i] = -loss(network(inputs), targets)
            scores = (fitness - fitness.mean()) / fitness.std()
            weights = weights + RATE / (population * SIGMA) * (noise.t() @ scores)

    return run


if __name__ == "__main__":
    torch.set_num_threads(1)
    peer.serve(f"PyTorch {torch.__version__.split('+')[0]}, Python {platform.python_version()}", {"generation": generation})
