"""Arithmetic operators over every pair of operand types: values, result types, and which pairs are refused."""
import itertools
import operator

import golden
import torch

OPERANDS = {
    "float32": torch.tensor([-2.5, 1.0, 0.3, 7.25]),
    "float64": torch.tensor([0.75, -4.0, 2.2, 1e-3], dtype=torch.float64),
    "int64": torch.tensor([-7, 3, 5, 2]),
    "bool": torch.tensor([True, False, True, True]),
    "float64 alone": torch.tensor(1.7, dtype=torch.float64),
    "int64 alone": torch.tensor(3),
    "double": 2.5,
    "long": 3,
}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod}
BITWISE = {"&": operator.and_, "|": operator.or_, "^": operator.xor}
COMPARISON = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}

values = {name: operand for name, operand in OPERANDS.items() if isinstance(operand, torch.Tensor)}
refused = []


def record(key, compute):
    try:
        values[key] = compute()
    except (RuntimeError, TypeError):
        refused.append(key)


for symbol, apply in {**ARITHMETIC, **BITWISE, **COMPARISON}.items():
    for (left, x), (right, y) in itertools.product(OPERANDS.items(), OPERANDS.items()):
        numbers = [not isinstance(x, torch.Tensor), not isinstance(y, torch.Tensor)]
        if all(numbers) or symbol in BITWISE and any(numbers) or symbol == "%" and numbers[0]:
            continue
        if symbol in "/%" and right == "bool":
            continue  # division by false
        record(f"{left} {symbol} {right}", lambda: apply(x, y))
for name, x in OPERANDS.items():
    if isinstance(x, torch.Tensor):
        record(f"-{name}", lambda: -x)
        record(f"~{name}", lambda: ~x)
values["refused"] = refused

golden.save("OptGen.SystemTorch.Tests", "operators", values)
