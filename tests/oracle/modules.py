"""Modules written in PyTorch, run with weights that both sides compute from the names of the parameters, so that no weight is stored."""
import torch


def fill(module):
    """Gives every parameter and buffer its values: sines of the flat index, shifted by the length of the name."""
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if not tensor.is_floating_point():
                continue
            wave = torch.sin(0.7 * torch.arange(tensor.numel(), dtype=torch.float64) + len(name)).reshape(tensor.shape)
            if name.endswith("running_var"):
                tensor.copy_(1 + 0.5 * wave ** 2)
            elif tensor.dim() == 1 and not name.endswith("bias") and not name.endswith("running_mean"):
                tensor.copy_(1 + 0.2 * wave)
            else:
                tensor.copy_(wave / max(1, tensor.numel() // (tensor.shape[0] if tensor.dim() else 1)) ** 0.5)


def argument(shape):
    return torch.sin(1.3 * torch.arange(torch.Size(shape).numel(), dtype=torch.float64) ** 1.1).reshape(shape)


def weight(like):
    return torch.cos(0.3 * torch.arange(like.numel(), dtype=torch.float64)).reshape(like.shape)


def record(values, key, module, shape):
    """The state's names and shapes, results in use and in training, and gradients in training: the argument's, and a number for each parameter's."""
    module.double()
    fill(module)
    state = module.state_dict()
    values[key + " names"] = list(state)
    values[key + " shapes"] = [",".join(map(str, t.shape)) for t in state.values()]
    values[key + " shape"] = list(shape)
    module.eval()
    x = argument(shape).requires_grad_()
    values[key + " in use"] = module(x)
    module.train()
    y = module(x)
    values[key + " in training"] = y
    (y * weight(y)).sum().backward()
    values[key + " gradient"] = x.grad
    values[key + " gradients of"] = [n for n, _ in module.named_parameters()]
    values[key + " gradients"] = [float((p.grad * weight(p.grad)).sum()) for _, p in module.named_parameters()]


class Attention(torch.nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = torch.nn.Linear(width, 3 * width)
        self.proj = torch.nn.Linear(width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        q, k, v = self.qkv(x).reshape(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-2, -1)) / (width // self.heads) ** 0.5
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, tokens, width))


class Mlp(torch.nn.Module):
    def __init__(self, width, hidden, act=None):
        super().__init__()
        self.fc1 = torch.nn.Linear(width, hidden)
        self.act = act or torch.nn.GELU()
        self.fc2 = torch.nn.Linear(hidden, width)

    def forward(self, x):
        return self.fc2(self.act(self.fc1(x)))


class AttentionMlp(torch.nn.Module):
    """A transformer's layer without its first shortcut: z + T(z) is the usual one."""

    def __init__(self, width, heads, ratio=4):
        super().__init__()
        self.norm1 = torch.nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.norm2 = torch.nn.LayerNorm(width, eps=1e-6)
        self.mlp = Mlp(width, ratio * width)

    def forward(self, z):
        y = z + self.attn(self.norm1(z))
        return y + self.mlp(self.norm2(y)) - z


class ConvNeXtBlock(torch.nn.Module):
    def __init__(self, channels, kernel=7, scale=True):
        super().__init__()
        if scale:
            self.gamma = torch.nn.Parameter(torch.ones(channels))
        self.dwconv = torch.nn.Conv2d(channels, channels, kernel, padding=kernel // 2, groups=channels)
        self.norm = torch.nn.LayerNorm(channels, eps=1e-6)
        self.pwconv1 = torch.nn.Linear(channels, 4 * channels)
        self.pwconv2 = torch.nn.Linear(4 * channels, channels)

    def forward(self, x):
        y = self.norm(self.dwconv(x).permute(0, 2, 3, 1))
        y = self.pwconv2(torch.nn.functional.gelu(self.pwconv1(y)))
        if hasattr(self, "gamma"):
            y = self.gamma * y
        return y.permute(0, 3, 1, 2)


class DenseLayer(torch.nn.Module):
    def __init__(self, channels, growth, bottleneck=4):
        super().__init__()
        self.norm1 = torch.nn.BatchNorm2d(channels)
        self.conv1 = torch.nn.Conv2d(channels, bottleneck * growth, 1, bias=False)
        self.norm2 = torch.nn.BatchNorm2d(bottleneck * growth)
        self.conv2 = torch.nn.Conv2d(bottleneck * growth, growth, 3, padding=1, bias=False)

    def forward(self, x):
        return self.conv2(self.norm2(self.conv1(self.norm1(x).relu())).relu())
