"""Gradients through operators; the keys are those of OperatorGradientTests."""
import golden
import torch

x = torch.tensor([0.5, -1.25, 3.0, 2.0])
y = torch.tensor([1.5, 0.75, -2.0, 4.0])
functions = {
    "x + y * x": lambda x, y: x + y * x,
    "3 - x / y": lambda x, y: 3 - x / y,
    "2 / x - y": lambda x, y: 2 / x - y,
    "-x % y": lambda x, y: -x % y,
    "relu": lambda x, y: (x * y).relu(),
    "softmax": lambda x, y: (x * y).softmax(0) * y,
    "log_softmax": lambda x, y: (x - y).log_softmax(0) * y,
    "where": lambda x, y: torch.where(x > y, x * 2, y * y),
    "clamp": lambda x, y: (x * y).clamp(-1, 2),
    "max": lambda x, y: x.maximum(y) + x.amax(),
    "std": lambda x, y: x.std() * y.var(),
    "outer": lambda x, y: x.outer(y).matmul(y).tanh(),
    "cumsum": lambda x, y: x.cumsum(0) * y.sort().values,
    "lerp": lambda x, y: x.lerp(y, x.sigmoid()),
}
values = dict(x=x, y=y)
for name, function in functions.items():
    left, right = x.clone().requires_grad_(), y.clone().requires_grad_()
    result = function(left, right)
    result.sum().backward()
    values[name] = [result, left.grad, right.grad]

golden.save("OptGen.SystemTorch.Tests", "operator_gradients", values)
