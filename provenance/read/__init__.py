"""Reading: whatever a user names → articles.

`find_inputs` expands paths, globs, directories, URLs and standard input into one small value for each article;
`read_input` turns such a value into an `Article`, in this process or another. One that cannot be read raises for
itself alone, so a batch goes on and nothing is lost silently.
"""

from collections.abc import Iterable, Iterator

from provenance.models import Article
from provenance.read.describe import Description, describe
from provenance.read.inputs import Input, expand
from provenance.read.open import open_input

__all__ = ["Description", "Input", "describe", "find_inputs", "read_input"]


def find_inputs(arguments: Iterable[str], *, allow_private: bool = False) -> Iterator[Input]:
    """Yield one input for each article that `arguments` name, lazily and in order; never raises.

    An argument is a file, a directory (searched recursively, sorted), a glob, `-` for standard input or an http(s)
    URL; a JSONL file gives one input a record. What is missing, or a directory without articles, gives an input that
    cannot be read. Each input has a `label` for messages and can be pickled.

    Args:
        arguments: what the user typed.
        allow_private: whether URLs may lead to private, loopback and reserved addresses.
    """
    return expand(arguments, allow_private=allow_private)


def read_input(item: Input) -> Article:
    """Read one article, with its captions, furniture and byline described.

    Raises:
        UnreadableArticle: if there is no article to be had there; the message says why and what to do.
    """
    return open_input(item)
