"""A network without the attention heads and inner units that it needs least.

After Michel, Levy and Neubig, "Are Sixteen Heads Really Better than One?" (2019) and Theis et al., "Faster gaze
prediction with dense networks and Fisher pruning" (2018): lay a gate of one over every head and every inner unit. The
square of the loss's slope there, summed over windows, says how much is lost by closing it.
"""

from collections.abc import Sequence
from functools import partial

import attrs
import numpy as np
import torch
from torch import Tensor, nn

from provenance.train.dataset import Example, collate, slices
from provenance.train.network import Layer, Network, Targets, field_loss

EVERY = 6
"""One in so many articles is read to tell what matters."""


@attrs.frozen(kw_only=True, eq=False)
class Importance:
    """What a layer would lose by each of its heads (heads) and inner units (inner)."""

    heads: Tensor
    inner: Tensor


def prune(
    network: Network, examples: Sequence[Example], *, heads: Sequence[int], inner: Sequence[int], length: int
) -> Network:
    """The network with only so many heads and inner units in each layer, those that matter most for the examples.

    Raises:
        ValueError: if `heads` or `inner` does not say how many for each layer.
    """
    if not len(heads) == len(inner) == network.shape.layers:
        raise ValueError(f"a network of {network.shape.layers} layers needs as many counts of heads and inner units")
    matters = importance(network, examples[::EVERY], length=length)
    pruned = Network(attrs.evolve(network.shape, heads=tuple(heads), inner=tuple(inner)))
    rest = {name: value for name, value in network.state_dict().items() if not name.startswith("layers.")}
    pruned.load_state_dict(rest, strict=False)
    for layer, old, one, h, i in zip(pruned.layers, network.layers, matters, heads, inner, strict=True):
        _copy(old, layer, heads=_most(one.heads, h), inner=_most(one.inner, i))
    pruned.eval()
    return pruned


def importance(network: Network, examples: Sequence[Example], *, length: int) -> list[Importance]:
    """How much each head and inner unit of each layer matters for what the examples' annotators marked."""
    network.eval()
    found = [
        Importance(heads=torch.zeros(h), inner=torch.zeros(i))
        for h, i in zip(network.shape.heads, network.shape.inner, strict=True)
    ]
    seen = dict[tuple[int, str], Tensor]()
    hooks = [
        getattr(layer, part).register_forward_pre_hook(partial(_keep, seen, (at, part)))
        for at, layer in enumerate(network.layers)
        for part in ("attended", "outer")
    ]
    random = np.random.default_rng(0)
    for window in (window for example in examples for window in slices(example, length=length, random=random)):
        _slopes(network, Targets.of(collate([window])))
        for at, one in enumerate(found):
            mixed, inner = (_gates(seen[at, part]) for part in ("attended", "outer"))
            one.heads.add_(mixed.view(len(one.heads), -1).sum(dim=1) ** 2)
            one.inner.add_(inner**2)
    for hook in hooks:
        hook.remove()
    network.zero_grad(set_to_none=True)
    return found


def _keep(seen: dict[tuple[int, str], Tensor], name: tuple[int, str], _: nn.Module, given: tuple[Tensor]) -> None:
    given[0].retain_grad()
    seen[name] = given[0]


def _slopes(network: Network, targets: Targets) -> None:
    scores, _ = network(targets.ids, targets.mask, targets.features)
    by_word = scores.gather(1, targets.heads[:, :, None].expand(-1, -1, scores.shape[2]))
    field_loss(network, by_word, targets.labels, targets.steps, targets.word_mask).backward()


def _gates(states: Tensor) -> Tensor:
    """The loss's slopes at gates over the units of `states` (1, l, units)."""
    if states.grad is None:
        raise ValueError("the loss depends on every unit")
    return (states.detach() * states.grad).sum(dim=(0, 1))


def _most(matters: Tensor, count: int) -> Tensor:
    return matters.topk(count).indices.sort().values


def _copy(old: Layer, new: Layer, *, heads: Tensor, inner: Tensor) -> None:
    """Give a new layer an old one's values, of the heads and inner units that are kept."""
    rows = (heads[:, None] * old.head + torch.arange(old.head)).flatten()
    state = old.state_dict()
    for name, kept in (("query", rows), ("key", rows), ("value", rows), ("inner", inner)):
        state |= {f"{name}.{kind}": state[f"{name}.{kind}"][kept] for kind in ("weight", "bias")}
    for name, kept in (("attended", rows), ("outer", inner)):
        state[f"{name}.weight"] = state[f"{name}.weight"][:, kept]
    new.load_state_dict(state)
