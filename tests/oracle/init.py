"""For one seed each: what every function of torch.nn.init draws."""
import torch
from torch.nn import init

import golden

values = {}
for name, shape, draw in (
    ("uniform", (5, 7), lambda t: init.uniform_(t, -0.3, 0.7)),
    ("normal", (5, 7), lambda t: init.normal_(t, 0.2, 1.5)),
    ("trunc_normal", (6, 8), lambda t: init.trunc_normal_(t, 0.1, 0.9, -0.5, 1.2)),
    ("xavier_uniform", (4, 3, 2, 2), lambda t: init.xavier_uniform_(t, 1.7)),
    ("xavier_normal", (4, 6), lambda t: init.xavier_normal_(t, 0.6)),
    ("kaiming_uniform", (4, 6), lambda t: init.kaiming_uniform_(t, 0.2, "fan_out")),
    ("kaiming_normal", (4, 3, 3), lambda t: init.kaiming_normal_(t, nonlinearity="relu")),
    ("orthogonal_wide", (3, 8), lambda t: init.orthogonal_(t, 1.4)),
    ("orthogonal_tall", (6, 2, 2), lambda t: init.orthogonal_(t)),
    ("sparse", (6, 4), lambda t: init.sparse_(t, 0.3, 0.5)),
    ("eye", (3, 5), lambda t: init.eye_(t)),
    ("dirac1", (4, 3, 3), lambda t: init.dirac_(t)),
    ("dirac2", (2, 3, 3, 5), lambda t: init.dirac_(t)),
    ("constant", (2, 3), lambda t: init.constant_(t, 0.3)),
):
    torch.manual_seed(3)
    values[name] = draw(torch.empty(shape))
for name in ("linear", "conv2d", "sigmoid", "tanh", "relu"):
    values["gain " + name] = init.calculate_gain(name)
values["gain leaky_relu"] = init.calculate_gain("leaky_relu", 0.2)
golden.save("OptGen.SystemTorch.Tests", "init", values)
