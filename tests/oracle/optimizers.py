"""Twenty steps of every optimiser, with every option, by PyTorch's single-tensor code.

The gradients are fixed numbers, so that each step's result depends on the optimiser alone.
"""
import math

import torch

import golden

STEPS = 20
torch.manual_seed(20)
starts = [torch.randn(4, 3), torch.randn(5)]
gradients = [[torch.randn_like(start) for start in starts] for _ in range(STEPS)]
gradients[3][1].zero_()


class NAdam(torch.optim.NAdam):
    """PyTorch's NAdam as it is from 2.0 on; 1.13 multiplies the next product by one momentum too many."""

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state.update(step=0, product=1.0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                state["step"] += 1
                step, m, v, g = state["step"], state["m"], state["v"], p.grad
                if group["weight_decay"] != 0:
                    g = g.add(p, alpha=group["weight_decay"])
                mu = beta1 * (1 - 0.5 * 0.96 ** (step * group["momentum_decay"]))
                following = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * group["momentum_decay"]))
                state["product"] *= mu
                m.mul_(beta1).add_(g, alpha=1 - beta1)
                v.mul_(beta2).addcmul_(g, g, value=1 - beta2)
                denominator = v.div(1 - beta2 ** step).sqrt().add_(group["eps"])
                p.addcdiv_(g, denominator, value=-group["lr"] * (1 - mu) / (1 - state["product"]))
                p.addcdiv_(m, denominator, value=-group["lr"] * following / (1 - state["product"] * following))


def run(make, as_groups=False):
    parameters = [torch.nn.Parameter(start.clone()) for start in starts]
    optimizer = make([{"params": [p]} for p in parameters] if as_groups else parameters)
    for step in range(STEPS):
        for parameter, gradient in zip(parameters, gradients[step]):
            parameter.grad = gradient.clone()
        optimizer.step()
    return [p.detach() for p in parameters]


o = torch.optim
cases = {
    "SGD": lambda p: o.SGD(p, lr=0.1),
    "SGD decay": lambda p: o.SGD(p, lr=0.1, weight_decay=0.01),
    "SGD maximize": lambda p: o.SGD(p, lr=0.1, maximize=True),
    "SGD maximize decay": lambda p: o.SGD(p, lr=0.1, maximize=True, weight_decay=0.01),
    "SGD momentum": lambda p: o.SGD(p, lr=0.1, momentum=0.9),
    "SGD dampening": lambda p: o.SGD(p, lr=0.1, momentum=0.9, dampening=0.3),
    "SGD nesterov": lambda p: o.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01),
    "Adam": lambda p: o.Adam(p, lr=0.01),
    "Adam betas eps": lambda p: o.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3),
    "Adam decay": lambda p: o.Adam(p, lr=0.01, weight_decay=0.1),
    "Adam amsgrad": lambda p: o.Adam(p, lr=0.01, betas=(0.9, 0.5), amsgrad=True),
    "Adam maximize": lambda p: o.Adam(p, lr=0.01, maximize=True),
    "AdamW": lambda p: o.AdamW(p, lr=0.01, weight_decay=0.1),
    "AdamW no decay": lambda p: o.AdamW(p, lr=0.01, weight_decay=0),
    "AdamW amsgrad maximize": lambda p: o.AdamW(p, lr=0.01, betas=(0.9, 0.5), weight_decay=0.1, amsgrad=True, maximize=True),
    "Adagrad": lambda p: o.Adagrad(p, lr=0.1),
    "Adagrad options": lambda p: o.Adagrad(p, lr=0.1, lr_decay=0.01, weight_decay=0.01, initial_accumulator_value=0.1, eps=1e-5),
    "RMSProp": lambda p: o.RMSprop(p, lr=0.01),
    "RMSProp decay": lambda p: o.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-4, weight_decay=0.01),
    "RMSProp momentum": lambda p: o.RMSprop(p, lr=0.01, momentum=0.9),
    "RMSProp centered": lambda p: o.RMSprop(p, lr=0.01, centered=True),
    "RMSProp centered momentum maximize": lambda p: o.RMSprop(p, lr=0.01, centered=True, momentum=0.5, maximize=True),
    "RAdam": lambda p: o.RAdam(p, lr=0.01),
    "RAdam decay": lambda p: o.RAdam(p, lr=0.01, betas=(0.8, 0.95), weight_decay=0.01),
    "NAdam": lambda p: NAdam(p, lr=0.01),
    "NAdam decay": lambda p: NAdam(p, lr=0.01, weight_decay=0.01, momentum_decay=0.01),
    "Adamax": lambda p: o.Adamax(p, lr=0.01),
    "Adamax decay": lambda p: o.Adamax(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.01),
    "Adadelta": lambda p: o.Adadelta(p, lr=1.0),
    "Adadelta options": lambda p: o.Adadelta(p, lr=0.5, rho=0.8, eps=1e-3, weight_decay=0.01, maximize=True),
    "ASGD": lambda p: o.ASGD(p, lr=0.1),
    "ASGD options": lambda p: o.ASGD(p, lr=0.1, lambd=0.01, alpha=0.5, t0=5, weight_decay=0.01),
    "Rprop": lambda p: o.Rprop(p, lr=0.01),
    "Rprop options": lambda p: o.Rprop(p, lr=0.01, etas=(0.3, 1.5), step_sizes=(1e-3, 0.05)),
}

values = {"start": starts, "gradients": [g for step in gradients for g in step]}
for name, make in cases.items():
    values[name] = run(make)


def groups(p):
    p[1].update(lr=0.01, momentum=0.0)
    return o.SGD(p, lr=0.1, momentum=0.9)


values["groups"] = run(groups, as_groups=True)

# The averaged parameters of ASGD, which no other value shows.
parameters = [torch.nn.Parameter(start.clone()) for start in starts]
optimizer = o.ASGD(parameters, lr=0.1, lambd=0.01, alpha=0.5, t0=5)
for step in range(STEPS):
    for parameter, gradient in zip(parameters, gradients[step]):
        parameter.grad = gradient.clone()
    optimizer.step()
values["ASGD averages"] = [optimizer.state[p]["ax"] for p in parameters]


# LBFGS on a curved valley, with the gradients of the function itself.
def valley(p):
    return ((1 - p[:-1]) ** 2 + 5 * (p[1:] - p[:-1] ** 2) ** 2).sum()


for name, options in {"LBFGS": dict(lr=0.1), "LBFGS short history": dict(lr=0.3, history_size=3, max_iter=7)}.items():
    p = torch.nn.Parameter(torch.linspace(-1, 1, 6))
    optimizer = o.LBFGS([p], tolerance_grad=1e-5, **options)
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = valley(p)
        loss.backward()
        return loss

    for _ in range(5):
        losses.append(optimizer.step(closure).item())
    values[name] = p.detach()
    values[name + " losses"] = losses

# Clipping.
for name, options in {"clip 2": (1.0, 2.0), "clip 1": (0.7, 1.0), "clip inf": (0.5, math.inf), "clip large": (1e3, 2.0)}.items():
    parameters = [torch.nn.Parameter(start.clone()) for start in starts]
    for parameter, gradient in zip(parameters, gradients[0]):
        parameter.grad = gradient.clone()
    total = torch.nn.utils.clip_grad_norm_(parameters, options[0], options[1])
    values[name] = [p.grad for p in parameters]
    values[name + " norm"] = total.item()

golden.save("OptGen.SystemTorch.Tests", "optimizers", values)
