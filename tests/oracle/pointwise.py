"""Functions of each element, of one tensor and of two, over the element types they take."""
import golden
import torch

ONE = """abs absolute acos acosh angle arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh bitwise_not ceil celu
conj_physical cos cosh deg2rad digamma elu erf erfc erfinv exp exp2 expm1 fix floor frac gelu hardsigmoid hardswish i0 isfinite
isinf isnan isneginf isposinf isreal lgamma log log10 log1p log2 log_sigmoid logical_not logit nan_to_num neg negative positive
rad2deg reciprocal relu relu6 round rrelu rsqrt selu sgn sigmoid sign signbit silu sin sinc sinh softplus sqrt square tan tanh
trunc""".split()
TWO = """add arctan2 atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign div divide eq
float_power floor_divide fmax fmin fmod gcd ge greater greater_equal gt heaviside hypot igamma igammac isclose lcm ldexp le less
less_equal logaddexp logaddexp2 logical_and logical_or logical_xor lt max maximum min minimum mul multiply ne nextafter not_equal
pow prelu remainder sub subtract true_divide xlogy""".split()
WITH_NUMBER = """add clamp_max clamp_min div divide eq floor_divide fmod ge gt le leaky_relu lt mul multiply ne pow
remainder sub subtract true_divide xlogy""".split()

ELEMENTS = {
    "float32": torch.tensor([-2.5, -1.0, -0.3, -0.0, 0.4, 1.0, 1.5, 3.2]),
    "float64": torch.tensor([-2.5, -1.0, -0.3, -0.0, 0.4, 1.0, 1.5, 3.2], dtype=torch.float64),
    "int64": torch.tensor([-3, -1, 0, 1, 2, 5, 7, 12]),
    "bool": torch.tensor([True, False, True, True, False, False, True, False]),
}
OTHERS = {
    "float32": torch.tensor([1.5, -0.7, 2.0, 0.6, 0.4, 3.0, -2.0, 0.5]),
    "int64": torch.tensor([2, 3, 1, 2, 1, 4, 2, 3]),
    "bool": torch.tensor([True, True, True, False, True, True, False, False]),
}
NUMBERS = {"double": 1.5, "long": 2}
FUNCTIONAL = {"log_sigmoid": torch.nn.functional.logsigmoid}

values = {f"{name} elements": x for name, x in ELEMENTS.items()} | {f"{name} others": x for name, x in OTHERS.items()}
refused = []


def function(name):
    for place in (torch.Tensor, torch, torch.nn.functional):
        if hasattr(place, name):
            return getattr(place, name)
    return FUNCTIONAL[name]


def record(key, compute):
    try:
        values[key] = compute()
    except RuntimeError:
        refused.append(key)


for name in ONE:
    for kind, x in ELEMENTS.items():
        record(f"{name}({kind})", lambda: function(name)(x))
for name in TWO:
    for kind, x in ELEMENTS.items():
        for other, y in OTHERS.items():
            record(f"{name}({kind}, {other})", lambda: function(name)(x, y))
for name in WITH_NUMBER:
    for kind, x in ELEMENTS.items():
        for other, y in NUMBERS.items():
            record(f"{name}({kind}, {other})", lambda: function(name)(x, y))
values["refused"] = refused

golden.save("OptGen.SystemTorch.Tests", "pointwise", values)
