"""Golden values of factories and random draws."""
import torch

import golden

values = {}
REAL = [torch.float16, torch.float32, torch.float64]
WHOLE = [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64]


def short(dtype):
    return str(dtype).removeprefix("torch.")


for dtype in REAL + WHOLE:
    values[f"arange {short(dtype)}"] = torch.arange(2, 20, 3, dtype=dtype)
    values[f"full {short(dtype)}"] = torch.full((2, 3), 7, dtype=dtype)
    values[f"eye {short(dtype)}"] = torch.eye(2, 3, dtype=dtype)
for dtype in REAL[1:]:
    values[f"arange step {short(dtype)}"] = torch.arange(0.1, 1.3, 0.17, dtype=dtype)
    values[f"linspace {short(dtype)}"] = torch.linspace(-1.3, 2.7, 11, dtype=dtype)
    values[f"logspace {short(dtype)}"] = torch.logspace(-2, 1.5, 7, 3.0, dtype=dtype)
values["arange int"] = torch.arange(5)
values["arange mixed"] = torch.arange(0, 2.5)
values["arange negative"] = torch.arange(5, -4, -2)
values["tril_indices"] = torch.tril_indices(4, 3, -1)
values["triu_indices"] = torch.triu_indices(3, 4, 1)
for name, grid in zip("ab", torch.meshgrid(torch.arange(2), torch.arange(3), indexing="ij")):
    values[f"meshgrid ij {name}"] = grid
for name, grid in zip("ab", torch.meshgrid(torch.arange(2), torch.arange(3), indexing="xy")):
    values[f"meshgrid xy {name}"] = grid

for source in ("default", "own"):
    if source == "default":
        torch.manual_seed(1234)
        generator = None
    else:
        generator = torch.Generator().manual_seed(99)
    # One stream: the order of the draws is the order of the test. Below 16 numbers libtorch draws one by one, above in blocks.
    values[f"{source} randn small"] = torch.randn(3, 4, generator=generator)
    values[f"{source} randn large"] = torch.randn(5, 7, generator=generator)
    values[f"{source} randn double"] = torch.randn(6, dtype=torch.float64, generator=generator)
    values[f"{source} rand"] = torch.rand(2, 3, 4, generator=generator)
    values[f"{source} rand double"] = torch.rand(5, dtype=torch.float64, generator=generator)
    values[f"{source} randint"] = torch.randint(-5, 100, (4, 5), generator=generator)
    values[f"{source} randint high"] = torch.randint(1 << 40, (6,), generator=generator)
    values[f"{source} randint int32"] = torch.randint(0, 10, (7,), dtype=torch.int32, generator=generator)
    values[f"{source} randint float"] = torch.randint(0, 10, (7,), dtype=torch.float32, generator=generator)
    values[f"{source} randperm"] = torch.randperm(25, generator=generator)
    values[f"{source} randperm int32"] = torch.randperm(9, dtype=torch.int32, generator=generator)
    values[f"{source} half"] = torch.randn(4, dtype=torch.float16, generator=generator)
    values[f"{source} complex"] = torch.randn(3, dtype=torch.complex64, generator=generator)

torch.manual_seed(7)
like = torch.zeros(2, 5, dtype=torch.float64)
values["rand_like"] = torch.rand_like(like)
values["randn_like"] = torch.randn_like(like)
values["randint_like"] = torch.randint_like(like, 3, 9)
values["numbers"] = torch.cat([torch.rand(()).reshape(1), torch.randn(()).reshape(1), torch.randint(3, 50, (1,)).float()])

golden.save("OptGen.SystemTorch.Tests", "creation", values)
