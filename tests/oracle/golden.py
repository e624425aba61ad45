"""Writes the values that tests compare with: what PyTorch computed, bit for bit.

Each script beside this one makes one file; run it with a Python that has torch
(Debian: apt-get install python3-torch, then /usr/bin/python3 tests/oracle/NAME.py).
"""
import base64
import json
import pathlib

import torch

TESTS = pathlib.Path(__file__).resolve().parent.parent


def _encode(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu().contiguous()
        return {
            "dtype": str(value.dtype).removeprefix("torch."),
            "shape": list(value.shape),
            "data": base64.b64encode(value.numpy().tobytes()).decode("ascii"),
        }
    return value


def save(project, name, values):
    """Writes {key: tensor, number, string or list of these} to tests/PROJECT/Golden/NAME.json, one key a line."""
    path = TESTS / project / "Golden" / (name + ".json")
    path.parent.mkdir(exist_ok=True)
    lines = [json.dumps(key) + ": " + json.dumps([_encode(v) for v in value] if isinstance(value, list) else _encode(value))
             for key, value in values.items()]
    header = json.dumps("made by") + ": " + json.dumps("PyTorch " + torch.__version__)
    path.write_text("{\n" + ",\n".join([header] + lines) + "\n}\n")
    print(f"{path.relative_to(TESTS.parent)}: {len(values)} values, {path.stat().st_size} bytes")
