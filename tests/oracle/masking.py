"""Golden values of OptGen.Masking: masked networks of two layers, trained for five steps, from the formulas in PyTorch.

Frozen weights, scores and offsets are drawn by randomness.py, the definition in plain Python; masks are chosen by a stable sort; gradients pass
straight through. Nothing here knows how the library does it.
"""
import math
import struct

import torch

import golden
import randomness

PROTOTYPE, PERMUTATION, OFFSETS, SCORES = 0, 1, 2, 3
STEPS = 5


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def prototype(seed, length, signed):
    numbers = [single(randomness.normal(randomness.word(seed, PROTOTYPE, i))) for i in range(length)]
    return [(-1.0 if v < 0 else 1.0) for v in numbers] if signed else numbers


def fill(kind, seed, shapes, signed, gain_per_layer):
    """The frozen weights, row by row, as single precision numbers."""
    counts = [math.prod(s) for s in shapes]
    largest = max(counts)
    owner = [i for i in range(len(shapes))]  # whose gain a layer has where it has none of its own
    if kind == "dense":
        values = prototype(seed, sum(counts), signed)
        starts = [sum(counts[:i]) for i in range(len(counts))]
        cut = [values[s:s + n] for s, n in zip(starts, counts)]
    elif kind == "one layer":
        firsts, values, cut = {}, prototype(seed, sum(math.prod(s) for s in dict.fromkeys(map(tuple, shapes))), signed), []
        used = 0
        for i, (s, n) in enumerate(zip(map(tuple, shapes), counts)):
            if s not in firsts:
                firsts[s] = (used, i)
                used += n
            start, owner[i] = firsts[s]
            cut.append(values[start:start + n])
    else:
        ratio = 1.0 if kind == "max layer" else float(kind.split()[1])
        length = largest if kind == "max layer" else min(largest, int(largest * ratio) + 1)
        values = prototype(seed, length, signed)
        padded = [values[i % length] for i in range(largest)]
        if kind.endswith("permuted"):
            order = randomness.permutation(seed, PERMUTATION, largest)
            padded = [padded[i] for i in order]
        if kind.endswith("shifted"):
            offsets = [randomness.below(seed, OFFSETS, i, length) for i in range(len(counts))]
            cut = [[values[(o + i) % length] for i in range(n)] for o, n in zip(offsets, counts)]
        else:
            cut = [padded[:n] for n in counts]
        owner = [counts.index(largest)] * len(counts)
    gains = [math.sqrt(2.0 / shapes[i if gain_per_layer else owner[i]][1]) for i in range(len(shapes))]
    return [torch.tensor([single(g * v) for v in c], dtype=torch.float64).reshape(s) for g, c, s in zip(gains, cut, shapes)]


def first_scores(seed, shapes, shared_bound):
    result, used = [], 0
    mean = sum(s[1] for s in shapes) / len(shapes)
    for s in shapes:
        bound = 1 / math.sqrt(mean if shared_bound else s[1])
        n = math.prod(s)
        words = [randomness.word(seed, SCORES, used + i) for i in range(n)]
        result.append(torch.tensor([single(bound * (2 * ((w >> 8) * 2.0 ** -24) - 1)) for w in words], dtype=torch.float64).reshape(s))
        used += n
    return result


def masks(scores, kept, absolute, together):
    keys = [s.detach().abs() if absolute else s.detach() for s in scores]
    groups = [list(range(len(keys)))] if together else [[i] for i in range(len(keys))]
    result = [None] * len(keys)
    for group in groups:
        flat = torch.cat([keys[i].flatten() for i in group]).tolist()
        count = max(1, math.floor(len(flat) * kept + 0.5))
        chosen = set(sorted(range(len(flat)), key=lambda i: -flat[i])[:count])  # sorted is stable: the lowest index first
        mask = torch.tensor([1.0 if i in chosen else 0.0 for i in range(len(flat))], dtype=torch.float64)
        start = 0
        for i in group:
            n = keys[i].numel()
            result[i] = mask[start:start + n].reshape(keys[i].shape)
            start += n
    return result


class Straight(torch.autograd.Function):
    @staticmethod
    def forward(ctx, score, mask, absolute):
        ctx.save_for_backward(score)
        ctx.absolute = absolute
        return mask.clone()

    @staticmethod
    def backward(ctx, g):
        score, = ctx.saved_tensors
        return (g * score.sign() if ctx.absolute else g), None, None


def train(kind, seed, shapes, signed_values, gain_per_layer, kept, absolute, together):
    weights = fill(kind, seed, shapes, signed_values, gain_per_layer)
    scores = [s.clone().requires_grad_() for s in first_scores(seed, shapes, together)]
    biases = [torch.linspace(-0.2, 0.3, s[0], dtype=torch.float64).requires_grad_() for s in shapes]
    generator = torch.Generator().manual_seed(7)
    x = torch.randn(16, shapes[0][1], dtype=torch.float64, generator=generator).float().double()
    y = torch.randn(16, shapes[1][0], dtype=torch.float64, generator=generator).float().double()
    optimizer = torch.optim.SGD(scores + biases, lr=0.2, momentum=0.9)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        m = [Straight.apply(s, mask, absolute) for s, mask in zip(scores, masks(scores, kept, absolute, together))]
        hidden = torch.relu(x @ (weights[0] * m[0]).t() + biases[0])
        out = hidden @ (weights[1] * m[1]).t() + biases[1]
        loss = ((out - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    after = masks(scores, kept, absolute, together)
    return {
        "x": x, "y": y, "losses": torch.tensor(losses, dtype=torch.float64),
        "weights": [w.float() for w in weights],
        "scores": [s.detach() for s in scores],
        "masks": [m.to(torch.uint8) for m in after],
    }


if __name__ == "__main__":
    mixed, same = [[8, 6], [5, 8]], [[7, 7], [7, 7]]
    cases = {
        "dense": ("dense", 11, mixed, False, True, 0.5, True, False),
        "dense, signed scores": ("dense", 12, mixed, False, True, 0.3, False, False),
        "one layer": ("one layer", 13, same, False, True, 0.5, True, False),
        "one layer, two shapes": ("one layer", 14, mixed, True, False, 0.4, True, False),
        "max layer": ("max layer", 15, mixed, False, True, 0.5, True, False),
        "max layer, as the reference": ("max layer", 16, mixed, False, False, 0.5, True, False),
        "max layer, signed constant": ("max layer", 17, mixed, True, True, 0.3, True, False),
        "max layer, global": ("max layer", 18, mixed, False, True, 0.3, True, True),
        "max layer, global, signed scores": ("max layer", 19, mixed, False, True, 0.6, False, True),
        "vector 0.1": ("vector 0.1 copy", 20, mixed, False, True, 0.5, True, False),
        "vector 0.1, permuted": ("vector 0.1 permuted", 21, mixed, False, True, 0.5, True, False),
        "vector 0.1, shifted": ("vector 0.1 shifted", 22, mixed, False, True, 0.5, True, False),
        "vector of one value": ("vector 0.00001 copy", 23, mixed, True, True, 0.5, True, False),
    }
    values = {}
    for name, case in cases.items():
        for key, value in train(*case).items():
            if isinstance(value, list):
                for i, v in enumerate(value):
                    values[f"{name}/{key}/{i}"] = v
            else:
                values[f"{name}/{key}"] = value
    golden.save("OptGen.Masking.Tests", "masking", values)
