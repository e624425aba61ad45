"""What element types become of each other, and what floating-point types can represent."""
import itertools

import golden
import torch

TYPES = {
    "Byte": torch.uint8, "Int8": torch.int8, "Int16": torch.int16, "Int32": torch.int32, "Int64": torch.int64, "Float16": torch.float16,
    "Float32": torch.float32, "Float64": torch.float64, "ComplexFloat32": torch.complex64, "ComplexFloat64": torch.complex128,
    "Bool": torch.bool, "BFloat16": torch.bfloat16,
}
names = {dtype: name for name, dtype in TYPES.items()}
pairs = list(itertools.product(TYPES.items(), TYPES.items()))
values = {
    "promoted": [f"{a} {b} {names[torch.promote_types(x, y)]}" for (a, x), (b, y) in pairs],
    "castable": [f"{a} {b}" for (a, x), (b, y) in pairs if torch.can_cast(x, y)],
}
for name in ("Float16", "BFloat16", "Float32", "Float64"):
    info = torch.finfo(TYPES[name])
    values[name] = [info.bits, info.eps, info.max, info.min, info.tiny, info.smallest_normal, info.resolution]

golden.save("OptGen.SystemTorch.Tests", "element_types", values)
