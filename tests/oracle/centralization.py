"""Golden values of OptGen.Optimizers: PyTorch's own optimisers fed with gradients that were centralized by hand.

In the location "gradient" an optimiser with weight decay 0 gets P(g + decay * w), or P(g) where the decay is decoupled; in the location
"update" the change that PyTorch's optimiser made is projected afterwards. P subtracts the mean over each output's fan-in.
"""
import torch

import golden

STEPS = 12
DECAY = 0.05


def rows(tensor, kind, groups):
    """The tensor as [outputs, fan-in], and how to go back."""
    if kind == "transposed":
        split = tensor.reshape(groups, tensor.shape[0] // groups, *tensor.shape[1:]).transpose(1, 2)
        return split.reshape(-1, split[0, 0].numel()), lambda x: x.reshape(split.shape).transpose(1, 2).reshape(tensor.shape)
    return tensor.reshape(tensor.shape[0], -1), lambda x: x.reshape(tensor.shape)


def project(tensor, kind, groups):
    matrix, back = rows(tensor, kind, groups)
    return back(matrix - matrix.mean(dim=1, keepdim=True))


def centralized(kind, selection):
    return kind in ("convolution", "transposed") or (kind == "dense" and selection == "All")


MAKERS = {
    "SGD": lambda p, decay: torch.optim.SGD([p], lr=0.1, momentum=0.8, nesterov=True, weight_decay=decay),
    "Adam": lambda p, decay: torch.optim.Adam([p], lr=0.02, betas=(0.8, 0.98), weight_decay=decay, amsgrad=True),
    "AdamW": lambda p, decay: torch.optim.AdamW([p], lr=0.02, betas=(0.8, 0.98), weight_decay=decay),
    "Adagrad": lambda p, decay: torch.optim.Adagrad([p], lr=0.1, lr_decay=0.1, weight_decay=decay),
    "RAdam": lambda p, decay: torch.optim.RAdam([p], lr=0.02, betas=(0.8, 0.98), weight_decay=decay),
}


def run(name, location, selection, weight, gradients, kind, groups):
    p = torch.nn.Parameter(weight.clone())
    projects = centralized(kind, selection)
    takes_over = location == "Gradient" and name != "AdamW"
    optimizer = MAKERS[name](p, 0 if takes_over else DECAY)
    for gradient in gradients:
        with torch.no_grad():
            g = gradient + 0.3 * torch.sin(p)
            if takes_over:
                g = g + DECAY * p
            if projects and location == "Gradient":
                g = project(g, kind, groups)
            before = p.clone()
        p.grad = g
        optimizer.step()
        if projects and location == "Update":
            with torch.no_grad():
                p.copy_(before + project(p - before, kind, groups))
    return p.detach()


torch.manual_seed(2020)
weights = {
    "linear": ("dense", 1, torch.randn(4, 7, dtype=torch.float64)),
    "bias": ("bias", 1, torch.randn(5, dtype=torch.float64)),
    "conv1d": ("convolution", 1, torch.randn(4, 3, 5, dtype=torch.float64)),
    "conv2d": ("convolution", 1, torch.randn(3, 2, 3, 3, dtype=torch.float64)),
    "transposed": ("transposed", 1, torch.randn(4, 3, 2, 2, dtype=torch.float64)),
    "grouped": ("transposed", 2, torch.randn(4, 3, 3, 3, dtype=torch.float64)),
}
values = {}
for parameter, (kind, groups, weight) in weights.items():
    gradients = [torch.randn_like(weight) for _ in range(STEPS)]
    values[f"{parameter}/weight"] = weight
    values[f"{parameter}/gradients"] = torch.stack(gradients)
    for name in MAKERS:
        for location in ("Gradient", "Update"):
            for selection in ("All", "ConvolutionsOnly"):
                values[f"{parameter}/{name}/{location}/{selection}"] = run(name, location, selection, weight, gradients, kind, groups)
golden.save("OptGen.Optimizers.Tests", "centralization", values)
