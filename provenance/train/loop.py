"""The training loop: seeded, checkpointed after every epoch, resumable."""

import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from provenance.train.dataset import Batch, Example, batches
from provenance.train.network import Network, Targets, field_loss, link_loss, lowered
from provenance.train.pretrained import MASK
from provenance.train.settings import Settings

FIRST_ORDINARY = 999
"""Word pieces below this id are special or unused."""

log = logging.getLogger(__name__)


def train(
    network: Network,
    examples: Sequence[Example],
    settings: Settings,
    folder: Path,
    after_epoch: Callable[[Network, int], float],
) -> Network:
    """Train `network` and return the running mean of its weights as it stood after the best epoch.

    `after_epoch` gets that mean and the epoch's number and returns its score on held-out text. Each epoch leaves
    `checkpoint.pt` (to resume from) and, when its score is the best yet, `best.pt` in `folder`.
    """
    torch.set_num_threads(settings.threads)
    total = settings.epochs * _steps_per_epoch(examples, settings)
    optimizer = torch.optim.AdamW(_groups(network, settings), betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total, settings.warm_up))
    average = Average(network, settings.average)
    first, best = _resume(folder, network, optimizer, schedule, average)
    for epoch in range(first, settings.epochs):
        for _ in _epoch(network, examples, settings, epoch):
            optimizer.step()
            schedule.step()
            average.update(network)
        score = after_epoch(average.network(network), epoch)
        if score > best:
            best = score
            torch.save(average.network(network).state_dict(), folder / "best.pt")
        state = {"network": network, "optimizer": optimizer, "schedule": schedule}
        parts = {name: part.state_dict() for name, part in state.items()}
        torch.save({**parts, "average": average.mean, "epoch": epoch + 1, "best": best}, folder / "checkpoint.pt")
    network.load_state_dict(torch.load(folder / "best.pt"))
    network.eval()
    return network


class Average:
    """An exponential running mean of a network's trained weights, started without bias."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay, self.count = decay, 0
        self.mean = {name: value.detach().clone() for name, value in network.named_parameters() if value.requires_grad}

    def update(self, network: nn.Module) -> None:
        """Take one more step's weights in."""
        self.count += 1
        keep = min(self.decay, self.count / (self.count + 10))
        for name, value in network.named_parameters():
            if name in self.mean:
                self.mean[name].lerp_(value.detach(), 1 - keep)

    def network(self, like: Network) -> Network:
        """A copy of `like` with the mean weights, ready to evaluate."""
        copy = Network(like.shape)
        copy.load_state_dict({**like.state_dict(), **self.mean})
        copy.eval()
        return copy


def _epoch(network: Network, examples: Sequence[Example], settings: Settings, epoch: int) -> Iterator[None]:
    """Lay the gradients of one batch after another; the same ones whenever this epoch is run."""
    random = np.random.default_rng((settings.seed, epoch))
    network.seed((settings.seed, epoch))
    network.train()
    started, lost = time.monotonic(), 0.0
    for number, batch in enumerate(_batches(examples, settings, random)):
        lost += _step(network, batch, settings, random)
        yield
        if number % 50 == 0:
            each = (time.monotonic() - started) / (number + 1)
            log.info("epoch %d step %d loss %.3f %.2f s/step", epoch, number, lost / (number + 1), each)


def _batches(examples: Sequence[Example], settings: Settings, random: np.random.Generator) -> Iterator[Batch]:
    return batches(examples, length=settings.length, size=settings.batch, random=random, taught=settings.taught)


def _step(
    network: Network,
    batch: Batch,
    settings: Settings,
    random: np.random.Generator,
) -> float:
    targets = Targets.of(batch)
    hidden = (random.random(batch.ids.shape) < settings.masked) & (batch.ids > FIRST_ORDINARY)
    ids = targets.ids.masked_fill(torch.from_numpy(hidden), MASK)
    with lowered(settings.half_precision):
        scores, vectors = network(ids, targets.mask, targets.features)
    loss = _loss(network, scores.float(), vectors.float(), targets, settings)
    network.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), settings.clip)
    return float(loss.detach())


def _loss(network: Network, scores: Tensor, vectors: Tensor, targets: Targets, settings: Settings) -> Tensor:
    by_word = scores.gather(1, targets.heads[:, :, None].expand(-1, -1, scores.shape[2]))
    label_loss = field_loss(network, by_word, targets.labels, targets.steps, targets.word_mask)
    return (label_loss + settings.link_weight * link_loss(network, vectors, targets)) / len(scores)


def _groups(network: Network, settings: Settings) -> list[dict[str, object]]:
    """Parameters by how fast they learn: the encoder slowly, new layers faster, the few scores of the field fastest."""
    groups: dict[tuple[float, bool], list[nn.Parameter]] = {}
    for name, value in network.named_parameters():
        if not value.requires_grad:
            continue
        if name in ("start", "end", "step", "content_distance", "source_distance"):
            group = (settings.field_rate, False)
        elif name.startswith(("labels.", "links.")):
            group = (settings.head_rate, value.dim() > 1)
        else:
            group = (settings.rate * settings.fade ** _depth(name, network.shape.layers), value.dim() > 1)
        groups.setdefault(group, []).append(value)
    return [
        {"params": values, "lr": rate, "weight_decay": settings.decay if decayed else 0.0}
        for (rate, decayed), values in groups.items()
    ]


def _depth(name: str, layers: int) -> int:
    """How many layers stand above a parameter of the encoder."""
    return layers - 1 - int(name.split(".")[1]) if name.startswith("layers.") else layers


def _rate(step: int, total: int, warm_up: float) -> float:
    """Linear up, linear down to a hundredth."""
    rising = max(1, int(total * warm_up))
    return min((step + 1) / rising, max(0.01, (total - step) / max(1, total - rising)))


def _steps_per_epoch(examples: Sequence[Example], settings: Settings) -> int:
    windows = sum(0.5 + len(example.pieces) / settings.length for example in examples)
    return math.ceil(windows / settings.batch)


def _resume(
    folder: Path,
    network: Network,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    average: Average,
) -> tuple[int, float]:
    """Take up a checkpoint if there is one; the epoch to go on with and the best score so far."""
    path = folder / "checkpoint.pt"
    if not path.exists():
        return 0, -1.0
    state = torch.load(path)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    average.mean, average.count = state["average"], 10**6
    log.info("resuming after epoch %d", state["epoch"])
    return int(state["epoch"]), float(state["best"])
