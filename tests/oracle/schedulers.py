"""The learning rates, and momenta where they change, of sixty epochs under every scheduler."""
import warnings

import torch

import golden

warnings.simplefilter("ignore")
EPOCHS = 60
s = torch.optim.lr_scheduler


def sgd(momentum=0.9):
    parameters = [torch.nn.Parameter(torch.zeros(1)) for _ in range(2)]
    return torch.optim.SGD([{"params": [parameters[0]]}, {"params": [parameters[1]], "lr": 0.3}], lr=0.05, momentum=momentum)


def adam():
    parameters = [torch.nn.Parameter(torch.zeros(1)) for _ in range(2)]
    return torch.optim.Adam([{"params": [parameters[0]]}, {"params": [parameters[1]], "lr": 0.3}], lr=0.05)


def measurement(epoch):
    return 1.0 / (1 + epoch) if epoch < 10 else 0.1 + 0.01 * (epoch % 3)


cases = {
    "StepLR": lambda o: s.StepLR(o, 7, gamma=0.5),
    "MultiStepLR": lambda o: s.MultiStepLR(o, [5, 20, 20, 41], gamma=0.3),
    "ExponentialLR": lambda o: s.ExponentialLR(o, gamma=0.93),
    "ConstantLR": lambda o: s.ConstantLR(o, factor=0.25, total_iters=9),
    "LinearLR": lambda o: s.LinearLR(o, start_factor=0.2, end_factor=0.9, total_iters=13),
    "PolynomialLR": lambda o: s.PolynomialLR(o, total_iters=40, power=2.0),
    "PolynomialLR straight": lambda o: s.PolynomialLR(o, total_iters=80),
    "CosineAnnealingLR": lambda o: s.CosineAnnealingLR(o, T_max=17, eta_min=0.001),
    "LambdaLR": lambda o: s.LambdaLR(o, lambda epoch: 0.9 ** epoch / (1 + epoch)),
    "LambdaLR two": lambda o: s.LambdaLR(o, [lambda epoch: 0.95 ** epoch, lambda epoch: 1 / (1 + epoch)]),
    "MultiplicativeLR": lambda o: s.MultiplicativeLR(o, lambda epoch: 0.9 if epoch % 4 else 1.1),
    "ReduceLROnPlateau": lambda o: s.ReduceLROnPlateau(o, factor=0.5, patience=3),
    "ReduceLROnPlateau options": lambda o: s.ReduceLROnPlateau(
        o, mode="max", factor=0.7, patience=2, threshold=0.02, threshold_mode="abs", cooldown=4, min_lr=[0.01, 0.1]),
    "CyclicLR": lambda o: s.CyclicLR(o, 0.01, 0.1, step_size_up=7),
    "CyclicLR triangular2": lambda o: s.CyclicLR(o, [0.01, 0.02], [0.1, 0.3], step_size_up=5, step_size_down=9, mode="triangular2"),
    "CyclicLR exp_range": lambda o: s.CyclicLR(o, 0.01, 0.1, step_size_up=6, mode="exp_range", gamma=0.97, base_momentum=0.7, max_momentum=0.95),
    "CyclicLR own scale": lambda o: s.CyclicLR(
        o, 0.01, 0.1, step_size_up=6, scale_fn=lambda x: 1 / (1 + x), scale_mode="iterations", cycle_momentum=False),
    "OneCycleLR": lambda o: s.OneCycleLR(o, 0.5, total_steps=60),
    "OneCycleLR linear": lambda o: s.OneCycleLR(o, [0.5, 1.0], epochs=6, steps_per_epoch=10, pct_start=0.4, anneal_strategy="linear",
                                                div_factor=10.0, final_div_factor=100.0),
    "OneCycleLR three phases": lambda o: s.OneCycleLR(o, 0.5, total_steps=70, three_phase=True, base_momentum=0.8, max_momentum=0.9),
    "ChainedScheduler": lambda o: s.ChainedScheduler([s.ConstantLR(o, factor=0.1, total_iters=3), s.ExponentialLR(o, gamma=0.9)]),
    "SequentialLR": lambda o: s.SequentialLR(
        o, [s.LinearLR(o, start_factor=0.1, total_iters=10), s.CosineAnnealingLR(o, T_max=20), s.ExponentialLR(o, gamma=0.9)], [10, 35]),
}

values = {}
for name, make in cases.items():
    for kind, optimizer in {"": sgd(), " adam": adam()}.items():
        if kind and not name.startswith("OneCycleLR"):
            continue
        scheduler = make(optimizer)
        rates, momenta = [], []
        for epoch in range(EPOCHS):
            rates += [group["lr"] for group in optimizer.param_groups]
            momenta += [group["betas"][0] if kind else group["momentum"] for group in optimizer.param_groups]
            optimizer.step()
            if name.startswith("ReduceLROnPlateau"):
                scheduler.step(measurement(epoch))
            else:
                scheduler.step()
        values[name + kind] = rates
        if name.startswith(("CyclicLR", "OneCycleLR")):
            values[name + kind + " momentum"] = momenta

# Going straight to an epoch, for the schedulers that can.
for name in ["StepLR", "MultiStepLR", "ExponentialLR", "ConstantLR", "LinearLR", "PolynomialLR", "CosineAnnealingLR"]:
    optimizer = sgd()
    scheduler = cases[name](optimizer)
    rates = []
    for epoch in [0, 3, 11, 7, 25, 59]:
        scheduler.step(epoch)
        rates += [group["lr"] for group in optimizer.param_groups]
    values[name + " given epochs"] = rates

golden.save("OptGen.SystemTorch.Tests", "schedulers", values)
