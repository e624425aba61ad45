"""Golden values of OptGen.Evolution's float32 arithmetic: what the processor computes with denormals switched off, through PyTorch on one thread."""
import itertools
import struct

import torch

import golden

torch.set_num_threads(1)
S = 2.0 ** 125
MIN = 2.0 ** -126


def neighbours(x):
    bits = struct.unpack("<i", struct.pack("<f", x))[0]
    return [struct.unpack("<f", struct.pack("<i", bits + step))[0] for step in (-2, -1, 0, 1, 2) if bits + step >= 0]


def adversarial():
    """Zeros, denormals, neighbours of powers of two, the greatest, infinities, and what is not a number; both signs. Python's floats do not lose denormals."""
    values = [0.0, 2.0 ** -149, float("inf"), float("nan"), 0.1, 1 / 3, 3.4028234663852886e38]
    for power in (-148, -127, -126, -125, -103, -102, -63, -24, -2, -1, 0, 1, 63, 125, 126):
        values += neighbours(2.0 ** power)
    values += [part * MIN for part in (0.4, 0.5, 0.6, 0.9, 1.6, 1.9, 2.5)]
    return torch.tensor(values + [-v for v in values], dtype=torch.float32)


def near_the_border(count):
    """Pairs whose product or quotient is about 2^-126, many of them between the last number of 24 bits below and 2^-126."""
    a = 1 + torch.rand(count)
    b = 1 / a
    return [(a * 2.0 ** -63, b * 2.0 ** -63), (a * 2.0 ** -126, (a.view(torch.int32) + torch.randint(-2, 3, (count,), dtype=torch.int32)).view(torch.float32)),
            (a * 2.0 ** -126, -(1 + torch.rand(count)) * 2.0 ** -126), (a * 2.0 ** -127, -b * 2.0 ** -126)]


def flushed(function):
    """With results and operands flushed, which is what set_flush_denormal switches on."""
    assert torch.set_flush_denormal(True), "This processor cannot flush denormals."
    try:
        return function()
    finally:
        torch.set_flush_denormal(False)


torch.manual_seed(1)
values = {}
cases = adversarial()
pairs = torch.tensor(list(itertools.product(range(len(cases)), repeat=2)))
pairs = pairs[torch.randperm(len(pairs))[:1100]]
# Any bits at all.
random = torch.randint(-2 ** 31, 2 ** 31, (2, 300)).to(torch.int32).view(torch.float32)
near = near_the_border(200)
a = torch.cat([cases[pairs[:, 0]], random[0]] + [c for c, _ in near])
b = torch.cat([cases[pairs[:, 1]], random[1]] + [d for _, d in near])
values["a"], values["b"] = a, b
for name, operation in {"add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "divide": torch.div}.items():
    values["flushed/" + name] = flushed(lambda: operation(a, b))
    values["ieee/" + name] = operation(a, b)

# The layers of the post: matrix products keep denormals, everything else flushes. A hidden layer adds b/S to a product; where both are there, and the product is
# denormal, this switch would also take the product for zero, which TensorFlow did not: such products are made normal or zero.
torch.manual_seed(2)
inputs, w1, b1 = torch.rand(6, 9), torch.randn(9, 16) * 0.5, torch.randn(16) * 0.4
b1[::3] = 0
z1 = inputs @ w1
h1 = flushed(lambda: (z1 + b1) / S)
w2, b2 = torch.randn(16, 16) * 0.3, torch.randn(16) * 0.6
z2 = h1 @ w2
with_bias = b2.abs() >= 0.5
z2[:, with_bias] = torch.where(z2[:, with_bias].abs() < MIN, torch.zeros(()), z2[:, with_bias])
h2 = flushed(lambda: z2 + b2 / S)
h2_ieee = z2 + b2 / S
o = flushed(lambda: (z2 + b2 / S) * S)
assert 0.2 < (h1 == 0).float().mean() < 0.8 and 0.2 < (h2 == 0).float().mean() < 0.8 and 0 < with_bias.sum() < 16
for name, value in {"inputs": inputs, "w1": w1, "b1": b1, "z1": z1, "h1": h1, "w2": w2, "b2": b2, "z2": z2, "h2": h2, "h2 ieee": h2_ieee, "o": o}.items():
    values["layers/" + name] = value
golden.save("OptGen.Evolution.Tests", "underflow", values)
