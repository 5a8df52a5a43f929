"""From inputs to traces, without a database: what `extract` and `check` print."""

from collections.abc import Iterator, Sequence

from provenance.crew import one_by_one, refuse_fatal, refused, side_by_side, unexpected
from provenance.errors import Failure, ProvenanceError
from provenance.models import Trace
from provenance.read import Input, find_inputs, read_input


def trace_inputs(
    arguments: Sequence[str], *, workers: int = 1, allow_private: bool = False
) -> Iterator[tuple[Input, Trace | ProvenanceError]]:
    """Yield everything that `arguments` name, in order, with its trace or the reason why there is none.

    Raises:
        MissingWeights, DamagedLexicon: if the installation is incomplete.
    """
    items = find_inputs(arguments, allow_private=allow_private)
    results = one_by_one(_make_trace, items) if workers == 1 else side_by_side(_make_trace, items, workers)
    for item, result in results:
        if isinstance(result, Failure):
            refuse_fatal(result)
            yield item, ProvenanceError(result.message)
        else:
            yield item, result


def _make_trace(item: Input) -> Trace | Failure:
    # Where others do the work, this process starts faster without what they need for it.
    from provenance.pipeline import trace  # noqa: PLC0415

    try:
        return trace(read_input(item))
    except ProvenanceError as error:
        return refused(item, error)
    except Exception as error:  # noqa: BLE001 (one article must not stop the others)
        return unexpected(item, error)
