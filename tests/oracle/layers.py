"""For one seed each: the first weights of every layer, its result, and the gradients of input and parameters."""
import torch
from torch import nn

import golden

IMAGE = (2, 4, 6, 6)
SEQUENCE = (2, 4, 9)
LAYERS = {
    "Linear": (lambda: nn.Linear(5, 3), (4, 5)),
    "LinearNoBias": (lambda: nn.Linear(5, 3, bias=False), (4, 5)),
    "Bilinear": (lambda: nn.Bilinear(5, 4, 3), (6, 5), (6, 4)),
    "Conv1d": (lambda: nn.Conv1d(4, 6, 3, stride=2, padding=1), SEQUENCE),
    "Conv2d": (lambda: nn.Conv2d(4, 6, 3, stride=2, padding=1, dilation=2), IMAGE),
    "Conv2dGroups": (lambda: nn.Conv2d(4, 6, (3, 1), groups=2, bias=False), IMAGE),
    "Conv2dSame": (lambda: nn.Conv2d(4, 3, (3, 2), padding="same"), IMAGE),
    "Conv2dReflect": (lambda: nn.Conv2d(4, 3, 3, padding=(1, 2), padding_mode="reflect"), IMAGE),
    "Conv2dSameCircular": (lambda: nn.Conv2d(4, 3, (3, 2), padding="same", padding_mode="circular"), IMAGE),
    "Conv3d": (lambda: nn.Conv3d(2, 3, 2), (1, 2, 3, 4, 4)),
    "ConvTranspose1d": (lambda: nn.ConvTranspose1d(4, 3, 3, stride=2), SEQUENCE),
    "ConvTranspose2d": (lambda: nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, dilation=2), IMAGE),
    "ConvTranspose3d": (lambda: nn.ConvTranspose3d(2, 3, 2), (1, 2, 3, 3, 3)),
    "BatchNorm1d": (lambda: nn.BatchNorm1d(4), SEQUENCE),
    "BatchNorm2d": (lambda: nn.BatchNorm2d(4, momentum=0.3), IMAGE),
    "LayerNorm": (lambda: nn.LayerNorm((6, 6)), IMAGE),
    "GroupNorm": (lambda: nn.GroupNorm(2, 4), IMAGE),
    "InstanceNorm1d": (lambda: nn.InstanceNorm1d(4, affine=True), SEQUENCE),
    "InstanceNorm2d": (lambda: nn.InstanceNorm2d(4, track_running_stats=True), IMAGE),
    "InstanceNorm2dUnbatched": (lambda: nn.InstanceNorm2d(4), (4, 6, 6)),
    "LocalResponseNorm": (lambda: nn.LocalResponseNorm(3), IMAGE),
    "LocalResponseNormSequence": (lambda: nn.LocalResponseNorm(2), SEQUENCE),
    "PReLU": (lambda: nn.PReLU(4), IMAGE),
    "MaxPool1d": (lambda: nn.MaxPool1d(3), SEQUENCE),
    "MaxPool2d": (lambda: nn.MaxPool2d(3, stride=2, padding=1), IMAGE),
    "AvgPool1d": (lambda: nn.AvgPool1d(3, stride=2), SEQUENCE),
    "AvgPool2d": (lambda: nn.AvgPool2d(3, padding=1, count_include_pad=False), IMAGE),
    "AdaptiveAvgPool1d": (lambda: nn.AdaptiveAvgPool1d(4), SEQUENCE),
    "AdaptiveAvgPool2d": (lambda: nn.AdaptiveAvgPool2d((3, 4)), IMAGE),
    "AdaptiveMaxPool1d": (lambda: nn.AdaptiveMaxPool1d(4), SEQUENCE),
    "AdaptiveMaxPool2d": (lambda: nn.AdaptiveMaxPool2d((3, 4)), IMAGE),
    "LPPool2d": (lambda: nn.LPPool2d(2, 3), IMAGE),
    "Flatten": (lambda: nn.Flatten(), IMAGE),
    "Unflatten": (lambda: nn.Unflatten(1, (2, 2)), SEQUENCE),
    "Identity": (lambda: nn.Identity(), SEQUENCE),
    "Upsample": (lambda: nn.Upsample(scale_factor=2), IMAGE),
    "UpsampleBilinear": (lambda: nn.Upsample(size=(9, 4), mode="bilinear", align_corners=True), IMAGE),
    "PixelShuffle": (lambda: nn.PixelShuffle(2), IMAGE),
    "PixelUnshuffle": (lambda: nn.PixelUnshuffle(3), IMAGE),
    "Unfold": (lambda: nn.Unfold(3, padding=1, stride=2), IMAGE),
    "Fold": (lambda: nn.Fold((4, 4), 2, stride=2), (2, 8, 4)),
    "ConstantPad1d": (lambda: nn.ConstantPad1d((1, 2), 0.5), SEQUENCE),
    "ReflectionPad2d": (lambda: nn.ReflectionPad2d((1, 2, 3, 0)), IMAGE),
    "ReplicationPad2d": (lambda: nn.ReplicationPad2d(2), IMAGE),
    "ZeroPad2d": (lambda: nn.ZeroPad2d((0, 1, 2, 3)), IMAGE),
    "CosineSimilarity": (lambda: nn.CosineSimilarity(), (6, 5), (6, 5)),
    "PairwiseDistance": (lambda: nn.PairwiseDistance(), (6, 5), (6, 5)),
    "Dropout": (lambda: nn.Dropout(0.3), IMAGE),
    "Dropout1d": (lambda: nn.Dropout1d(0.4), (6, 9)),
    "Dropout2d": (lambda: nn.Dropout2d(0.4), IMAGE),
    "AlphaDropout": (lambda: nn.AlphaDropout(0.3), IMAGE),
    "FeatureAlphaDropout": (lambda: nn.FeatureAlphaDropout(0.4), IMAGE),
    "RReLU": (lambda: nn.RReLU(), IMAGE),
    "ReLU": (nn.ReLU, (5, 6)), "ReLU6": (nn.ReLU6, (5, 6)), "SELU": (nn.SELU, (5, 6)), "CELU": (lambda: nn.CELU(0.7), (5, 6)),
    "ELU": (lambda: nn.ELU(0.7), (5, 6)), "GELU": (nn.GELU, (5, 6)), "GELUtanh": (lambda: nn.GELU("tanh"), (5, 6)),
    "GLU": (nn.GLU, (5, 6)), "SiLU": (nn.SiLU, (5, 6)), "Mish": (nn.Mish, (5, 6)), "Sigmoid": (nn.Sigmoid, (5, 6)), "Tanh": (nn.Tanh, (5, 6)),
    "Hardsigmoid": (nn.Hardsigmoid, (5, 6)), "Hardswish": (nn.Hardswish, (5, 6)), "Hardtanh": (nn.Hardtanh, (5, 6)),
    "Hardshrink": (nn.Hardshrink, (5, 6)), "Softshrink": (nn.Softshrink, (5, 6)), "Softplus": (nn.Softplus, (5, 6)),
    "Softsign": (nn.Softsign, (5, 6)), "Tanhshrink": (nn.Tanhshrink, (5, 6)), "LeakyReLU": (nn.LeakyReLU, (5, 6)),
    "LogSigmoid": (nn.LogSigmoid, (5, 6)), "Softmax": (lambda: nn.Softmax(1), (5, 6)), "LogSoftmax": (lambda: nn.LogSoftmax(1), (5, 6)),
    "Softmin": (lambda: nn.Softmin(1), (5, 6)), "Softmax2d": (nn.Softmax2d, IMAGE), "Threshold": (lambda: nn.Threshold(0.2, -1.0), (5, 6)),
}

values = {}
for name, (make, *shapes) in LAYERS.items():
    torch.manual_seed(7)
    layer = make()
    for key, parameter in layer.state_dict().items():
        values[f"{name}/{key}"] = parameter.clone()
    inputs = [torch.randn(shape, requires_grad=True) for shape in shapes]
    result = layer(*inputs)
    values[f"{name}:result"] = result.detach()
    if not result.requires_grad:
        continue
    slope = torch.randn(result.shape)
    result.backward(slope)
    for i, tensor in enumerate(inputs):
        values[f"{name}:input{i}"] = tensor.grad
    for key, parameter in layer.named_parameters():
        values[f"{name}:{key}"] = parameter.grad
    for key, buffer in layer.named_buffers():
        values[f"{name}:after {key}"] = buffer

torch.manual_seed(7)
table = nn.Embedding(6, 4, padding_idx=2)
values["Embedding/weight"] = table.weight.detach().clone()
rows = torch.tensor([[1, 2, 5], [0, 1, 1]])
result = table(rows)
values["Embedding:result"] = result.detach()
result.backward(torch.randn(result.shape))
values["Embedding:weight"] = table.weight.grad
renormed = nn.Embedding(6, 4, max_norm=1.0)
values["Embedding:renormed"] = renormed(rows).detach()

for name, arguments, key_width, value_width in (("Attention", {}, 8, 8), ("AttentionWide", {"kdim": 5, "vdim": 3, "add_bias_kv": True, "add_zero_attn": True}, 5, 3)):
    torch.manual_seed(7)
    layer = nn.MultiheadAttention(8, 2, **arguments)
    for key, parameter in layer.state_dict().items():
        values[f"{name}/{key}"] = parameter.clone()
    query = torch.randn(4, 3, 8, requires_grad=True)
    source = torch.randn(5, 3, key_width, requires_grad=True)
    content = torch.randn(5, 3, value_width)
    padding = torch.tensor([[False] * 5, [False] * 4 + [True], [True] + [False] * 4])
    mask = torch.ones(4, 5, dtype=torch.bool).triu(2)
    result, weights = layer(query, source, content, key_padding_mask=padding, attn_mask=mask)
    values[f"{name}:result"] = result.detach()
    values[f"{name}:weights"] = weights.detach()
    (result * torch.randn(result.shape)).sum().backward()
    values[f"{name}:query"] = query.grad
    values[f"{name}:source"] = source.grad
    for key, parameter in layer.named_parameters():
        values[f"{name}:{key}"] = parameter.grad

torch.manual_seed(7)
layer = nn.MultiheadAttention(8, 4)
alone = torch.randn(5, 8)
result, weights = layer(alone, alone, alone)
values["AttentionAlone:result"] = result.detach()
values["AttentionAlone:weights"] = weights.detach()

for name, make in (("RNN", lambda: nn.RNN(4, 3, 2)), ("GRU", lambda: nn.GRU(4, 3, batch_first=True)), ("LSTM", lambda: nn.LSTM(4, 3, 2, bidirectional=True))):
    torch.manual_seed(7)
    layer = make()
    for key, parameter in layer.state_dict().items():
        values[f"{name}/{key}"] = parameter.clone()
    sequence = torch.randn(5, 2, 4, requires_grad=True)
    states, last = layer(sequence)
    last = torch.cat(last) if name == "LSTM" else last
    values[f"{name}:states"] = states.detach()
    values[f"{name}:last"] = last.detach()
    (states * torch.randn(states.shape)).sum().backward()
    values[f"{name}:input"] = sequence.grad
    for key, parameter in layer.named_parameters():
        values[f"{name}:{key}"] = parameter.grad

golden.save("OptGen.SystemTorch.Tests", "layers", values)
