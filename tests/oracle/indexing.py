"""Golden values of index expressions, read and assigned; the C# test holds the same table."""
import torch

import golden

x = torch.arange(60).reshape(3, 4, 5)
mask = x % 7 == 2
rows = torch.tensor([True, False, True])
at = torch.tensor([2, 0, -1])
TABLE = {
    "first": (0,),
    "last": (-1,),
    "element": (1, 2, 3),
    "negative element": (-1, -2, -3),
    "slice": (slice(1, 3),),
    "slice step": (slice(None), slice(None, None, 2)),
    "slice negative": (slice(-2, None), slice(None, -1)),
    "slice empty": (slice(2, 1),),
    "slice beyond": (slice(1, 100),),
    "ellipsis": (..., 2),
    "ellipsis middle": (1, ..., 0),
    "none": (None, 1),
    "none last": (..., None),
    "none between": (slice(None), None, 1),
    "true": (True,),
    "false": (False,),
    "colon": (slice(None), 2),
    "mask": (mask,),
    "row mask": (rows,),
    "row mask and slice": (rows, slice(1, 3)),
    "second mask": (slice(None), torch.tensor([True, False, False, True])),
    "positions": (at,),
    "positions of second": (slice(None), at),
    "two positions": (at, torch.tensor([0, 1, 3])),
    "positions apart": (at, slice(None), torch.tensor([0, 1, 4])),
    "positions broadcast": (at[:, None], torch.tensor([0, 1])),
    "positions after number": (1, at),
    "number tensor": (torch.tensor(1),),
    "positions and none": (None, at),
    "no positions": (torch.empty(0, dtype=torch.int64),),
    "matrix positions": (torch.tensor([[0, 1], [2, 0]]),),
}
values = {}
for name, index in TABLE.items():
    part = x[index]
    values["get " + name] = part.contiguous()
    changed = x.clone()
    changed[index] = -1
    values["number " + name] = changed
    changed = x.clone()
    changed[index] = -torch.arange(part.numel()).reshape(part.shape) - 1
    values["tensor " + name] = changed

# Values are broadcast, and surplus leading dimensions of length 1 fall away.
changed = x.clone()
changed[1] = torch.arange(5)
values["broadcast row"] = changed
changed = x.clone()
changed[:, 1] = torch.arange(5).reshape(1, 1, 1, 5)
values["broadcast surplus"] = changed
changed = x.clone()
changed[mask] = torch.arange(int(mask.sum())).reshape(1, -1)
values["broadcast mask"] = changed
changed = x.clone()
changed.index_put_((torch.tensor([0, 0, 2]), torch.tensor([1, 1, 3])), torch.tensor(100), accumulate=True)
values["accumulate"] = changed

f = x.float()
index = torch.tensor([2, 0])
values["index_select"] = f.index_select(0, index)
values["index_add"] = f.index_add(0, index, torch.ones(2, 4, 5), alpha=3)
values["index_copy"] = f.index_copy(1, torch.tensor([3, 1]), torch.ones(3, 2, 5))
values["index_fill"] = f.index_fill(2, torch.tensor([0, 4]), 9)
values["index_reduce"] = f.index_reduce(0, torch.tensor([0, 0]), torch.full((2, 4, 5), 2.0), "prod")
where = torch.tensor([[0, 1, 2], [2, 1, 0]])
m = torch.arange(6.0).reshape(2, 3)
values["gather"] = m.gather(1, where)
values["scatter"] = torch.zeros(2, 3).scatter(1, where, m)
values["scatter_add"] = torch.ones(2, 3).scatter_add(1, torch.tensor([[0, 0, 0], [1, 1, 2]]), m)
values["masked_select"] = x.masked_select(mask)
values["masked_scatter"] = x.masked_scatter(mask, torch.arange(60))
values["take"] = x.take(torch.tensor([[0, 59], [7, -1]]))
values["take_along_dim"] = m.take_along_dim(torch.tensor([[2], [0]]), 1)
values["nonzero"] = mask.nonzero()
values["select"] = x.select(1, 2).contiguous()
values["slice"] = x[:, 0:4:2].contiguous()
values["narrow"] = x.narrow(2, 1, 3).contiguous()
values["select_scatter"] = x.select_scatter(torch.zeros(3, 5, dtype=torch.int64), 1, 2)
values["slice_scatter"] = x.slice_scatter(torch.zeros(1, 4, 5, dtype=torch.int64), 0, 1, 2, 1)
values["diagonal_scatter"] = m.diagonal_scatter(torch.tensor([8.0, 9.0]), 1)

golden.save("OptGen.SystemTorch.Tests", "indexing", values)
