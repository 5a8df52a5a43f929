"""What a training run depends on beside the corpus."""

import attrs


@attrs.frozen(kw_only=True)
class Settings:
    """The knobs of a run; they are written into the manifest.

    `length` is a window in pieces; `batch` in windows; `rate` is the encoder's top layer's, every layer below learns
    `fade` times as fast as the one above; `masked` the share of pieces hidden in training; `average` the
    decay of the weights' running mean, which is what gets exported; `link_weight` what the link loss counts beside the
    label loss; `taught` how much the teachers' word counts beside the annotators', from 0 to 1; `reworded` the share of
    words changed in second copies of the train texts, which only teachers mark; `layers` how many layers the student
    has, where it is to have more than what it starts from (0: as many); `heads` and `inner` how many attention heads
    and inner units each layer keeps of those it starts with (none given: all). `half_precision` counts only where the
    processor is fast at it.
    """

    epochs: int = 6
    seed: int = 1
    length: int = 254
    batch: int = 8
    rate: float = 1.5e-4
    fade: float = 1.0
    head_rate: float = 1e-3
    field_rate: float = 5e-3
    warm_up: float = 0.1
    decay: float = 0.01
    clip: float = 1.0
    masked: float = 0.05
    average: float = 0.995
    link_weight: float = 0.5
    taught: float = 0.0
    reworded: float = 0.0
    layers: int = 0
    heads: tuple[int, ...] = ()
    inner: tuple[int, ...] = ()
    threads: int = 2
    half_precision: bool = True
