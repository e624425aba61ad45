"""Random draws from the default generator, each from seed 7; the keys are those of RandomDrawTests."""
import golden
import torch

p = torch.tensor([0.1, 0.9, 0.5, 0.0, 1.0, 0.3])
weights = torch.tensor([[0.2, 0.5, 0.3, 1.0], [3.0, 0.0, 1.0, 1.0]])
rates = torch.tensor([0.5, 1.0, 4.0, 20.0])
counts = torch.tensor([10.0, 10.0, 100.0, 3.0])
chances = torch.tensor([0.5, 0.1, 0.9, 0.3])
draws = {
    "normal_": lambda: torch.zeros(19).normal_(1, 2),
    "normal_ float64": lambda: torch.zeros(5, dtype=torch.float64).normal_(),
    "normal": lambda: torch.normal(rates, counts),
    "uniform_": lambda: torch.zeros(7).uniform_(-1, 3),
    "exponential_": lambda: torch.zeros(7).exponential_(2),
    "cauchy_": lambda: torch.zeros(7).cauchy_(1, 0.5),
    "geometric_": lambda: torch.zeros(7).geometric_(0.3),
    "log_normal_": lambda: torch.zeros(7).log_normal_(0.5, 0.25),
    "random_": lambda: torch.zeros(7, dtype=torch.int64).random_(-5, 1000),
    "bernoulli_": lambda: torch.zeros(9).bernoulli_(0.4),
    "bernoulli_ tensor": lambda: torch.zeros(6).bernoulli_(p),
    "bernoulli": lambda: p.bernoulli(),
    "multinomial": lambda: weights.multinomial(3),
    "multinomial replacement": lambda: weights.multinomial(8, replacement=True),
    "poisson": lambda: torch.poisson(rates),
    "binomial": lambda: torch.binomial(counts, chances),
    "_standard_gamma": lambda: torch._standard_gamma(rates),
    "_sample_dirichlet": lambda: torch._sample_dirichlet(weights.add(0.1)),
}
values = dict(p=p, weights=weights, rates=rates, counts=counts, chances=chances)
for name, draw in draws.items():
    torch.manual_seed(7)
    values[name] = draw()

golden.save("OptGen.SystemTorch.Tests", "draws", values)
