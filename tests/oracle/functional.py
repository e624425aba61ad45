"""Results and input gradients of the functions of torch.nn.functional that no layer's test covers."""
import torch
from torch.nn import functional as F

import golden

torch.manual_seed(5)
image = torch.randn(1, 2, 6, 5)
sequence = torch.randn(2, 3, 8)
volume = torch.randn(1, 1, 4, 4, 4)
grid = torch.rand(1, 3, 4, 2) * 2.6 - 1.3
theta = torch.tensor([[[0.8, 0.2, 0.1], [-0.3, 1.1, 0.0]]])
query = torch.randn(2, 4, 6)
key = torch.randn(2, 5, 6)
content = torch.randn(2, 5, 3)
values = {"image": image, "sequence": sequence, "volume": volume, "grid": grid, "theta": theta, "query": query, "key": key, "content": content}
CASES = {
    "normalize": ("sequence", lambda x: F.normalize(x, 3.0, 2)),
    "nearest": ("image", lambda x: F.interpolate(x, scale_factor=1.7)),
    "nearest_exact": ("sequence", lambda x: F.interpolate(x, size=5, mode="nearest-exact")),
    "linear": ("sequence", lambda x: F.interpolate(x, size=11, mode="linear")),
    "bilinear": ("image", lambda x: F.interpolate(x, scale_factor=(0.5, 1.5), mode="bilinear")),
    "bilinear_recomputed": ("image", lambda x: F.interpolate(x, scale_factor=(0.7, 1.3), mode="bilinear", recompute_scale_factor=True)),
    "bilinear_smooth": ("image", lambda x: F.interpolate(x, size=(3, 3), mode="bilinear", antialias=True)),
    "bicubic": ("image", lambda x: F.interpolate(x, size=(9, 7), mode="bicubic", align_corners=True)),
    "trilinear": ("volume", lambda x: F.interpolate(x, scale_factor=1.5, mode="trilinear")),
    "area": ("image", lambda x: F.interpolate(x, scale_factor=0.5, mode="area")),
    "grid_sample": ("image", lambda x: F.grid_sample(x, grid, padding_mode="border", align_corners=False)),
    "grid_sample_reflected": ("image", lambda x: F.grid_sample(x, grid, mode="nearest", padding_mode="reflection", align_corners=True)),
    "affine_grid": ("theta", lambda x: F.affine_grid(x, (1, 2, 3, 4), align_corners=True)),
    "pad_circular": ("sequence", lambda x: F.pad(x, (2, 1), "circular")),
    "pad_cut": ("image", lambda x: F.pad(x, (-1, 2, 0, 1), value=3.0)),
    "lp_pool1d": ("sequence", lambda x: F.lp_pool1d(x.abs() + 0.1, 3, 2)),
    "dropout3d": ("volume", lambda x: F.dropout3d(x, 0.5, False)),
    "instance_norm": ("sequence", lambda x: F.instance_norm(x)),
    "attention": ("query", lambda x: F._scaled_dot_product_attention(x, key, content, torch.linspace(-1, 1, 20).view(4, 5))[0]
                  if hasattr(F, "_scaled_dot_product_attention") else F.scaled_dot_product_attention(x, key, content, torch.linspace(-1, 1, 20).view(4, 5))),
}
for name, (source, function) in CASES.items():
    x = values[source].clone().requires_grad_()
    result = function(x)
    values[name] = result.detach()
    (result * torch.linspace(-1, 1, result.numel(), dtype=result.dtype).view(result.shape)).sum().backward()
    values[name + "/gradient"] = x.grad
golden.save("OptGen.SystemTorch.Tests", "functional", values)
