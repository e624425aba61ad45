"""For every loss and reduction: the loss and the gradient of its input."""
import torch
from torch.nn import functional as F

import golden

torch.manual_seed(11)
scores = torch.randn(5, 4)
other = torch.randn(5, 4)
third = torch.randn(5, 4)
classes = torch.tensor([0, 3, 1, 1, 2])
weight = torch.rand(4) + 0.5
signs = torch.tensor([1.0, -1.0, 1.0, 1.0, -1.0])
bits = torch.bernoulli(torch.full((5, 4), 0.4))
labels = torch.tensor([[3, 0, -1, 1], [1, -1, 0, 0], [2, 1, 0, -1], [0, -1, 1, 1], [3, 2, -1, 0]])
image = torch.randn(2, 3, 4)
places = torch.randint(0, 3, (2, 4))
logs = torch.randn(6, 2, 4).log_softmax(2)
words = torch.tensor([[1, 2, 1], [3, 2, 0]])
pulled = torch.sigmoid(scores)

values = {"scores": scores, "other": other, "third": third, "classes": classes, "weight": weight, "signs": signs, "bits": bits,
          "labels": labels, "image": image, "places": places, "logs": logs, "words": words, "probabilities": pulled,
          "distribution": other.softmax(1), "variance": third.abs() + 0.1, "counts": torch.poisson(third.abs() * 3)}
LOSSES = {
    "mse_loss": ("scores", lambda x, r: F.mse_loss(x, other, reduction=r)),
    "l1_loss": ("scores", lambda x, r: F.l1_loss(x, other, reduction=r)),
    "smooth_l1_loss": ("scores", lambda x, r: F.smooth_l1_loss(x, other, reduction=r, beta=0.6)),
    "huber_loss": ("scores", lambda x, r: F.huber_loss(x, other, reduction=r, delta=0.6)),
    "binary_cross_entropy": ("probabilities", lambda x, r: F.binary_cross_entropy(x, bits, weight, reduction=r)),
    "binary_cross_entropy_with_logits": ("scores", lambda x, r: F.binary_cross_entropy_with_logits(x, bits, weight, pos_weight=weight * 2, reduction=r)),
    "cross_entropy": ("scores", lambda x, r: F.cross_entropy(x, classes, weight, ignore_index=1, label_smoothing=0.1, reduction=r)),
    "cross_entropy_places": ("image", lambda x, r: F.cross_entropy(x, places, reduction=r)),
    "cross_entropy_distribution": ("scores", lambda x, r: F.cross_entropy(x, values["distribution"], reduction=r)),
    "nll_loss": ("scores", lambda x, r: F.nll_loss(x, classes, weight, reduction=r)),
    "kl_div": ("scores", lambda x, r: F.kl_div(x, values["distribution"], reduction=r)),
    "kl_div_log": ("scores", lambda x, r: F.kl_div(x, other, reduction=r, log_target=True)),
    "poisson_nll_loss": ("scores", lambda x, r: F.poisson_nll_loss(x, values["counts"], full=True, reduction=r)),
    "gaussian_nll_loss": ("scores", lambda x, r: F.gaussian_nll_loss(x, other, values["variance"], full=True, reduction=r)),
    "hinge_embedding_loss": ("scores", lambda x, r: F.hinge_embedding_loss(x, signs.unsqueeze(1).expand(5, 4), margin=0.5, reduction=r)),
    "soft_margin_loss": ("scores", lambda x, r: F.soft_margin_loss(x, signs.unsqueeze(1).expand(5, 4), reduction=r)),
    "multilabel_margin_loss": ("scores", lambda x, r: F.multilabel_margin_loss(x, labels, reduction=r)),
    "multilabel_soft_margin_loss": ("scores", lambda x, r: F.multilabel_soft_margin_loss(x, bits, weight, reduction=r)),
    "multi_margin_loss": ("scores", lambda x, r: F.multi_margin_loss(x, classes, p=2, margin=0.7, weight=weight, reduction=r)),
    "cosine_embedding_loss": ("scores", lambda x, r: F.cosine_embedding_loss(x, other, signs, margin=0.2, reduction=r)),
    "margin_ranking_loss": ("scores", lambda x, r: F.margin_ranking_loss(x, other, signs.unsqueeze(1).expand(5, 4), margin=0.3, reduction=r)),
    "triplet_margin_loss": ("scores", lambda x, r: F.triplet_margin_loss(x, other, third, margin=1.5, swap=True, reduction=r)),
    "triplet_margin_with_distance_loss": ("scores", lambda x, r: F.triplet_margin_with_distance_loss(x, other, third, margin=1.5, swap=True, reduction=r)),
    "ctc_loss": ("logs", lambda x, r: F.ctc_loss(x, words, torch.tensor([6, 5]), torch.tensor([3, 2]), reduction=r)),
}
for name, (source, loss) in LOSSES.items():
    for reduction in ("none", "mean", "sum"):
        x = values[source].clone().requires_grad_()
        result = loss(x, reduction)
        result.sum().backward()
        values[f"{name}/{reduction}"] = result.detach()
        values[f"{name}/{reduction}/gradient"] = x.grad
golden.save("OptGen.SystemTorch.Tests", "losses", values)
