"""Golden values of operations that give elements another shape or order; the C# test holds the same table."""
import torch

import golden

x = torch.arange(24).reshape(2, 3, 4)
m = torch.arange(6).reshape(2, 3)
v = torch.arange(4)
square = torch.arange(9).reshape(3, 3)
TABLE = {
    "reshape": x.reshape(4, -1),
    "view": x.view(6, 4),
    "flatten": x.flatten(1),
    "flatten part": x.flatten(0, 1),
    "ravel": x.ravel(),
    "unflatten": v.unflatten(0, (2, -1)),
    "unflatten middle": x.unflatten(-1, (2, 2)),
    "squeeze": torch.zeros(1, 2, 1).squeeze(),
    "squeeze one": torch.zeros(1, 2, 1).squeeze(0),
    "unsqueeze": m.unsqueeze(-1),
    "T": x.permute(2, 1, 0),
    "mT": x.mT,
    "t": m.t(),
    "transpose": x.transpose(0, 2),
    "permute": x.permute(1, 2, 0),
    "movedim": x.movedim((0, 1), (2, 0)),
    "expand": m.unsqueeze(1).expand(-1, 2, 3),
    "broadcast_to": v.broadcast_to(3, 4),
    "as_strided": x.as_strided((2, 2), (1, 5), 3),
    "unfold": v.unfold(0, 2, 1),
    "flip": x.flip(0, 2),
    "fliplr": m.fliplr(),
    "flipud": m.flipud(),
    "roll": m.roll(1),
    "roll dim": m.roll(-1, 1),
    "roll dims": x.roll((1, 2), (0, 2)),
    "rot90": m.rot90(),
    "rot90 back": m.rot90(-1, (0, 1)),
    "repeat": m.repeat(2, 1, 2),
    "tile": m.tile((2, 2)),
    "repeat_interleave": m.repeat_interleave(2),
    "repeat_interleave dim": m.repeat_interleave(2, 1),
    "repeat_interleave each": m.repeat_interleave(torch.tensor([1, 2]), 0),
    "diag": square.diag(1),
    "diag of vector": v.diag(-1),
    "diagflat": m.diagflat(1),
    "diag_embed": m.diag_embed(),
    "diagonal": x.diagonal(1, 1, 2),
    "tril": square.tril(-1),
    "triu": square.triu(1),
    "cat": torch.cat([m, m + 10], 1),
    "stack": torch.stack([m, m + 10], 1),
    "hstack": torch.hstack([m, m]),
    "vstack": torch.vstack([v, v + 1]),
    "dstack": torch.dstack([m, m]),
    "column_stack": torch.column_stack([v, v + 1]),
    "block_diag": torch.block_diag(m, square),
    "atleast_3d": torch.atleast_3d(v),
    "channel_shuffle": torch.channel_shuffle(torch.arange(8.0).reshape(1, 4, 2, 1), 2),
}
LISTS = {
    "chunk": x.chunk(3, 2),
    "split": x.split(2, 1),
    "split sizes": x.split([1, 3], 2),
    "tensor_split": v.tensor_split(3),
    "tensor_split at": v.tensor_split([1, 3]),
    "hsplit": x.hsplit([1]),
    "vsplit": x.vsplit(2),
    "dsplit": x.dsplit([1, 2]),
    "unbind": x.unbind(1),
    "broadcast_tensors": torch.broadcast_tensors(v, torch.zeros(3, 1, dtype=torch.int64)),
}
values = {name: value.contiguous() for name, value in TABLE.items()}
values.update({name: [part.contiguous() for part in parts] for name, parts in LISTS.items()})
golden.save("OptGen.SystemTorch.Tests", "shape", values)
