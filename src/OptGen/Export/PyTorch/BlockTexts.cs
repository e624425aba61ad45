namespace OptGen.Export.PyTorch;

/// <summary>The modules of OptGen as classes of Python.</summary>
internal static class BlockTexts
{
    public const string TwoLayer = """"
        class TwoLayer(nn.Module):
            """W2 act(W1 x + c1) + c2."""

            def __init__(self, width, hidden, act=None):
                super().__init__()
                self.fc1 = nn.Linear(width, hidden)
                if act is not None:
                    self.act = act
                self.fc2 = nn.Linear(hidden, width)

            def forward(self, x):
                hidden = self.fc1(x)
                return self.fc2(self.act(hidden) if hasattr(self, "act") else torch.relu(hidden))
        """";

    public const string PreActivation = """"
        class PreActivation(nn.Module):
            """Normalisation, activation and convolution, twice (He et al., 2016)."""

            def __init__(self, channels, hidden, kernel=3, activation=torch.relu):
                super().__init__()
                self.activation = activation
                self.bn1 = nn.BatchNorm2d(channels)
                self.conv1 = nn.Conv2d(channels, hidden, kernel, padding=kernel // 2, bias=False)
                self.bn2 = nn.BatchNorm2d(hidden)
                self.conv2 = nn.Conv2d(hidden, channels, kernel, padding=kernel // 2)

            def forward(self, x):
                x = self.conv1(self.activation(self.bn1(x)))
                return self.conv2(self.activation(self.bn2(x)))
        """";

    public const string Bottleneck = """"
        class Bottleneck(nn.Module):
            """Normalisation, activation and convolution, three times, on fewer channels inside (He et al., 2016)."""

            def __init__(self, channels, hidden, kernel=3, activation=torch.relu):
                super().__init__()
                self.activation = activation
                self.bn1 = nn.BatchNorm2d(channels)
                self.conv1 = nn.Conv2d(channels, hidden, 1, bias=False)
                self.bn2 = nn.BatchNorm2d(hidden)
                self.conv2 = nn.Conv2d(hidden, hidden, kernel, padding=kernel // 2, bias=False)
                self.bn3 = nn.BatchNorm2d(hidden)
                self.conv3 = nn.Conv2d(hidden, channels, 1)

            def forward(self, x):
                x = self.conv1(self.activation(self.bn1(x)))
                x = self.conv2(self.activation(self.bn2(x)))
                return self.conv3(self.activation(self.bn3(x)))
        """";

    public const string DenseLayer = """"
        class DenseLayer(nn.Module):
            """The new channels of a layer of a DenseNet (Huang et al., 2017)."""

            def __init__(self, channels, hidden, growth, activation=torch.relu):
                super().__init__()
                self.activation = activation
                self.norm1 = nn.BatchNorm2d(channels)
                self.conv1 = nn.Conv2d(channels, hidden, 1, bias=False)
                self.norm2 = nn.BatchNorm2d(hidden)
                self.conv2 = nn.Conv2d(hidden, growth, 3, padding=1, bias=False)

            def forward(self, x):
                x = self.conv1(self.activation(self.norm1(x)))
                return self.conv2(self.activation(self.norm2(x)))
        """";

    public const string ConvNeXtBlock = """"
        class ConvNeXtBlock(nn.Module):
            """The operator of ConvNeXt, without the way past it (Liu et al., 2022)."""

            def __init__(self, channels, hidden, kernel=7, scaled=True, activation=F.gelu):
                super().__init__()
                self.activation = activation
                self.dwconv = nn.Conv2d(channels, channels, kernel, padding=kernel // 2, groups=channels)
                self.norm = nn.LayerNorm(channels, eps=1e-6)
                self.pwconv1 = nn.Linear(channels, hidden)
                self.pwconv2 = nn.Linear(hidden, channels)
                self.gamma = nn.Parameter(torch.ones(channels)) if scaled else None

            def forward(self, x):
                x = self.norm(self.dwconv(x).permute(0, 2, 3, 1))
                x = self.pwconv2(self.activation(self.pwconv1(x)))
                return (x if self.gamma is None else self.gamma * x).permute(0, 3, 1, 2)
        """";

    public const string SelfAttention = """"
        class SelfAttention(nn.Module):
            """Multi-head self-attention, laid out as in timm."""

            def __init__(self, width, heads):
                super().__init__()
                self.heads = heads
                self.qkv = nn.Linear(width, 3 * width)
                self.proj = nn.Linear(width, width)

            def forward(self, x):
                batch, tokens, width = x.shape
                q, k, v = self.qkv(x).view(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
                weights = torch.softmax(q @ k.transpose(-2, -1) / (width // self.heads) ** 0.5, dim=-1)
                return self.proj((weights @ v).transpose(1, 2).reshape(x.shape))
        """";

    public const string AttentionMlp = """"
        class AttentionMlp(nn.Module):
            """A(z) + M(z + A(z)) with attention A and a two-layer network M, a normalisation before each."""

            def __init__(self, width, attn, mlp):
                super().__init__()
                self.norm1 = nn.LayerNorm(width, eps=1e-6)
                self.attn = attn
                self.norm2 = nn.LayerNorm(width, eps=1e-6)
                self.mlp = mlp

            def forward(self, z):
                attended = self.attn(self.norm1(z))
                return attended + self.mlp(self.norm2(z + attended))
        """";

    public const string WeightStandardizedConv2d = """"
        class WeightStandardizedConv2d(nn.Conv2d):
            """A convolution whose kernels have mean 0 and variance 1 (Qiao et al., 2019)."""

            def __init__(self, *arguments, eps=1e-5, **settings):
                super().__init__(*arguments, **settings)
                self.eps = eps

            def forward(self, x):
                weight = F.layer_norm(self.weight, self.weight.shape[1:], eps=self.eps)
                return F.conv2d(x, weight, self.bias, self.stride, self.padding, self.dilation, self.groups)
        """";

    public const string LinearMap = """"
        class LinearMap(nn.Module):
            """A matrix and its adjoint."""

            def __init__(self, in_features, out_features):
                super().__init__()
                self.weight = nn.Parameter(torch.randn(out_features, in_features) / in_features ** 0.5)

            def forward(self, x):
                return F.linear(x, self.weight)

            def adjoint(self, y):
                return F.linear(y, self.weight.t())
        """";

    public const string StridedConvolution = """"
        class StridedConvolution(nn.Module):
            """A convolution and its adjoint."""

            def __init__(self, shape, stride, padding, remainder):
                super().__init__()
                self.weight = nn.Parameter(torch.randn(shape) / (shape[1] * shape[2] * shape[3]) ** 0.5)
                self.stride, self.padding, self.remainder = stride, padding, remainder

            def forward(self, x):
                return F.conv2d(x, self.weight, None, self.stride, self.padding)

            def adjoint(self, y):
                return F.conv_transpose2d(y, self.weight, None, self.stride, self.padding, self.remainder)
        """";

    public const string Mask = """"
        class Mask(nn.Module):
            """Keeps some numbers and makes the others 0; its own adjoint."""

            def __init__(self, shape):
                super().__init__()
                self.register_buffer("mask", torch.ones(shape))

            def forward(self, x):
                return x * self.mask.to(x.dtype)

            adjoint = forward
        """";

    public const string CircularBlur = """"
        class CircularBlur(nn.Module):
            """A blur of images that go round at their borders, and its adjoint."""

            def __init__(self, shape):
                super().__init__()
                self.register_buffer("kernel", torch.zeros(shape))

            def response(self, x):
                height, width = self.kernel.shape
                padded = F.pad(self.kernel.to(x.dtype), (0, x.shape[3] - width, 0, x.shape[2] - height))
                return torch.fft.rfft2(padded.roll((-(height // 2), -(width // 2)), (0, 1)))

            def forward(self, x):
                return torch.fft.irfft2(torch.fft.rfft2(x) * self.response(x), x.shape[2:])

            def adjoint(self, y):
                return torch.fft.irfft2(torch.fft.rfft2(y) * self.response(y).conj(), y.shape[2:])
        """";

    public const string AverageDownsampling = """"
        class AverageDownsampling(nn.Module):
            """Makes one pixel of several by their mean; the adjoint spreads it again."""

            def __init__(self, factor):
                super().__init__()
                self.factor = factor

            def forward(self, x):
                return F.avg_pool2d(x, self.factor)

            def adjoint(self, y):
                return y.repeat_interleave(self.factor, 2).repeat_interleave(self.factor, 3) / self.factor ** 2
        """";

    public const string Decimation = """"
        class Decimation(nn.Module):
            """Keeps the first pixel of several; the adjoint puts it back and zeros around it."""

            def __init__(self, factor):
                super().__init__()
                self.factor = factor

            def forward(self, x):
                return x[:, :, ::self.factor, ::self.factor]

            def adjoint(self, y):
                x = y.new_zeros(y.shape[0], y.shape[1], y.shape[2] * self.factor, y.shape[3] * self.factor)
                x[:, :, ::self.factor, ::self.factor] = y
                return x
        """";

    public const string BoundedLayer = """"
        class BoundedLayer(nn.Module):
            """A layer whose linear part A is scaled down to a norm: its weight acts as W * min(1, bound/|A v|), v the direction
            that A stretches most. In training, power steps turn v towards it until it is nearly there (Miyato et al., 2018)."""

            def __init__(self, weight, v, bound, bias):
                super().__init__()
                self.weight = nn.Parameter(torch.randn(weight) / math.prod(weight[1:]) ** 0.5)
                self.bias = nn.Parameter(torch.zeros(weight[0])) if bias else None
                v = torch.randn(v)
                self.register_buffer("v", v / v.norm())
                self.bound = bound

            def forward(self, x):
                if self.training:
                    self.turn()
                norm = self.apply_weight(self.v.clone(), self.weight, None).norm()
                weight = self.weight / torch.clamp(norm * (1.001 / self.bound), min=1)
                return self.apply_weight(x, weight, self.bias)

            @torch.no_grad()
            def turn(self, residual=2e-4, most_steps=1000):
                for _ in range(most_steps):
                    image = self.apply_weight(self.v, self.weight, None)
                    pulled, square = self.apply_adjoint(image, self.weight), image.square().sum()
                    if square == 0 or (pulled - square * self.v).norm() <= residual * square:
                        return
                    self.v.copy_(pulled / pulled.norm())

            def train(self, mode=True):
                if not mode:
                    self.turn()
                return super().train(mode)
        """";

    public const string BoundedLinear = """"
        class BoundedLinear(BoundedLayer):
            """A linear layer whose matrix has at most a given spectral norm."""

            def __init__(self, in_features, out_features, bound, bias=True):
                super().__init__((out_features, in_features), (in_features,), bound, bias)

            def apply_weight(self, x, weight, bias):
                return F.linear(x, weight, bias)

            def apply_adjoint(self, y, weight):
                return F.linear(y, weight.t())
        """";

    public const string BoundedConv2d = """"
        class BoundedConv2d(BoundedLayer):
            """A convolution whose norm, for images up to a given size, is at most a given one."""

            def __init__(self, shape, image, bound, bias=True, stride=1, padding=0, dilation=1, groups=1, remainder=0):
                super().__init__(shape, (1, shape[1] * groups, *image), bound, bias)
                self.stride, self.padding, self.dilation, self.groups = stride, padding, dilation, groups
                self.remainder = remainder

            def apply_weight(self, x, weight, bias):
                return F.conv2d(x, weight, bias, self.stride, self.padding, self.dilation, self.groups)

            def apply_adjoint(self, y, weight):
                return F.conv_transpose2d(
                    y, weight, None, self.stride, self.padding, self.remainder, self.groups, self.dilation)
        """";
}
